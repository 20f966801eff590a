import { afterEach, describe, expect, it } from "vitest";
import { card } from "../../../tests/cards";
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
const own = card(1);
/** A row of the table, in the element that another monitor may get. */
function row(id: number, button: HTMLElement): HTMLElement {
  const element = document.createElement("div");
  element.dataset.monitorId = String(id);
  element.append(button);
  document.body.append(element);
  return element;
}
afterEach(() => document.body.replaceChildren());
const place = () => {
  const { x, y } = rowMenu.anchor?.getBoundingClientRect() ?? {};
  return [x, y];
};

describe("the menu of a row", () => {
  it("stands at its control where that is in sight", () => {
    rowMenu.show(own, 0, control(100, 200));
    expect(place()).toEqual([100, 200]);
  });

  it("stands at the nearest place of the window where it is not", () => {
    rowMenu.show(own, 0, control(-80, innerHeight + 500));
    expect(place()).toEqual([0, innerHeight - 24]);
  });

  it("stays where it was when the row is gone", () => {
    const button = control(100, 200);
    rowMenu.show(own, 0, button);
    button.remove();
    button.getBoundingClientRect = () => new DOMRect(0, 0, 0, 0);
    expect(place()).toEqual([100, 200]);
  });

  it("stays where it was when the element of its row is given to another monitor", () => {
    const button = control(100, 200);
    const element = row(1, button);
    rowMenu.show(own, 0, button);
    expect(place()).toEqual([100, 200]);
    element.dataset.monitorId = "2";
    button.getBoundingClientRect = () => new DOMRect(100, 500, 24, 24);
    expect(place()).toEqual([100, 200]);
  });

  it("gives focus back to what opened it", () => {
    const button = control(0, 0);
    row(1, button);
    rowMenu.show(own, 0, button);
    rowMenu.returned(new Event("close"));
    expect(document.activeElement).toBe(button);
  });

  it("gives focus back to its own monitor, never to one that has its element now", () => {
    const button = control(0, 0);
    const element = row(1, button);
    rowMenu.show(own, 0, button);
    element.dataset.monitorId = "2";
    rowMenu.returned(new Event("close"));
    expect(document.activeElement).toBe(document.body);
    const other = control(0, 0);
    other.dataset.focus = "card-1";
    rowMenu.returned(new Event("close"));
    expect(document.activeElement).toBe(other);
  });

  it("stands at the pointer, which is never outside", () => {
    rowMenu.show(own, 0, control(100, 200), { x: innerWidth + 9, y: 5 });
    expect(place()).toEqual([innerWidth, 5]);
    expect(rowMenu.byPointer).toBe(true);
  });
});
