import { tick, untrack } from "svelte";
import type { VirtualRows } from "$app/virtual.svelte";

/** The one row of a list that Tab leads to, and focus that waits for a row that is not on the page yet. */
export class RowFocus {
  /** The row that Tab leads to. */
  at = $state(0);
  #wanted: number | null = null;
  #frame: HTMLElement | null = null;
  #held: HTMLElement | null = null;
  readonly #rows: VirtualRows;

  constructor(rows: VirtualRows) {
    this.#rows = rows;
  }

  /** An attachment: the element in which the rows are. */
  readonly frame = (node: HTMLElement): (() => void) => {
    this.#frame = node;
    return () => (this.#frame = null);
  };

  /** Moves focus to a row, wherever it is. */
  go(index: number): void {
    this.at = index;
    this.#wanted = index;
    this.#rows.keep(index);
    this.#rows.show(index);
    void tick().then(() => this.#give(this.#find(index)));
  }

  /** A row took focus, by whatever way. */
  took(index: number): void {
    // What only comes back to its row ends no wait for another one.
    if (this.#held && this.#wanted !== null) return;
    this.#wanted = null;
    this.at = index;
    this.#rows.keep(index);
  }

  /** Focus left the list. Where it went nowhere while it waits for a row, it only left the row that went. */
  left(to: EventTarget | null): void {
    if (to !== null) this.#wanted = null;
    if (!this.#held && this.#wanted === null) this.#rows.keep(null);
  }

  /** Remembers what has focus: to put the rows in another order can take it out of the page for a moment. */
  hold(): void {
    const { activeElement } = document;
    const inside = activeElement instanceof HTMLElement && this.#frame?.contains(activeElement);
    this.#held = inside ? activeElement : null;
  }

  /** The rows are in order; what had focus has it again. */
  release(): void {
    const held = this.#held;
    const lost = document.activeElement === document.body;
    if (held?.isConnected && lost) held.focus({ preventScroll: true });
    this.#held = null;
    if (held && !held.isConnected && lost) untrack(() => this.left(null));
  }

  /** An attachment: a row's own control, which takes the focus that waited for it. */
  readonly control = (index: number) => (node: HTMLElement) => {
    if (this.#wanted !== index) return;
    if (this.#free()) this.#give(node);
    else untrack(() => this.left(document.activeElement));
  };

  /** Whether focus is nowhere else: the row that had it can be gone long before who waits goes on elsewhere. */
  #free(): boolean {
    const { activeElement, body } = document;
    return activeElement === body || this.#frame?.contains(activeElement) === true;
  }

  #find(index: number): HTMLElement | null {
    return this.#frame?.querySelector<HTMLElement>(`[data-row="${index}"]`) ?? null;
  }

  #give(node: HTMLElement | null): void {
    if (!node) return;
    this.#wanted = null;
    node.focus({ preventScroll: true });
  }
}
