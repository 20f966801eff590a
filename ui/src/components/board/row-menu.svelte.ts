import type { MonitorCard } from "$lib/bindings/MonitorCard";

/** Where the menu stands: at a control, or where the pointer was. */
export type Anchor = { contextElement: Element; getBoundingClientRect: () => DOMRect };

/** The nearest place of the same size that lies in the window. */
function inWindow({ x, y, width, height }: DOMRect): DOMRect {
  const within = (at: number, most: number) => Math.max(0, Math.min(at, most));
  return new DOMRect(within(x, innerWidth - width), within(y, innerHeight - height), width, height);
}

/** Whether a control still is this monitor's own: the element of a row that left is given to another one. */
function standsFor(control: HTMLElement, card: MonitorCard): boolean {
  const row = control.closest<HTMLElement>("[data-monitor-id]");
  return control.isConnected && (row === null || row.dataset.monitorId === String(card.id));
}

/** A control that may be scrolled out of sight, or be gone with its row: the menu stays where it can be read. */
function anchorAt(control: HTMLElement, card: MonitorCard): Anchor {
  let last = control.getBoundingClientRect();
  const getBoundingClientRect = () => {
    if (standsFor(control, card)) last = control.getBoundingClientRect();
    return inWindow(last);
  };
  return { contextElement: control, getBoundingClientRect };
}

/** The one menu of the board, for whichever monitor it was opened. */
class RowMenu {
  open = $state(false);
  card: MonitorCard | null = $state.raw(null);
  index = $state(0);
  anchor: Anchor | null = $state.raw(null);
  byPointer = $state(false);
  #opener: HTMLElement | null = null;

  show(card: MonitorCard, index: number, opener: HTMLElement, at?: { x: number; y: number }): void {
    this.card = card;
    this.index = index;
    this.#opener = opener;
    this.byPointer = at !== undefined;
    const point = () => inWindow(new DOMRect(at?.x, at?.y, 0, 0));
    this.anchor = at ? { contextElement: opener, getBoundingClientRect: point } : anchorAt(opener, card);
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

  /** Focus comes back to what opened it, or to the monitor's row where that stands in another element now. */
  returned(event: Event): void {
    event.preventDefault();
    this.#origin()?.focus({ preventScroll: true });
  }

  #origin(): HTMLElement | null {
    const [opener, card] = [this.#opener, this.card];
    if (!card || (opener && standsFor(opener, card))) return opener;
    return document.querySelector<HTMLElement>(`[data-focus="card-${card.id}"]`);
  }
}

export const rowMenu = new RowMenu();
