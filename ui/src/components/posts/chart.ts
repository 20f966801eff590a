/** A line of a chart, in one of the chart's three colours. */
export type ChartLine = { name: string; colour: "c1" | "c2" | "c3"; values: readonly (number | null)[] };

export const hasValue = (line: ChartLine): boolean => line.values.some((value) => value !== null);

/** A round number at or above everything that is drawn; never nothing. */
export function niceTop(lines: readonly ChartLine[]): number {
  const highest = Math.max(0, ...lines.flatMap((line) => line.values.map((value) => value ?? 0)));
  if (highest === 0) return 1;
  const size = 10 ** Math.floor(Math.log10(highest));
  const steps = [1, 2, 4, 5, 8, 10];
  return (steps.find((step) => step * size >= highest) ?? 10) * size;
}

/** At most five of many, the first and the last among them. */
export function some(count: number): number[] {
  if (count <= 5) return Array.from({ length: count }, (_, index) => index);
  const step = (count - 1) / 4;
  return [0, 1, 2, 3, 4].map((index) => Math.round(index * step));
}

/** At most five of many that are alike far from each other, the last among them: there the eye is. */
export function evenly(count: number): number[] {
  const step = Math.max(1, Math.ceil((count - 1) / 4));
  const last = count - 1;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => last - index * step).toReversed();
}
