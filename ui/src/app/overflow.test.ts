import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { overflow } from "./overflow";

/** Nothing is laid out here: the heights are given. */
const box = document.createElement("div");
const heights = (scrollHeight: number, clientHeight: number) => {
  vi.spyOn(box, "scrollHeight", "get").mockReturnValue(scrollHeight);
  vi.spyOn(box, "clientHeight", "get").mockReturnValue(clientHeight);
};
function scrolledTo(top: number) {
  box.scrollTop = top;
  box.dispatchEvent(new Event("scroll"));
  return box.dataset.more;
}
beforeEach(() => heights(300, 100));
afterEach(() => vi.restoreAllMocks());

describe("a box that may hold more than is in sight", () => {
  it("says at which edge there is more, as it is scrolled", () => {
    const stop = overflow(box);
    expect(box.dataset.more).toBe("below");
    expect(scrolledTo(50)).toBe("both");
    expect(scrolledTo(200)).toBe("above");
    expect(scrolledTo(0)).toBe("below");
    stop();
  });

  it("says nothing, and takes no focus, where all of it is in sight", () => {
    heights(100, 100);
    const stop = overflow(box);
    expect(box.dataset.more).toBeUndefined();
    expect(box.hasAttribute("tabindex")).toBe(false);
    stop();
  });
});
