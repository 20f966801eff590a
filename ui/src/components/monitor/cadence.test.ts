import { describe, expect, it } from "vitest";
import { cadenceOf, cadenceWords, pressedDay } from "./cadence-words";

describe("a cadence in words", () => {
  it("is the usual where none is set", () => {
    expect(cadenceWords(null)).toBe("The usual");
  });

  it.each([
    [1, "Every hour"],
    [6, "Every 6 hours"],
    [24, "Every day"],
    [48, "Every 2 days"],
    [168, "Every week"],
  ])("says every %d hours as %j", (hours, words) => {
    expect(cadenceWords(cadenceOf(hours))).toBe(words);
  });

  it("names the chosen hours with their zone", () => {
    const night = { ...cadenceOf(3), from_hour: 22, until_hour: 6, zone: "Europe/Berlin" };
    expect(cadenceWords(night)).toBe("Every 3 hours, from 22:00 to 06:00 (Europe/Berlin)");
  });

  it("names the chosen days", () => {
    expect(cadenceWords({ ...cadenceOf(24), weekdays: [1, 5] })).toBe("Every day, on Mon and Fri");
  });
});

describe("the days of a cadence", () => {
  it("are added in their order and taken away", () => {
    expect(pressedDay([1, 5], 3)).toEqual([1, 3, 5]);
    expect(pressedDay([1, 5], 1)).toEqual([5]);
  });

  it("keep their last one", () => {
    expect(pressedDay([5], 5)).toEqual([5]);
  });
});
