import type { Platform } from "../bindings/Platform";
import type { Alternative, Found, Hint } from "./types";
import { asHashtag, asTag, asUsername, CHANNEL_ID } from "./names";

/** Longest run of words that one name or tag is joined from; more is a sentence around it. */
const JOINED_AT_MOST = 3;
/** A word that only an account is written like: latin letters or figures with `_` or a dot inside. */
const LOOKS_LIKE_NAME = /^(?=.*[\p{L}])[a-z0-9](?:[a-z0-9]*[._])+[a-z0-9._]*[a-z0-9_]$/iu;

/** A sign at the start of a word, which may stand in quotes or brackets. */
const SIGN_AT_START = /(?:^|[\s"'“”„«»‘’‹›「『《([<])[@#]/u;

/** What a text without a link means. */
export function readWords(text: string, hint: Hint): Found {
  if (/^[@#]+$/u.test(text)) return { certainty: "guess", fixes: [], note: "sign_alone" };
  if (/^[^\s@#]+@[^\s@]+\.[a-z]{2,}$/iu.test(text))
    return { certainty: "sure", fixes: [], note: "email_address" };
  const at = text.search(SIGN_AT_START);
  return at >= 0 ? signed(text, at) : plain(text, hint);
}

/** A text that holds `@` or `#` at the start of a word. */
function signed(text: string, at: number): Found {
  const start = /[@#]/u.test(text.charAt(at)) ? at : at + 1;
  const rest = text.slice(start).replace(/^([@#]+)\s+/u, "$1");
  const blankGone = rest.length !== text.length - start;
  const pieces = rest.split(/\s(?=[@#][^\s@#])/u);
  const several = pieces.length > 1;
  const first = pieces[0] ?? rest;
  const words = first.split(" ");
  const joined = words.length <= JOINED_AT_MOST && start === 0 && !several;
  const target = joined ? first : (words[0] ?? first);
  const found = target.startsWith("#") ? asTag(target) : asUsername(target);
  if (found === null) return { certainty: "guess", fixes: [], note: "sign_alone" };
  if (blankGone && !found.fixes.includes("removed_blanks")) found.fixes.push("removed_blanks");
  if (several) return { ...found, fixes: [...found.fixes, "took_first"], note: "several_targets" };
  if (!joined) found.fixes.push("removed_surroundings");
  return joined && words.length > 1 ? { ...found, certainty: "likely" } : found;
}

/** Words without any sign: a search, unless they look like a name. */
function plain(text: string, hint: Hint): Found {
  if (CHANNEL_ID.test(text)) {
    return {
      platform: "youtube",
      kind: "username",
      value: `@${text}`,
      certainty: "sure",
      fixes: ["added_at"],
    };
  }
  const one = !text.includes(" ");
  const name = one ? asUsername(text) : null;
  if (name !== null && LOOKS_LIKE_NAME.test(text))
    return { ...name, certainty: "likely", others: otherKinds(text, "username") };
  if (name !== null && hint.platform === "instagram")
    return { ...name, certainty: "guess", others: otherKinds(text, "username") };
  return {
    kind: "keyword",
    value: text,
    certainty: one ? "guess" : "likely",
    fixes: [],
    others: otherKinds(text, "keyword"),
  };
}

/** The same words as the other kinds. */
export function otherKinds(text: string, but: Alternative["kind"]): Alternative[] {
  const tag = asHashtag(text);
  const name = text.includes(" ") ? null : (asUsername(text)?.value ?? null);
  const all: Array<Alternative | null> = [
    name === null ? null : { kind: "username", value: name },
    tag === null ? null : { kind: "hashtag", value: tag },
    { kind: "keyword", value: text },
  ];
  return all.filter((other): other is Alternative => other !== null && other.kind !== but);
}

const NAMES: Readonly<Record<string, Platform>> = {
  tiktok: "tiktok",
  "tik tok": "tiktok",
  tt: "tiktok",
  instagram: "instagram",
  insta: "instagram",
  ig: "instagram",
  youtube: "youtube",
  "you tube": "youtube",
  yt: "youtube",
};
const NAME = Object.keys(NAMES).join("|");
const BEFORE_SIGN = new RegExp(String.raw`^(${NAME})\s*[:：\-–—/|]?\s*(?=["'“„«‘「『(\[<]?[@#])`, "iu");
const BEFORE_WORDS = new RegExp(String.raw`^(${NAME})\s*[:：]\s*(?=\S)`, "iu");
const AFTER_SIGN = new RegExp(
  String.raw`^([@#].*?)[\s,]+(?:(?:on|in|auf|bei|en|sur|su|no|na|at|в|op|på)\s+)?[(\[]?(${NAME})[)\]]?$`,
  "iu",
);
const AFTER_WORDS = new RegExp(
  String.raw`^(.+?)\s+(?:(?:on|auf|en|sur|su|op|på|в)\s+(${NAME})|[(\[](${NAME})[)\]])$`,
  "iu",
);

/** A platform that the words name ("tiktok @name", "@name on Instagram"), and the words without it. */
export function splitPlatform(text: string): { platform: Platform; rest: string } | null {
  const before = BEFORE_SIGN.exec(text) ?? BEFORE_WORDS.exec(text);
  if (before !== null) return named(before[1], text.slice(before[0].length));
  const after = AFTER_SIGN.exec(text);
  if (after !== null) return named(after[2], after[1]);
  const words = AFTER_WORDS.exec(text);
  return words === null ? null : named(words[2] ?? words[3], words[1]);
}

function named(
  name: string | undefined,
  rest: string | undefined,
): { platform: Platform; rest: string } | null {
  const platform = NAMES[(name ?? "").toLowerCase()];
  return platform === undefined || !rest ? null : { platform, rest: rest.trim() };
}
