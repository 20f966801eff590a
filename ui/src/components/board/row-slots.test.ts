import { describe, expect, it } from "vitest";
import { card } from "../../../tests/cards";
import { RowSlots, type Row } from "./row-slots";

const cards = Array.from({ length: 20 }, (_, index) => card(index + 1));
const rows = (from: number, until: number): Row[] =>
  cards.slice(from, until).map((one, at) => ({ index: from + at, card: one, before: 0 }));

describe("the elements of the table's rows", () => {
  it("gives the elements of the rows that went to those that came", () => {
    const slots = new RowSlots();
    slots.place(rows(0, 5), null);
    const placed = slots.place(rows(2, 7), null);
    expect(placed.map(({ slot }) => slot)).toEqual([2, 3, 4, 0, 1]);
  });

  it("leaves a row that stays as it was", () => {
    const slots = new RowSlots();
    const before = slots.place(rows(0, 5), null);
    expect(slots.place(rows(2, 7), null)[0]).toBe(before[2]);
  });

  it("keeps a monitor's element when it moves to another place", () => {
    const slots = new RowSlots();
    slots.place(rows(0, 3), null);
    const moved = rows(0, 3).map((row, at, all) => ({ ...row, card: all.at(at - 1)?.card }));
    expect(slots.place(moved, null).map(({ slot }) => slot)).toEqual([2, 0, 1]);
  });

  it("gives the element that has focus to no other row", () => {
    const slots = new RowSlots();
    slots.place(rows(0, 3), null);
    const placed = slots.place(rows(1, 4), 1);
    expect(placed.map(({ slot }) => slot)).toEqual([1, 2, 3]);
  });

  it("stands two rows of one monitor in two elements", () => {
    const [first] = rows(0, 1);
    if (!first) throw new Error("no row");
    const placed = new RowSlots().place([first, { ...first, index: 1 }], null);
    expect(new Set(placed.map(({ slot }) => slot)).size).toBe(2);
  });
});
