import type { Found, Note } from "./types";
import { parts } from "./link";
import { asSearch, nameOfPath, tagOfPath } from "./names";
import { decoded } from "./clean";
import { author, noted, orNote } from "./readings";

const FRONT = new Set([
  "foryou",
  "explore",
  "following",
  "live",
  "upload",
  "login",
  "friends",
  "about",
  "legal",
]);
const NOTES: Readonly<Record<string, Note>> = {
  t: "short_link",
  music: "sound_link",
  sound: "sound_link",
  place: "place_link",
  effect: "not_followable",
  sticker: "not_followable",
  shop: "not_followable",
  view: "not_followable",
  v: "single_video",
  embed: "single_video",
  video: "single_video",
  player: "single_video",
};

/** What a link of TikTok leads to. */
export function readTikTok(url: URL): Found {
  if (/^(?:vm|vt)\./iu.test(url.hostname)) return noted("short_link");
  const [head = "", second, third] = withoutLanguage(parts(url));
  const first = decoded(head);
  if (first.startsWith("@")) return first === "@" ? noted("single_video") : ofAccount(first, second);
  if (first === "") return noted("front_page");
  if (first === "tag") return orNote(tagOfPath(second), "front_page");
  if (first === "search") return orNote(asSearch(url.searchParams.get("q") ?? ""), "front_page");
  if (first === "discover") return orNote(discovered(second), "front_page");
  if (first === "share" && second === "user") return noted("not_followable");
  if (first === "share") return noted(third === undefined ? "front_page" : "single_video");
  if (FRONT.has(first)) return noted("front_page");
  const note = NOTES[first];
  if (note !== undefined) return noted(note);
  return orNote(nameOfPath(first), "front_page", "likely");
}

function ofAccount(name: string, next: string | undefined): Found {
  const account = orNote(nameOfPath(name), "front_page");
  return ["video", "photo", "live", "playlist", "collection"].includes(next ?? "")
    ? author(account)
    : account;
}

/** Addresses may start with a language, `/de-DE/@name`. */
function withoutLanguage(path: string[]): string[] {
  return path.length > 1 && /^[a-z]{2}(?:-[A-Za-z]{2,4}){0,2}$/u.test(path[0] ?? "") ? path.slice(1) : path;
}

function discovered(part: string | undefined): Found | null {
  const found = asSearch(decoded(part ?? "").replace(/-/gu, " "));
  return found && { ...found, certainty: "likely" };
}
