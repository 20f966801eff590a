import type { Insights } from "$lib/bindings/Insights";
import type { Platform } from "$lib/bindings/Platform";
import type { PlatformInsights } from "$lib/bindings/PlatformInsights";
import { m } from "$lib/paraglide/messages";
import type { ChartLine } from "$ui/posts/chart";
import { platformName } from "$ui/shared/names";

const colours: Record<Platform, ChartLine["colour"]> = { tiktok: "c1", instagram: "c2", youtube: "c3" };

/** One line for each platform; platforms are never added up. */
export const linesOf = (
  insights: Insights,
  values: (platform: PlatformInsights) => readonly (number | null)[],
): ChartLine[] =>
  insights.platforms.map((platform) => ({
    name: platformName(platform.platform),
    colour: colours[platform.platform],
    values: values(platform),
  }));

/** A sentence for each line: where it began, where it ended, and how high it went between. */
export function trends(lines: readonly ChartLine[], text: (value: number) => string): string[] {
  return lines.map(({ name, values }) => {
    const given = values.filter((value) => value !== null);
    const [from, to] = [given[0], given.at(-1)];
    if (from === undefined || to === undefined) return m.insights_trend_none({ platform: name });
    const high = Math.max(...given);
    if (given.every((value) => value === from))
      return m.insights_trend_flat({ platform: name, to: text(to) });
    return m.insights_trend({ platform: name, from: text(from), to: text(to), high: text(high) });
  });
}

/** The cell of two hours with the highest median; none where no post has views. */
export function bestCell(platform: PlatformInsights): number | null {
  const medians = platform.times.map((cell) => cell.twice_views ?? -1);
  const best = Math.max(...medians);
  return best < 0 ? null : medians.indexOf(best);
}

/** How dark a cell is drawn: 0 for no post, else 1 to 6 by rank among the medians there are. */
export function depths(platform: PlatformInsights): number[] {
  const medians = platform.times.map((cell) => cell.twice_views);
  const sorted = medians.filter((value) => value !== null).toSorted((a, b) => a - b);
  const rank = (value: number) => (sorted.findLastIndex((other) => other <= value) + 1) / sorted.length;
  return medians.map((value) => (value === null ? 0 : Math.max(1, Math.ceil(rank(value) * 6))));
}
