import { describe, expect, it } from "vitest";
import type { Preview } from "$lib/bindings/Preview";
import { postsCost } from "./price-lines";

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
