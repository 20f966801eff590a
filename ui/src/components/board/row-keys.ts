/** What keys do on a row of the board, whatever its form. */
export type RowDeeds = {
  /** Focus goes to this row. */
  go: (index: number) => void;
  toggle: () => void;
  /** Chooses everything up to this row. */
  stretch: (index: number) => void;
  all: () => void;
};

type Where = { index: number; total: number; page: number };

/** The row a key leads to; none where it leads nowhere. */
export function rowOf(key: string, { index, total, page }: Where): number | null {
  const to: Record<string, number> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: total - 1,
  };
  const wanted = to[key];
  return wanted === undefined ? null : Math.min(total - 1, Math.max(0, wanted));
}

/** Does what a key stands for; tells whether it stood for something. */
export function rowKeys(event: KeyboardEvent, where: Where, does: RowDeeds): boolean {
  if (event.altKey || event.isComposing) return false;
  const command = event.ctrlKey || event.metaKey;
  if (command) {
    if (event.key.toLowerCase() !== "a") return false;
    does.all();
    return true;
  }
  if (event.key === " ") {
    does.toggle();
    return true;
  }
  const row = rowOf(event.key, where);
  if (row === null) return false;
  if (event.shiftKey) does.stretch(row);
  does.go(row);
  return true;
}
