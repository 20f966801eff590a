import { afterEach, describe, expect, it, vi } from "vitest";
import type { VirtualRows } from "$app/virtual.svelte";
import { RowFocus } from "./row-focus.svelte";

function standing() {
  const keep = vi.fn();
  const focus = new RowFocus({ keep, show: vi.fn() } as unknown as VirtualRows);
  const frame = document.createElement("div");
  const [first, second] = [document.createElement("button"), document.createElement("button")];
  frame.append(first, second);
  frame.addEventListener("focusout", ({ relatedTarget }) => {
    if (!frame.contains(relatedTarget as Node | null)) focus.left(relatedTarget);
  });
  document.body.append(frame);
  focus.frame(frame);
  return { focus, frame, first, second, keep };
}
function elsewhere(): HTMLElement {
  const field = document.createElement("input");
  document.body.append(field);
  field.focus();
  return field;
}
afterEach(() => document.body.replaceChildren());

describe("focus while the rows are put in order", () => {
  it("comes back to what had it", () => {
    const { focus, frame, first, keep } = standing();
    first.focus();
    focus.hold();
    first.remove();
    frame.append(first);
    focus.release();
    expect(document.activeElement).toBe(first);
    expect(keep).not.toHaveBeenCalledWith(null);
  });

  it("gives the list up when the row is gone", () => {
    const { focus, first, keep } = standing();
    first.focus();
    focus.hold();
    first.remove();
    focus.release();
    expect(keep).toHaveBeenCalledWith(null);
  });

  it("stays where it is outside of the list", () => {
    const { focus, frame, first } = standing();
    const other = document.createElement("button");
    document.body.append(other);
    other.focus();
    focus.hold();
    frame.append(first);
    focus.release();
    expect(document.activeElement).toBe(other);
  });

  it("gives the list up once it leaves it later", () => {
    const { focus, first, keep } = standing();
    first.focus();
    focus.hold();
    focus.release();
    first.blur();
    expect(keep).toHaveBeenCalledWith(null);
  });
});

describe("focus that waits for a row", () => {
  it("keeps that row when the one that had focus goes", async () => {
    const { focus, first, second, keep } = standing();
    first.focus();
    focus.go(7);
    first.blur();
    first.remove();
    await Promise.resolve();
    expect(keep.mock.calls.at(-1)).toEqual([7]);
    focus.control(7)(second);
    expect(document.activeElement).toBe(second);
  });

  it("waits no longer once another row is taken", () => {
    const { focus, first, second } = standing();
    focus.go(7);
    first.focus();
    focus.took(0);
    focus.control(7)(second);
    expect(document.activeElement).toBe(first);
  });

  it("waits no longer once focus goes elsewhere", () => {
    const { focus, first, second, keep } = standing();
    first.focus();
    focus.go(7);
    const field = elsewhere();
    expect(keep.mock.calls.at(-1)).toEqual([null]);
    focus.control(7)(second);
    expect(document.activeElement).toBe(field);
  });

  it("waits on when focus only comes back to its row", () => {
    const { focus, frame, first, second } = standing();
    first.addEventListener("focusin", () => focus.took(0));
    first.focus();
    focus.go(7);
    focus.hold();
    first.remove();
    frame.append(first);
    focus.release();
    expect(document.activeElement).toBe(first);
    focus.control(7)(second);
    expect(document.activeElement).toBe(second);
  });

  it("is not taken out of a field that was gone to after the row had left the page", () => {
    const { focus, first, second, keep } = standing();
    first.focus();
    focus.go(7);
    first.blur();
    const field = elsewhere();
    focus.control(7)(second);
    expect(document.activeElement).toBe(field);
    expect(keep.mock.calls.at(-1)).toEqual([null]);
  });
});
