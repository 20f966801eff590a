import { describe, expect, it } from "vitest";
import type { Preview } from "$lib/bindings/Preview";
import { postsCost, priceLines } from "./price-lines";

const priced = (post: number) => ({ price: { prices: { post } } }) as unknown as Preview;

describe("that fewer posts cost less", () => {
  it("is said where posts cost, by GEN or by a source of one's own", () => {
    expect(postsCost(null, "gen")).toBe(true);
    expect(postsCost(priced(2_300), "computer")).toBe(true);
  });

  it("is not said where they are free, or the price is made up", () => {
    expect(postsCost(priced(0), "computer")).toBe(false);
    expect(postsCost(null, "computer")).toBe(false);
    expect(postsCost(priced(15_000), "practice")).toBe(false);
  });
});

describe("the arithmetic", () => {
  it("writes amounts of one kind under each other where nothing costs", () => {
    const estimate = {
      lines: [{ kind: "posts" as const, count: 50, unit: 0, amount: 0 }],
      at_most: { kind: "known" as const, amount: 0 },
    };
    expect(priceLines(estimate)).toEqual([
      { label: "50 posts", amount: "$0.00" },
      { label: "Comments off", amount: "$0.00" },
    ]);
  });
});
