import type { AllowanceView } from "$lib/bindings/AllowanceView";
import type { Problem } from "$lib/bindings/Problem";
import type { SourceName } from "$lib/bindings/SourceName";
import type { UnixMillis } from "$lib/bindings/UnixMillis";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";
import { reasonIn, type Explained } from "$lib/problems";

type Words = {
  readonly name: () => string;
  readonly short: () => string;
  readonly about: () => string;
  readonly terms?: () => string;
  /** Where its key is made. */
  readonly link?: string;
};

/** Every source in words; one that is missing is a type error. */
const words: Record<SourceName, Words> = {
  youtube_api: {
    name: m.source_youtube_api,
    short: m.source_youtube_api_short,
    about: m.source_youtube_api_about,
    terms: m.source_youtube_api_terms,
    link: "https://console.cloud.google.com/apis/library/youtube.googleapis.com",
  },
  youtube_feed: {
    name: m.source_youtube_feed,
    short: m.source_youtube_feed_short,
    about: m.source_youtube_feed_about,
  },
  instagram_graph: {
    name: m.source_instagram_graph,
    short: m.source_instagram_graph_short,
    about: m.source_instagram_graph_about,
    terms: m.source_instagram_graph_terms,
    link: "https://developers.facebook.com/tools/explorer/",
  },
  apify: {
    name: m.source_apify,
    short: m.source_apify_short,
    about: m.source_apify_about,
    terms: m.source_apify_terms,
    link: "https://console.apify.com/settings/integrations",
  },
};

export function sourceWords(name: SourceName): Words {
  return words[name];
}

/** A refused key told where keys are entered: the usual words would lead here. */
export function refusedHere(problem: Problem): Partial<Explained> {
  const told = problem.code === "source_refused" ? reasonIn(problem.message, "computer") : null;
  if (told?.code !== "key_refused") return {};
  return { next: m.source_key_refused_next({ source: told.values["platform"] ?? "" }), words: null };
}

/** `12 of 100 searches used today`, and what is to be said of one that is used up. */
export function used(allowance: AllowanceView, today: UnixMillis): string {
  const f = here();
  const values = { used: f.count(allowance.used), limit: f.count(allowance.limit) };
  const usage = {
    searches: m.source_used_searches,
    calls: m.source_used_calls,
    hashtags: m.source_used_hashtags,
  }[allowance.name](values);
  return allowance.used_up ? [usage, ...usedUp(allowance, today)].join(" · ") : usage;
}

/** The numbers may say it themselves; the platform may also refuse before they do. */
function usedUp({ used: count, limit, resets_at: at }: AllowanceView, today: UnixMillis): string[] {
  const again = at === null ? [] : [m.source_used_resets({ time: here().moment(at, today) })];
  return count >= limit && again.length > 0 ? again : [m.source_used_up(), ...again];
}
