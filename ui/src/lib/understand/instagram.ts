import type { Found } from "./types";
import { parts } from "./link";
import { asSearch, nameOfPath, tagOfPath } from "./names";
import { author, noted, orNote } from "./readings";

const SINGLE = new Set(["p", "reel", "tv"]);
const FRONT = new Set([
  "accounts",
  "direct",
  "about",
  "legal",
  "developer",
  "web",
  "press",
  "challenge",
  "emails",
]);
const OTHER = new Set(["s", "j", "channel", "ar", "topics", "music", "a"]);

/** What a link of Instagram leads to. */
export function readInstagram(url: URL): Found {
  if (url.protocol === "instagram:")
    return orNote(nameOfPath(url.searchParams.get("username") ?? ""), "not_followable");
  const path = parts(url);
  const [first = "", second, third] = /(?:^|\.)ig\.me$/iu.test(url.hostname) ? path.slice(1) : path;
  if (first === "") return noted("front_page");
  if (first === "explore") return explored(url, second, third);
  if (first === "stories")
    return second === "highlights"
      ? noted("not_followable")
      : author(orNote(nameOfPath(second), "front_page"));
  if (first === "share") return noted("single_post");
  if (first === "reels") return reels(second);
  if (SINGLE.has(first)) return noted(second === undefined ? "front_page" : "single_post");
  if (FRONT.has(first)) return noted("front_page");
  if (OTHER.has(first)) return noted("not_followable");
  if (first === "_u" || first === "_n") return orNote(nameOfPath(second), "front_page");
  const account = orNote(nameOfPath(first), "front_page");
  return SINGLE.has(second ?? "") ? author(account) : account;
}

function explored(url: URL, second: string | undefined, third: string | undefined): Found {
  if (second === "tags") return orNote(tagOfPath(third), "front_page");
  if (second === "search") return orNote(asSearch(url.searchParams.get("q") ?? ""), "front_page");
  return noted(second === "locations" ? "place_link" : "front_page");
}

function reels(second: string | undefined): Found {
  if (second === undefined) return noted("front_page");
  return noted(second === "audio" ? "sound_link" : "single_post");
}
