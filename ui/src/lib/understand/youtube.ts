import type { Found, Note } from "./types";
import { decoded } from "./clean";
import { parts } from "./link";
import { asSearch, CHANNEL_ID, nameOfPath, tagOfPath } from "./names";
import { noted, orNote } from "./readings";

const NOTES: Readonly<Record<string, Note>> = {
  watch: "single_video",
  shorts: "single_video",
  live: "single_video",
  embed: "single_video",
  v: "single_video",
  clip: "single_video",
  post: "single_post",
  playlist: "playlist_link",
  show: "playlist_link",
  source: "sound_link",
};
const FRONT = new Set([
  "feed",
  "gaming",
  "premium",
  "trending",
  "about",
  "account",
  "t",
  "kids",
  "music",
  "signin",
  "redirect",
  "attribution_link",
  "m",
]);

/** What a link of YouTube leads to. */
export function readYouTube(url: URL): Found {
  const [head = "", second] = parts(url);
  const first = decoded(head);
  if (first.startsWith("@")) return orNote(nameOfPath(first), "front_page");
  if (first === "") return noted("front_page");
  if (/(?:^|\.)youtu\.be$/iu.test(url.hostname)) return noted("single_video");
  if (first === "channel") return channel(second);
  if (first === "c" || first === "user") return old(second);
  if (first === "hashtag") return orNote(tagOfPath(second), "front_page");
  if (first === "results") return orNote(asSearch(url.searchParams.get("search_query") ?? ""), "front_page");
  if (first === "search") return orNote(asSearch(url.searchParams.get("q") ?? ""), "front_page");
  if (FRONT.has(first)) return noted("front_page");
  const note = NOTES[first];
  return note === undefined
    ? old(first)
    : noted(second === undefined && first !== "watch" && first !== "playlist" ? "front_page" : note);
}

/** A channel by its id; the service takes it with the sign of an account. */
function channel(part: string | undefined): Found {
  const id = decoded(part ?? "");
  if (CHANNEL_ID.test(id)) return { kind: "username", value: `@${id}`, certainty: "sure", fixes: [] };
  return orNote(nameOfPath(id), "front_page", "likely");
}

/** `/c/name`, `/user/name` and `/name` are older than handles, and mostly but not always the same. */
function old(part: string | undefined): Found {
  const found = nameOfPath(part);
  return found === null
    ? noted("front_page")
    : { ...found, certainty: "likely", note: "old_channel_address" };
}
