import type { Fix } from "./types";

/** Marks that nobody sees and no name holds: zero-width blanks, soft hyphens, directions. */
/* eslint-disable no-control-regex, no-misleading-character-class -- the very characters that are cleaned away */
const INVISIBLE =
  /[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u0000-\u0008\u000e-\u001f\u007f-\u009f]/gu;
/* eslint-enable no-control-regex, no-misleading-character-class */
/** Joiners belong to Persian, Indic scripts and emoji, and to nothing else. */
const JOINER = /[\u200c\u200d]/gu;
/** Halves of characters; no service could read them. */
const BROKEN = /[\ud800-\udfff]/gu;
/** Signs as wide, small or musical look-alikes. */
const WIDE_AT = /[＠﹫]/gu;
const WIDE_HASH = /[＃﹟♯]/gu;

const QUOTES: ReadonlyArray<readonly [string, string]> = [
  ['"', '"'],
  ["'", "'"],
  ["`", "`"],
  ["“", "”"],
  ["„", "“"],
  ["„", "”"],
  ["‘", "’"],
  ["‚", "‘"],
  ["«", "»"],
  ["»", "«"],
  ["‹", "›"],
  ["「", "」"],
  ["『", "』"],
  ["《", "》"],
  ["(", ")"],
  ["[", "]"],
  ["<", ">"],
];

/** A text and what was mended on it so far. */
export type Cleaned = { text: string; fixes: Fix[] };

/** The text without what nobody sees, with plain signs, without the quotes around it. */
export function clean(raw: string): Cleaned {
  const fixes: Fix[] = [];
  const seen = raw.replace(BROKEN, "").replace(INVISIBLE, "").replace(JOINER, joinerKept);
  if (seen !== raw) fixes.push("removed_invisible");
  const narrow = seen.replace(WIDE_AT, "@").replace(WIDE_HASH, "#");
  if (narrow !== seen) fixes.push("narrowed_sign");
  const even = narrow.normalize("NFC").replace(/\s+/gu, " ").trim();
  const bare = withoutQuotes(even);
  if (bare !== even) fixes.push("removed_quotes");
  return { text: bare, fixes };
}

function joinerKept(joiner: string, at: number, text: string): string {
  const joins = /[^\p{ASCII}\s]$/u.test(text.slice(0, at)) && /^[^\p{ASCII}\s]/u.test(text.slice(at + 1));
  return joins ? joiner : "";
}

function withoutQuotes(text: string): string {
  let left = text;
  for (;;) {
    const pair = QUOTES.find(
      ([open, close]) => left.length > 2 && left.startsWith(open) && left.endsWith(close),
    );
    if (pair === undefined) return left;
    left = left.slice(1, -1).trim();
  }
}

/** Percent signs read, where they can be; the text itself otherwise. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
