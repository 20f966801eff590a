import type { MonitorCard } from "$lib/bindings/MonitorCard";

/** A row of the table that is on the page. */
export type Row = {
  index: number;
  /** Empty until its page came. */
  card: MonitorCard | undefined;
  /** The empty height before it, where rows between it and the one before are not on the page. */
  before: number;
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
  #made = 0;

  /** Places the rows anew. The element of the row that has focus is given to no other, or focus would be there. */
  place(rows: readonly Row[], focused: Key | null): Placed[] {
    const placed = new Map<Key, Placed>();
    const keyed = withKeys(rows);
    const free = this.#free(new Set(keyed.map(([key]) => key)), focused);
    for (const [key, row] of keyed) placed.set(key, this.#at(row, this.#placed.get(key), free));
    this.#placed = placed;
    return [...placed.values()];
  }

  /** A row that stands as it stood stays the same object, so that nothing of it is looked at again. */
  #at(row: Row, was: Placed | undefined, free: number[]): Placed {
    if (was && was.index === row.index && was.card === row.card && was.before === row.before) return was;
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
