import type { Platform } from "../bindings/Platform";

/** A link found in a text, and whether other words stood around it. */
export type FoundLink = { readonly url: URL; readonly alone: boolean };

const OURS = String.raw`(?:[a-z0-9-]+\.)*(?:tiktok\.com|tiktokv\.com|instagram\.com|instagr\.am|ig\.me|youtu\.be|youtube-nocookie\.com|youtube\.(?:com|[a-z]{2})(?:\.[a-z]{2})?)`;
const WITH_SCHEME = /(?:https?|instagram):\/\/\S+/iu;
const OUR_HOST = new RegExp(String.raw`(^|[^a-z0-9.@_-])(${OURS}(?![a-z0-9-])(?:[/?]\S*)?)`, "iu");
const OTHER_HOST =
  /^(?:www\.\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\/\S*|[a-z0-9-]+\.(?:com|org|net|de|co\.uk|io|app))$/iu;
const TAIL = /[.,;:!?)\]}>"'»”’」』】。，、！？）…]+$/u;

/** The first link in a text; of one of the platforms where there is one. */
export function findLink(text: string): FoundLink | null {
  const plain = text.replace(/[！-～]/gu, narrow);
  const schemed = WITH_SCHEME.exec(plain);
  const ours = OUR_HOST.exec(plain);
  const oursAt = ours === null ? -1 : ours.index + (ours[1] ?? "").length;
  if (schemed !== null && (ours === null || within(schemed, oursAt))) {
    return linkAt(plain, schemed.index, schemed[0]);
  }
  if (ours !== null) return linkAt(plain, oursAt, ours[2] ?? "");
  const other = OTHER_HOST.exec(plain);
  return other === null ? null : linkAt(plain, 0, other[0]);
}

/** A letter of double width as its plain one: `ｔｉｋｔｏｋ．ｃｏｍ`. */
function narrow(wide: string): string {
  return String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
}

function within(hit: RegExpExecArray, at: number): boolean {
  return at >= hit.index && at < hit.index + hit[0].length;
}

function linkAt(text: string, at: number, hit: string): FoundLink | null {
  const url = parsed(hit.replace(TAIL, ""));
  if (url === null) return null;
  const around = text.slice(0, at) + text.slice(at + hit.length);
  return { url, alone: !/[\p{L}\p{N}]/u.test(around) };
}

function parsed(written: string): URL | null {
  const full = /^[a-z]+:\/\//iu.test(written) ? written : `https://${written}`;
  return urlOrNull(full);
}

/** Whose host it is; none for every other site. */
export function platformOf(url: URL): Platform | null {
  const host = url.hostname.toLowerCase().replace(/\.$/u, "");
  if (url.protocol === "instagram:") return "instagram";
  if (/(?:^|\.)tiktokv?\.com$/u.test(host)) return "tiktok";
  if (/(?:^|\.)(?:instagram\.com|instagr\.am|ig\.me)$/u.test(host)) return "instagram";
  if (/(?:^|\.)(?:youtu\.be|youtube-nocookie\.com)$/u.test(host)) return "youtube";
  return /(?:^|\.)youtube\.(?:com|[a-z]{2})(?:\.[a-z]{2})?$/u.test(host) ? "youtube" : null;
}

const CARRIERS = ["continue", "redirect_url", "next", "url", "u", "q", "target", "to", "link"];

/** A link that a link carries, as log-in pages and redirects do. */
export function carriedLink(url: URL): URL | null {
  for (const name of CARRIERS) {
    const inner = url.searchParams.get(name);
    if (inner === null || !/^(?:https?:\/\/|\/)[^\s]+$/iu.test(inner)) continue;
    const full = urlOrNull(inner, url);
    if (full !== null && platformOf(full) !== null) return full;
  }
  return null;
}

function urlOrNull(text: string, base?: URL): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

/** The parts of the path, without empty ones. */
export function parts(url: URL): string[] {
  return url.pathname.split("/").filter((part) => part !== "");
}
