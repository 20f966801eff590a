import type { MonitorCard } from "$lib/bindings/MonitorCard";

/** A row of the table that is on the page. */
export type Row = {
  index: number;
  /** Empty until its page came. */
  card: MonitorCard | undefined;
  /** How far below the first row it stands, in pixels. */
  start: number;
};
/** A row with the number of the element it stands in. */
export type Placed = Row & { slot: number };
/** What a row is, wherever it stands: its monitor, or its place while the monitor is not known. */
export type Key = number | `row-${number}`;

/**
 * Which element each row stands in. A row keeps its own while it is on the page, whatever place it moves to;
 * one that leaves the page gives its element to one that comes: to fill an element anew costs far less than
 * to make one.
 */
export class RowSlots {
  #placed = new Map<Key, Placed>();
  /** The elements as they follow on each other on the page. */
  #order: readonly number[] = [];
  #made = 0;

  /**
   * Places the rows anew. The element of the row that has focus is given to no other, or focus would be there.
   * In order, they come as they follow on each other. Otherwise each element comes where it was: to take one
   * out of the page and put it elsewhere costs more than all that is written into it, and who scrolls by does
   * not read.
   */
  place(rows: readonly Row[], focused: Key | null, inOrder: boolean): Placed[] {
    const placed = new Map<Key, Placed>();
    const keyed = withKeys(rows);
    const free = this.#free(new Set(keyed.map(([key]) => key)), focused);
    for (const [key, row] of keyed) placed.set(key, this.#at(row, this.#placed.get(key), free));
    this.#placed = placed;
    const all = inOrder ? [...placed.values()] : this.#asBefore([...placed.values()]);
    this.#order = all.map(({ slot }) => slot);
    return all;
  }

  #asBefore(rows: Placed[]): Placed[] {
    const places = new Map(this.#order.map((slot, place) => [slot, place]));
    const place = ({ slot }: Placed) => places.get(slot) ?? places.size;
    return rows.sort((one, other) => place(one) - place(other));
  }

  /** A row that stands as it stood stays the same object, so that nothing of it is looked at again. */
  #at(row: Row, was: Placed | undefined, free: number[]): Placed {
    if (was && was.index === row.index && was.card === row.card && was.start === row.start) return was;
    return { ...row, slot: was?.slot ?? free.shift() ?? this.#made++ };
  }

  #free(staying: ReadonlySet<Key>, focused: Key | null): number[] {
    const left = [...this.#placed].filter(([key]) => !staying.has(key) && key !== focused);
    return left.map(([, { slot }]) => slot);
  }
}

/** Two rows of one monitor can stand on the page for a moment while a list is counted anew. */
function withKeys(rows: readonly Row[]): [Key, Row][] {
  const ids = new Set<number>();
  return rows.map((row) => {
    const known = row.card === undefined || ids.has(row.card.id);
    if (row.card) ids.add(row.card.id);
    return [known || !row.card ? `row-${row.index}` : row.card.id, row];
  });
}
