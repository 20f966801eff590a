import { render } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { board } from "$app/board.svelte";
import { card } from "../../../tests/cards";
import BoardTable from "./BoardTable.svelte";

/** Nothing is laid out here: every element is as high as a list of a few rows. */
beforeEach(() => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(280);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(900);
  const media = { matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() };
  document.documentElement.style.fontSize = "13px";
  vi.stubGlobal("matchMedia", () => media);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const cards = [1, 2, 3, 4].map((id) => card(id));
function control(id: number): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-focus="card-${id}"]`);
  if (!found) throw new Error(`no row of ${id}`);
  return found;
}

async function standing() {
  board.table.loading = "no";
  board.table.rows = cards;
  Element.prototype.scrollTo ??= () => undefined;
  render(BoardTable, { all: false });
  await tick();
}

/** What the table's row of a monitor tells besides its words. */
const told = (id: number) =>
  [...(control(id).closest("[role=row]")?.querySelectorAll("[role=cell][title]") ?? [])].length;

describe("a row of the table", () => {
  it("tells the whole of what it says in short where focus is, and nowhere else", async () => {
    await standing();
    expect(told(1)).toBe(0);
    control(1).focus();
    await tick();
    expect(told(1)).toBeGreaterThan(0);
    control(2).focus();
    await tick();
    expect(told(1)).toBe(0);
    expect(told(2)).toBeGreaterThan(0);
  });

  it("tells nothing of another monitor that got the element under the pointer", async () => {
    await standing();
    const element = control(1).closest("[role=row]");
    element?.dispatchEvent(new Event("pointerenter"));
    await tick();
    expect(told(1)).toBeGreaterThan(0);
    board.table.rows = cards.map((one) => (one.id === 1 ? card(9) : one));
    await tick();
    expect(control(9).closest("[role=row]")).toBe(element);
    expect(told(9)).toBe(0);
  });
});

describe("focus in the table", () => {
  it("stays with its monitor when the rows are put in another order", async () => {
    await standing();
    for (const order of [cards.toReversed(), cards, [card(9), ...cards]]) {
      for (const { id } of cards) {
        control(id).focus();
        board.table.rows = order;
        await tick();
        expect(document.activeElement).toBe(control(id));
        board.table.rows = cards;
        await tick();
        expect(document.activeElement).toBe(control(id));
      }
    }
  });
});
