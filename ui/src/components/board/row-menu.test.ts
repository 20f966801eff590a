import { describe, expect, it } from "vitest";
import { rowMenu } from "./row-menu.svelte";

globalThis.DOMRect ??= class {
  constructor(
    readonly x = 0,
    readonly y = 0,
    readonly width = 0,
    readonly height = 0,
  ) {}
} as unknown as typeof DOMRect;

/** A control of 24 pixels at this place of the page. */
function control(x: number, y: number): HTMLElement {
  const button = document.createElement("button");
  button.getBoundingClientRect = () => new DOMRect(x, y, 24, 24);
  document.body.append(button);
  return button;
}
const card = {} as Parameters<typeof rowMenu.show>[0];
const place = () => {
  const { x, y } = rowMenu.anchor?.getBoundingClientRect() ?? {};
  return [x, y];
};

describe("the menu of a row", () => {
  it("stands at its control where that is in sight", () => {
    rowMenu.show(card, 0, control(100, 200));
    expect(place()).toEqual([100, 200]);
  });

  it("stands at the nearest place of the window where it is not", () => {
    rowMenu.show(card, 0, control(-80, innerHeight + 500));
    expect(place()).toEqual([0, innerHeight - 24]);
  });

  it("stays where it was when the row is gone", () => {
    const button = control(100, 200);
    rowMenu.show(card, 0, button);
    button.remove();
    button.getBoundingClientRect = () => new DOMRect(0, 0, 0, 0);
    expect(place()).toEqual([100, 200]);
  });

  it("stands at the pointer, which is never outside", () => {
    rowMenu.show(card, 0, control(100, 200), { x: innerWidth + 9, y: 5 });
    expect(place()).toEqual([innerWidth, 5]);
    expect(rowMenu.byPointer).toBe(true);
  });
});
