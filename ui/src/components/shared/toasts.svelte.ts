import type { Icon } from "./icon";

/** A short word at the edge of the window. Never the only place of an error. */
export type Toast = { id: number; text: string; icon?: Icon; undo?: () => void };

const SHOWN_FOR = 6000;

/** One toast at a time; a newer one takes the place of the older. */
class Toasts {
  current: Toast | null = $state.raw(null);
  #next = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(text: string, more: { icon?: Icon; undo?: () => void } = {}): void {
    this.current = { id: this.#next++, text, ...more };
    this.resume();
  }

  /** Holds the toast while the pointer or focus is on it. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  resume(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), SHOWN_FOR);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }
}

export const toasts = new Toasts();
