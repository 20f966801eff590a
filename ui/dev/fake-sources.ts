import type { SourceName } from "$lib/bindings/SourceName";
import type { SourcesView } from "$lib/bindings/SourcesView";

const HOUR = 3_600_000;

/** Sources as they may stand: a YouTube key half used, an Apify token, nothing for Instagram. */
export const fakeSources: SourcesView = {
  sources: [
    {
      name: "youtube_api",
      needs_key: true,
      key: { last_four: "x7Qa", added_at: Date.now() - 50 * 24 * HOUR, this_run_only: false },
      allowances: [
        { name: "searches", used: 100, limit: 100, resets_at: Date.now() + 5 * HOUR, used_up: true },
        { name: "calls", used: 1_284, limit: 10_000, resets_at: Date.now() + 5 * HOUR, used_up: false },
      ],
      billed: null,
    },
    {
      name: "apify",
      needs_key: true,
      // Put in a moment ago, after the monitor that had no source: nothing was collected with it yet.
      key: { last_four: "9fTb", added_at: Date.now() - HOUR / 60, this_run_only: true },
      allowances: [],
      billed: 0,
    },
    { name: "instagram_graph", needs_key: true, key: null, allowances: [], billed: null },
    { name: "youtube_feed", needs_key: false, key: null, allowances: [], billed: null },
  ],
  choices: [
    { platform: "tiktok", chosen: null, able: ["apify"] },
    { platform: "instagram", chosen: "apify", able: ["instagram_graph", "apify"] },
    { platform: "youtube", chosen: null, able: ["youtube_api", "youtube_feed", "apify"] },
  ],
};

/** As the host names them in its own words. */
export const namesOfSources: Record<SourceName, string> = {
  youtube_api: "YouTube",
  youtube_feed: "YouTube",
  instagram_graph: "Instagram",
  apify: "Apify",
};
