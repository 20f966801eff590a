import { SvelteSet } from "svelte/reactivity";
import type { MonitorId } from "$lib/bindings/MonitorId";

/** The monitors that were chosen, and where the last choice was made. */
export class Selection {
  readonly #ids = new SvelteSet<MonitorId>();
  #anchor = 0;

  get size(): number {
    return this.#ids.size;
  }
  has(id: MonitorId): boolean {
    return this.#ids.has(id);
  }
  /** In the order in which they were chosen. */
  list(): MonitorId[] {
    return [...this.#ids];
  }

  /** Chooses a monitor or takes it back; the next stretch begins at its row. */
  toggle(id: MonitorId, index: number): void {
    this.#anchor = index;
    if (!this.#ids.delete(id)) this.#ids.add(id);
  }

  add(ids: readonly MonitorId[]): void {
    for (const id of ids) this.#ids.add(id);
  }

  only(ids: readonly MonitorId[]): void {
    this.#ids.clear();
    this.add(ids);
  }

  remove(id: MonitorId): void {
    this.#ids.delete(id);
  }

  clear(): void {
    this.#anchor = 0;
    if (this.#ids.size > 0) this.#ids.clear();
  }

  /** The first and last row between the last choice and this row, whichever is above. */
  stretchTo(index: number): [number, number] {
    return [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
  }
}
