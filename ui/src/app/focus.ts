/** Remembers which control led to a place, so that focus can come back to it. */
export const focusMark = {
  /** The mark of what has focus now. */
  read(): string | null {
    const marked = document.activeElement?.closest<HTMLElement>("[data-focus]");
    return marked?.dataset.focus ?? null;
  },
  /** Gives focus back to it, if it is on the page. */
  give(mark: string | null): boolean {
    if (mark === null) return false;
    const marked = document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(mark)}"]`);
    marked?.focus();
    return marked !== null;
  },
};
