import { describe, expect, it } from "vitest";
import { card } from "../../../tests/cards";
import { RowSlots, type Row } from "./row-slots";

const cards = Array.from({ length: 20 }, (_, index) => card(index + 1));
const rows = (from: number, until: number): Row[] =>
  cards.slice(from, until).map((one, at) => ({ index: from + at, card: one, start: (from + at) * 28 }));

describe("the elements of the table's rows", () => {
  it("gives the elements of the rows that went to those that came", () => {
    const slots = new RowSlots();
    slots.place(rows(0, 5), null, true);
    const placed = slots.place(rows(2, 7), null, true);
    expect(placed.map(({ slot }) => slot)).toEqual([2, 3, 4, 0, 1]);
  });

  it("leaves a row that stays as it was", () => {
    const slots = new RowSlots();
    const before = slots.place(rows(0, 5), null, true);
    expect(slots.place(rows(2, 7), null, true)[0]).toBe(before[2]);
  });

  it("keeps a monitor's element when it moves to another place", () => {
    const slots = new RowSlots();
    slots.place(rows(0, 3), null, true);
    const moved = rows(0, 3).map((row, at, all) => ({ ...row, card: all.at(at - 1)?.card }));
    expect(slots.place(moved, null, true).map(({ slot }) => slot)).toEqual([2, 0, 1]);
  });

  it("gives the element that has focus to no other row", () => {
    const slots = new RowSlots();
    slots.place(rows(0, 3), null, true);
    const placed = slots.place(rows(1, 4), 1, true);
    expect(placed.map(({ slot }) => slot)).toEqual([1, 2, 3]);
  });

  it("takes no element out of its place while the list moves, and puts all in order afterwards", () => {
    const slots = new RowSlots();
    slots.place(rows(0, 5), null, true);
    const moving = slots.place(rows(2, 7), null, false);
    expect(moving.map(({ slot, index }) => [slot, index])).toEqual([
      [0, 5],
      [1, 6],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
    expect(slots.place(rows(2, 7), null, true).map(({ index }) => index)).toEqual([2, 3, 4, 5, 6]);
  });

  it("puts a new element behind those that are there while the list moves", () => {
    const slots = new RowSlots();
    slots.place(rows(3, 6), null, true);
    expect(slots.place(rows(1, 6), null, false).map(({ slot }) => slot)).toEqual([0, 1, 2, 3, 4]);
  });

  it("stands two rows of one monitor in two elements", () => {
    const [first] = rows(0, 1);
    if (!first) throw new Error("no row");
    const placed = new RowSlots().place([first, { ...first, index: 1 }], null, true);
    expect(new Set(placed.map(({ slot }) => slot)).size).toBe(2);
  });
});
