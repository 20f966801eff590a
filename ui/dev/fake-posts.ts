import { emit } from "@tauri-apps/api/event";
import type { Insights } from "$lib/bindings/Insights";
import type { PlatformInsights } from "$lib/bindings/PlatformInsights";
import type { PostCard } from "$lib/bindings/PostCard";
import type { PostDetail } from "$lib/bindings/PostDetail";
import type { PostFileLook } from "$lib/bindings/PostFileLook";
import type { PostPage } from "$lib/bindings/PostPage";
import type { PostQuery } from "$lib/bindings/PostQuery";
import type { Platform } from "$lib/bindings/Platform";
import { DAY, HOUR, MINUTE, now } from "./fake-data";

const people = [
  "saltandfern",
  "formulalab",
  "fernandsalt",
  "morningshelf",
  "slowpeaks",
  "derm.notes",
  "glasshouse",
];
const texts = [
  "How I layer SPF so it never pills under make-up",
  "Ceramides explained by a cosmetic chemist",
  "Three bottles, one shelf, no fragrance",
  "I timed my whole morning routine",
  "Sun, snow and skin at 4,000 metres",
  "Stop storing retinol in the bathroom",
  "東京で見つけた日焼け止め",
];
const platforms: Platform[] = ["tiktok", "youtube", "instagram"];

/** As many as Insights counts in its twelve weeks. */
const POSTS = 480;
/** Posts that a file brought in; new ones are older than those that were looked at. */
let brought = 0;
const LOOKED = 12 * 7 * DAY;
const EVERY = LOOKED / POSTS;

/** Twice the median of a creator's views, and how many of the posts are theirs. */
const twiceOf = (who: number) => Math.round(223_000 / (who + 1));
const postsOf = (who: number) => 23 - who;

function card(index: number, practice: boolean): PostCard {
  const platform = platforms[index % 3] ?? "tiktok";
  const views = platform === "instagram" && index % 2 === 0 ? null : 9_000 + ((index * 7_919) % 400_000);
  const who = index % people.length;
  const published = now - 2 * HOUR - index * EVERY;
  const likes = views === null ? 800 + index * 13 : Math.round(views * (0.03 + ((index * 17) % 90) / 1000));
  const [comments, shares] = [40, platform === "tiktok" ? 12 : null];
  return {
    id: index + 1,
    platform,
    native_id: `p${index}`,
    url: "https://www.tiktok.com/@saltandfern/video/1",
    source: practice ? "practice" : "import",
    practice,
    creator: {
      id: who + 1,
      handle: people[who] ?? null,
      name: null,
      url: null,
      followers: 12_000 * (who + 1),
      verified: false,
      usual: { twice_views: twiceOf(who), posts: postsOf(who), from: now - LOOKED, until: now - DAY },
    },
    title: platform === "youtube" ? (texts[index % texts.length] ?? null) : null,
    caption: texts[index % texts.length] ?? "",
    hashtags: ["skincare"],
    published_at: published,
    published_precision: "exact",
    media: platform === "instagram" ? "image" : "video",
    duration_ms: platform === "instagram" ? null : 20_000 + ((index * 37_000) % 1_200_000),
    has_picture: false,
    counts: {
      views,
      likes,
      comments,
      shares,
      saves: null,
    },
    engagement: views === null ? null : Math.round(((likes + comments + (shares ?? 0)) / views) * 1e6),
    outlier: views === null ? null : Math.round((views * 2000) / twiceOf(who)),
    country: index % 4 === 0 ? "de" : null,
    country_basis: index % 4 === 0 ? "post_location" : null,
    language: index % 3 === 0 ? "en" : null,
    is_ad: null,
    fetched_at: now - HOUR,
  };
}

const all = (practice: boolean) =>
  Array.from({ length: practice ? POSTS : POSTS + brought }, (_, index) => card(index, practice));

export function posts(query: PostQuery, practice: boolean): PostPage {
  const { search, platforms: only, creator, outlier_min } = query.filter;
  const found = all(practice).filter(
    (post) =>
      `${post.caption} ${post.creator?.handle}`.toLowerCase().includes(search.trim().toLowerCase()) &&
      (only.length === 0 || only.includes(post.platform)) &&
      (creator === null || post.creator?.id === creator) &&
      (outlier_min === null || (post.outlier ?? 0) >= outlier_min),
  );
  if (query.sort === "views") found.sort((a, b) => (b.counts.views ?? -1) - (a.counts.views ?? -1));
  const start = query.after ? Number(query.after.place) : 0;
  const end = start + query.limit;
  return {
    posts: found.slice(start, end),
    next: end < found.length ? { value: null, place: String(end) } : null,
    total: found.length,
    total_is_floor: false,
  };
}

