import { describe, expect, it } from "vitest";
import { formatsOf } from "./formats";

const berlin = formatsOf("en", "Europe/Berlin");
const at = (text: string) => Date.parse(text);

describe("amounts", () => {
  it.each([
    [0, "$0.00"],
    [750_000, "$0.75"],
    [22_500_000, "$22.50"],
    [1_234_500_000, "$1,234.50"],
    [15_000, "$0.015"],
    [495_000, "$0.495"],
    [300_000, "$0.30"],
    [-750_000, "-$0.75"],
  ])("%d micro-dollars read %s", (micros, text) => expect(berlin.money(micros)).toBe(text));

  it("of one thing keep three decimals", () => {
    expect(berlin.unitPrice(15_000)).toBe("$0.015");
    expect(berlin.unitPrice(2_000)).toBe("$0.002");
    expect(berlin.unitPrice(20_000)).toBe("$0.020");
  });

  it("follow the language", () => {
    expect(formatsOf("de", "UTC").money(1_234_500_000)).toBe("1.234,50\u00a0$");
  });
});

describe("times", () => {
  const now = at("2026-11-23T13:31:00Z");

  it("of today are a clock", () => expect(berlin.moment(at("2026-11-23T13:26:00Z"), now)).toBe("14:26"));
  it("of today have their day where they stand beside other days", () =>
    expect(berlin.dayAndClock(at("2026-11-23T13:26:00Z"), now)).toBe("23 Nov 14:26"));

  it("of other days carry the day, and the year only where it differs", () => {
    expect(berlin.moment(at("2026-11-09T09:12:00Z"), now)).toBe("9 Nov 10:12");
    expect(berlin.moment(at("2025-12-31T23:30:00Z"), now)).toBe("1 Jan 00:30");
    expect(berlin.moment(at("2025-12-31T22:30:00Z"), now)).toBe("31 Dec 2025 23:30");
  });

  it("of other days are the day alone where there is little room", () => {
    expect(berlin.dayOrClock(at("2026-11-23T13:26:00Z"), now)).toBe("14:26");
    expect(berlin.dayOrClock(at("2026-11-09T09:12:00Z"), now)).toBe("9 Nov");
  });

  it("belong to the zone's day, not to the day of UTC", () => {
    const late = at("2026-11-22T23:30:00Z");
    expect(berlin.sameDay(late, now)).toBe(true);
    expect(formatsOf("en", "UTC").sameDay(late, now)).toBe(false);
    expect(formatsOf("en", "Asia/Kolkata").moment(late, now)).toBe("05:00");
  });

  it("follow summer time", () => {
    expect(berlin.clock(at("2026-03-29T00:59:00Z"))).toBe("01:59");
    expect(berlin.clock(at("2026-03-29T01:00:00Z"))).toBe("03:00");
    expect(berlin.clock(at("2026-10-25T00:30:00Z"))).toBe("02:30");
    expect(berlin.clock(at("2026-10-25T01:30:00Z"))).toBe("02:30");
  });

  it("write midnight as 00:00", () => expect(berlin.clock(at("2026-11-22T23:00:00Z"))).toBe("00:00"));

  it("are told in full with their zone", () => {
    expect(berlin.full(now)).toBe("23 November 2026 at 14:31:00 CET");
  });

  it("know the day before, also where it had 23 hours or 25", () => {
    const monday = at("2026-03-29T22:01:00Z");
    expect(berlin.dayBefore(at("2026-03-28T23:30:00Z"), monday)).toBe(true);
    expect(berlin.dayBefore(at("2026-03-28T22:30:00Z"), monday)).toBe(false);
    const afterAutumn = at("2026-10-25T23:30:00Z");
    expect(berlin.dayBefore(at("2026-10-24T22:10:00Z"), afterAutumn)).toBe(true);
    expect(berlin.dayBefore(afterAutumn, afterAutumn)).toBe(false);
  });

  it("know the end of their month", () => {
    expect(berlin.monthEnd(now)).toBe("30 November");
    expect(berlin.monthEnd(at("2028-02-03T12:00:00Z"))).toBe("29 February");
    expect(berlin.monthEnd(at("2026-12-31T22:59:00Z"))).toBe("31 December");
  });
});

describe("words", () => {
  it("name countries, and keep a code that has no name", () => {
    expect(berlin.country("gb")).toBe("United Kingdom");
    expect(formatsOf("de", "UTC").country("gb")).toBe("Vereinigtes Königreich");
    expect(berlin.country("zzz")).toBe("ZZZ");
  });

  it("join lists and group counts", () => {
    expect(berlin.list(["a", "b", "c"])).toBe("a, b and c");
    expect(berlin.count(1406)).toBe("1,406");
  });

  it("give shares of a column the same decimals in every language", () => {
    expect([0.03, 0.047, 0.1].map(berlin.percent)).toEqual(["3.0%", "4.7%", "10.0%"]);
    expect(formatsOf("de", "UTC").percent(0.03)).toBe("3,0\u00a0%");
    expect(formatsOf("es", "UTC").percent(0.03)).toBe("3,0\u00a0%");
    expect([0.5, 2].map(berlin.tenths)).toEqual(["0.5", "2.0"]);
    expect(berlin.wholePercent(0.5)).toBe("50%");
  });

  it("group the figures of an axis as whole numbers are", () => {
    const { short } = formatsOf("de", "UTC");
    expect([7_500, 10_000].map(short)).toEqual(["7.500", "10.000"]);
  });

  it("take UTC for a zone nobody knows", () => expect(formatsOf("en", "Mars/Base").zone).toBe("UTC"));
});
