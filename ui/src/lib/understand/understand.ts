import type { Platform } from "../bindings/Platform";
import type { Fix, Found, Hint, Understanding } from "./types";
import { clean } from "./clean";
import { readInstagram } from "./instagram";
import { carriedLink, findLink, platformOf } from "./link";
import { asHashtag } from "./names";
import { noted } from "./readings";
import { readTikTok } from "./tiktok";
import { readWords, splitPlatform } from "./words";
import { readYouTube } from "./youtube";

/** Longer texts are cut before they are read: no name, tag, search or link comes near. */
const READ_AT_MOST = 4_000;
/** Links within links are followed so deep. */
const CARRIED_AT_MOST = 2;

const READERS: Readonly<Record<Platform, (url: URL) => Found>> = {
  tiktok: readTikTok,
  instagram: readInstagram,
  youtube: readYouTube,
};

/**
 * Reads what a person typed or pasted: a link of one of the platforms, `@name`, `#tag` or words, in
 * any script. Never throws, asks no network.
 */
export function understand(text: string, hint: Hint = {}): Understanding {
  const cleaned = clean(text.slice(0, READ_AT_MOST));
  if (cleaned.text === "") return { certainty: "nothing", fixes: [], others: [] };
  return finished(read(cleaned.text, hint), cleaned.fixes);
}

function read(text: string, hint: Hint): Found {
  const link = findLink(text);
  if (link !== null) {
    const found = readLink(link.url, 0);
    return link.alone ? found : { ...found, fixes: [...found.fixes, "removed_surroundings"] };
  }
  const split = splitPlatform(text);
  if (split === null) return withHint(readWords(text, hint), hint);
  const found = withHint(readWords(split.rest, split), split);
  return { ...found, fixes: [...found.fixes, "took_platform_from_words"] };
}

function readLink(url: URL, depth: number): Found {
  const platform = platformOf(url);
  const found = platform === null ? noted("other_site") : { ...READERS[platform](url), platform };
  if (found.value !== undefined || depth >= CARRIED_AT_MOST) return known(found);
  const inner = carriedLink(url);
  return inner === null ? known(found) : readLink(inner, depth + 1);
}

function withHint(found: Found, hint: Hint): Found {
  const platform = found.platform ?? hint.platform;
  return platform === undefined ? found : known({ ...found, platform });
}

/** Instagram has no keyword search: said at once, with the nearest hashtag at hand. */
function known(found: Found): Found {
  if (found.platform !== "instagram" || found.kind !== "keyword") return found;
  const tag = asHashtag(found.value ?? "");
  const others = tag === null ? [] : [{ kind: "hashtag" as const, value: tag }];
  return { ...found, note: "keyword_not_on_instagram", others };
}

function finished(found: Found, before: readonly Fix[]): Understanding {
  const { others = [], fixes, ...rest } = found;
  return { ...rest, fixes: [...new Set([...before, ...fixes])], others };
}
