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
