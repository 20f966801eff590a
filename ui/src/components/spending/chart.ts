import type { DaySpending } from "$lib/bindings/DaySpending";
import type { Forecast } from "$lib/bindings/Forecast";
import type { Money } from "$lib/bindings/Money";

/** A bar of the chart: a day that was, or one that is only guessed. */
export type Bar = { day: number; spent: DaySpending | null; guess: Money };

/** The marks of the axis, from nothing up to at least the highest bar, at round amounts. */
export function marks(highest: Money): Money[] {
  if (highest <= 0) return [0];
  const rough = highest / 4;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * size).find((width) => width >= rough) ?? 10 * size;
  const count = Math.ceil(highest / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** What a day that is left is guessed to cost: as much as one with data, on average. */
export function guessOf(forecast: Forecast, total: Money): Money {
  return forecast.kind === "known" ? total / forecast.days : 0;
}

/** Every day of the month, the ones that have not begun as guesses. */
export function bars(days: readonly DaySpending[], inMonth: number, guess: Money): Bar[] {
  return Array.from({ length: inMonth }, (_, index) => {
    const spent = days[index] ?? null;
    return { day: index + 1, spent, guess: spent ? 0 : guess };
  });
}

/** How many days a month such as `2026-11` has. */
export function daysIn(month: string): number {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

/** The day on which most was spent; the latest of several alike. */
export function highestDay(days: readonly DaySpending[]): DaySpending | null {
  return days.reduce<DaySpending | null>(
    (most, day) => (day.total > 0 && day.total >= (most?.total ?? 0) ? day : most),
    null,
  );
}

/** Between which amounts half of the days with spending lie; none where they are too few to say. */
export function usual(days: readonly DaySpending[]): { low: Money; high: Money } | null {
  const amounts = days
    .map((day) => day.total)
    .filter((total) => total > 0)
    .toSorted((one, other) => one - other);
  const at = (part: number) => amounts[Math.round((amounts.length - 1) * part)] ?? 0;
  return amounts.length < 4 ? null : { low: at(0.25), high: at(0.75) };
}