export const choices = () => ({
  posts: POSTS + brought,
  languages: ["en", "de"],
  countries: ["de"],
  oldest: now - (POSTS + brought) * EVERY,
});
export const creators = () =>
  people.map((name, index) => ({ id: index + 1, platform: platforms[index % 3] ?? "tiktok", name }));

export function post(id: number, practice: boolean): PostDetail {
  const shown = card(id - 1, practice);
  const first = shown.published_at + HOUR / 2;
  // Looked at once an hour, five times at most.
  const looks = Math.min(4, Math.max(1, Math.floor((shown.fetched_at - first) / HOUR)));
  const comment = (index: number) => ({
    id: index,
    author: people[index % people.length] ?? null,
    text:
      ["Which one is it?", "Does it sting the eyes?", "I use this every day and it never pills."][
        index % 3
      ] ?? "",
    published_at: shown.published_at + (index + 1) * 4 * MINUTE,
    likes: 40 - index * 7,
    replies: null,
    is_reply: index === 2,
  });
  return {
    card: shown,
    caption: `${shown.caption}\n\n#skincare #spf`,
    comments: [0, 1, 2, 3].map(comment),
    comments_kept: 4,
    series: Array.from({ length: looks + 1 }, (_, index) => ({
      at: first + ((shown.fetched_at - first) * index) / looks,
      counts: {
        ...shown.counts,
        views: shown.counts.views && Math.round(shown.counts.views * (0.4 + (index / looks) * 0.6)),
      },
    })),
    first_seen_at: first,
    imported: { file_name: "tiktok-november.json", at: first },
    jobs: [],
  };
}

/** Every platform has as many of the posts. */
const EACH = POSTS / platforms.length;

/** Those of a platform over twelve weeks, in waves; all of them are in it. */
function weeks(shift: number): number[] {
  const until = (week: number) =>
    Math.round(
      (EACH * (week + Math.sin(week / 2 + shift) - Math.sin(shift))) /
        (12 + Math.sin(6 + shift) - Math.sin(shift)),
    );
  return Array.from({ length: 12 }, (_, week) => until(week + 1) - until(week));
}

function one(platform: Platform, base: number): PlatformInsights {
  return {
    platform,
    posts: EACH,
    with_views: platform === "instagram" ? EACH / 2 : EACH,
    counts: weeks(base / 7),
    engagement: Array.from({ length: 12 }, (_, week) =>
      week === 3 && platform === "youtube" ? null : 30_000 + base * 900 + week * 1_500,
    ),
    creators: people.slice(0, 6).map((name, index) => ({
      id: index + 1,
      name,
      is_handle: true,
      posts: postsOf(index),
      twice_views: twiceOf(index),
      engagement: 124_000 - index * 12_000,
    })),
    hashtags: ["skincare", "spf", "retinol", "日焼け止め"].map((tag, index) => ({
      tag,
      posts: 90 - index * 17,
      twice_views: index === 3 ? null : 160_000 - index * 20_000,
    })),
    times: Array.from({ length: 84 }, (_, cell) => {
      const slot = cell % 12;
      const posts = slot < 3 ? 0 : (cell * 7) % 9;
      return { posts, twice_views: posts === 0 ? null : 20_000 * (slot > 7 ? 6 : 2) + cell * 900 };
    }),
  };
}

export const insights = (): Insights => ({
  step: "week",
  starts: Array.from({ length: 12 }, (_, week) => now - (12 - week) * 7 * DAY),
  platforms: [one("tiktok", 14), one("instagram", 20), one("youtube", 6)],
});

export const look = (): PostFileLook => ({
  file_name: "my-posts.csv",
  bytes: 1_240_000,
  form: "table",
  headings: ["Link", "Account", "Datum", "Aufrufe"],
  sample: [["https://www.tiktok.com/@mia/video/7320768196569599275", "@mia", "20.11.2026", "12.345"]],
  mapping: { url: 0, published: 2, views: 3 },
});

/** Reads half of a file at once and the rest a moment later, with two rows that cannot be read. */
export function bring(): null {
  const progress = {
    bytes: 620_000,
    of: 1_240_000,
    rows: 900,
    posts: 880,
    new_posts: 612,
    comments: 0,
    refused: 2,
  };
  void emit("post-file-progress", progress);
  setTimeout(() => {
    const problems = [
      { row: 3, field: "url", what: "not_a_post", found: "https://example.org/post/1" },
      { row: 4, field: "published", what: "not_a_time", found: "gestern" },
    ];
    brought = progress.new_posts;
    const report = { end: "done", progress: { ...progress, bytes: progress.of }, problems };
    void emit("post-file-ended", { kind: "report", report });
  }, 300);
  return null;
}
