import type { TargetKind } from "../bindings/TargetKind";
import type { Fix, Found } from "./types";
import { clean, decoded } from "./clean";

/* eslint-disable no-misleading-character-class -- joiners are meant as characters of their own */
/** What no hashtag holds: anything but letters, marks, figures, `_`, emoji and their joiners. */
const NOT_IN_TAG =
  /[^\p{L}\p{M}\p{N}_\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200c\u200d\ufe0f·]/gu;
/** What no account name of the three platforms holds. */
const NOT_IN_NAME = /[^\p{L}\p{M}\p{N}_.\-·\u200c\u200d・]/gu;
/* eslint-enable no-misleading-character-class */
/** A channel's id on YouTube. */
export const CHANNEL_ID = /^UC[A-Za-z0-9_-]{22}$/u;

/** `@name` from a name with or without its sign; none where nothing is left. */
export function asUsername(text: string): Found | null {
  const fixes: Fix[] = [];
  const stem = text.replace(/^@+/u, "");
  if (!text.startsWith("@")) fixes.push("added_at");
  const tight = stem.replace(/\s+/gu, "");
  if (tight !== stem) fixes.push("removed_blanks");
  const name = tight.replace(NOT_IN_NAME, "").replace(/^[.\-·]+|[.·]+$/gu, "");
  if (name !== tight || /^@@/u.test(text)) fixes.push("removed_punctuation");
  return name === "" ? null : found("username", `@${name}`, fixes);
}

/** `#tag` from a tag with or without its sign; none where nothing is left. */
export function asTag(text: string): Found | null {
  const fixes: Fix[] = [];
  const stem = text.replace(/^#+/u, "");
  if (!text.startsWith("#")) fixes.push("added_hash");
  const tight = stem.replace(/\s+/gu, "");
  if (tight !== stem) fixes.push("removed_blanks");
  const tag = tight.replace(NOT_IN_TAG, "");
  if (tag !== tight || /^##/u.test(text)) fixes.push("removed_punctuation");
  return tag === "" ? null : found("hashtag", `#${tag}`, fixes);
}

/** The hashtag nearest to plain words, for where no keyword search exists: "ai tools" is "#aitools". */
export function asHashtag(words: string): string | null {
  return asTag(words.replace(/^[@#]+/u, ""))?.value ?? null;
}

/** A search that somebody typed on a platform: a tag or a name where it has its sign. */
export function asSearch(query: string): Found | null {
  // An address may carry what no keyboard types.
  const words = clean(query).text;
  if (words.startsWith("#")) return asTag(words);
  if (words.startsWith("@")) return asUsername(words);
  return words === "" ? null : found("keyword", words, []);
}

/** A part of a link's path as a tag; a link has no sign to add, so no fix is told. */
export function tagOfPath(part: string | undefined): Found | null {
  const tag = asTag(decoded(part ?? ""));
  return tag && { ...tag, fixes: tag.fixes.filter((fix) => fix !== "added_hash") };
}

/** A part of a link's path as a name; a link has no sign to add, so no fix is told. */
export function nameOfPath(part: string | undefined): Found | null {
  const name = asUsername(decoded(part ?? ""));
  return name && { ...name, fixes: name.fixes.filter((fix) => fix !== "added_at") };
}

function found(kind: TargetKind, value: string, fixes: Fix[]): Found {
  return { kind, value, certainty: "sure", fixes };
}
