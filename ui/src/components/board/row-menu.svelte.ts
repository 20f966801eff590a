import type { MonitorCard } from "$lib/bindings/MonitorCard";

/** Where the menu stands: at a control, or where the pointer was. */
export type Anchor = { getBoundingClientRect: () => DOMRect };

/** The one menu of the board, for whichever monitor it was opened. */
class RowMenu {
  open = $state(false);
  card: MonitorCard | null = $state.raw(null);
  index = $state(0);
  anchor: Anchor | null = $state.raw(null);
  #opener: HTMLElement | null = null;

  show(card: MonitorCard, index: number, opener: HTMLElement, at?: { x: number; y: number }): void {
    this.card = card;
    this.index = index;
    this.#opener = opener;
    this.anchor = at ? { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) } : opener;
    this.open = true;
  }

  /** A context menu by pointer stands at the pointer; one by key at the row's own control. */
  fromContext(card: MonitorCard, index: number, event: MouseEvent): void {
    const row = event.currentTarget as HTMLElement;
    const control = row.querySelector<HTMLElement>("[data-row]") ?? row;
    event.preventDefault();
    const byPointer = event.button === 2;
    this.show(card, index, control, byPointer ? { x: event.clientX, y: event.clientY } : undefined);
  }

  /** Focus comes back to what opened it. */
  returned(event: Event): void {
    event.preventDefault();
    this.#opener?.focus({ preventScroll: true });
  }
}

export const rowMenu = new RowMenu();
