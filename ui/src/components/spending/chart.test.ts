import { describe, expect, it } from "vitest";
import type { DaySpending } from "$lib/bindings/DaySpending";
import { bars, daysIn, guessOf, highestDay, marks, usual } from "./chart";

const day = (number: number, total: number): DaySpending => ({ day: number, at: number, total, parts: [] });
const DOLLAR = 1_000_000;

describe("the chart of days", () => {
  it("has marks at round amounts, the last of them at or above the highest bar", () => {
    for (const highest of [2_000, 15_000, 7.68 * DOLLAR, 10 * DOLLAR, 123_456_789, 9_999 * DOLLAR]) {
      const axis = marks(highest);
      const step = (axis[1] ?? 0) - (axis[0] ?? 0);
      expect(axis[0]).toBe(0);
      expect(axis.at(-1)).toBeGreaterThanOrEqual(highest);
      expect((axis.at(-1) ?? 0) - step).toBeLessThan(highest);
      expect(axis.length).toBeLessThanOrEqual(6);
      expect(["1", "2", "5"]).toContain(String(step).replace(/0+$/, ""));
    }
    expect(marks(0)).toEqual([0]);
  });

  it("shows every day of the month once, and guesses only for days that have not begun", () => {
    const all = bars([day(1, 5), day(2, 0)], 30, 7);
    expect(all.map((bar) => bar.day)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(all[1]).toMatchObject({ spent: { total: 0 }, guess: 0 });
    expect(all[2]).toMatchObject({ spent: null, guess: 7 });
  });

  it("guesses nothing before there is a forecast", () => {
    expect(guessOf({ kind: "too_early", days: 2 }, 500)).toBe(0);
    expect(guessOf({ kind: "known", amount: 1500, days: 5, of_days: 15 }, 500)).toBe(100);
  });

  it("knows how long a month is", () => {
    expect(["2026-11", "2026-02", "2028-02", "2026-12"].map(daysIn)).toEqual([30, 28, 29, 31]);
  });

  it("says what a day usually costs only where there are enough days to say", () => {
    expect(usual([day(1, 1), day(2, 2), day(3, 3), day(4, 0)])).toBeNull();
    expect(usual([1, 2, 3, 4, 100].map((total, index) => day(index, total)))).toEqual({ low: 2, high: 4 });
  });

  it("names the latest of the highest days, and none where nothing was spent", () => {
    expect(highestDay([day(1, 4), day(2, 4), day(3, 1)])?.day).toBe(2);
    expect(highestDay([day(1, 0)])).toBeNull();
  });
});
