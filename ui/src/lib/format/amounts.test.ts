import { describe, expect, it } from "vitest";
import { mostWords, priced } from "$lib/format";

describe("what something costs at most", () => {
  it("is an amount, or nothing", () => {
    expect(mostWords(750_000, false)).toBe("up to $0.75");
    expect(mostWords(0, false)).toBe("free");
  });
  it("names the comments that have no most", () => {
    expect(mostWords(750_000, true)).toBe("up to $0.75 + comments");
  });
  it("stands behind the verb of the button", () => {
    expect(priced("Send again", mostWords(750_000, false))).toBe("Send again · up to $0.75");
  });
});
