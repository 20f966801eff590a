import { describe, expect, it } from "vitest";
import { withKept } from "./virtual.svelte";

const range = { startIndex: 10, endIndex: 14, overscan: 0, count: 20, lanes: 1 };

describe("the rows that are on the page", () => {
  it("are those in sight, and as many over and under them as is said", () => {
    expect(withKept(range, [1, 2], null)).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
  });

  it("end where the list ends", () => {
    expect(withKept({ ...range, endIndex: 18 }, [0, 8], null).at(-1)).toBe(19);
    expect(withKept({ ...range, startIndex: 1 }, [8, 0], null)[0]).toBe(0);
  });

  it("have the kept one in its place among them", () => {
    expect(withKept(range, [0, 0], 3)).toEqual([3, 10, 11, 12, 13, 14]);
    expect(withKept(range, [0, 0], 17)).toEqual([10, 11, 12, 13, 14, 17]);
    expect(withKept(range, [0, 0], 12)).toEqual([10, 11, 12, 13, 14]);
  });
});
