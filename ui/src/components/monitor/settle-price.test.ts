import { describe, expect, it } from "vitest";
import { card } from "../../../tests/cards";
import { settlePrice } from "./settle-price";

describe("the price of sending it again", () => {
  it("is the most that one check can cost", () => {
    expect(settlePrice(card(1, { per_check: 750_000 }))).toBe("up to $0.75");
    expect(settlePrice(card(1, { per_check: 0 }))).toBe("free");
  });

  it("names the comments that have no most", () => {
    expect(settlePrice(card(1, { per_check: 750_000, comment_monitoring: true }))).toBe("$0.75 + comments");
  });
});
