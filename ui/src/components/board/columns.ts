import type { BoardColumn } from "$lib/bindings/BoardColumn";
import type { BoardSort } from "$lib/bindings/BoardSort";
import { m } from "$lib/paraglide/messages";

/** A column of the table. Widths are shares of what the name leaves, in pixels at the usual size. */
export type TableColumn = {
  name: BoardColumn;
  label: () => string;
  width: number;
  sort?: BoardSort;
  end?: boolean;
  /** Explains what stands in it. */
  title?: () => string;
  /** Gives way where there is no room for all: the lowest first. What one has to choose goes last. */
  gives?: number;
};

/** Every column in its place; the name stands before them all. */
export const tableColumns: readonly TableColumn[] = [
  { name: "follows", label: m.board_col_follows, width: 70, sort: "platform", gives: 2 },
  { name: "workspace", label: m.board_col_workspace, width: 128, gives: 7 },
  { name: "state", label: m.board_col_state, width: 122, sort: "phase" },
  { name: "confirmed", label: m.board_col_confirmed, width: 80, sort: "confirmed", gives: 6 },
  { name: "next", label: m.board_col_next, width: 78, title: m.board_unknown_about, gives: 3 },
  { name: "day", label: m.board_col_day, width: 106, gives: 1 },
  { name: "tags", label: m.board_col_tags, width: 110, gives: 5 },
  { name: "created", label: m.board_col_created, width: 72, sort: "created", gives: 4 },
  { name: "at_most", label: m.board_col_at_most, width: 130, end: true, gives: 8 },
  { name: "so_far", label: m.board_col_so_far, width: 132, sort: "so_far", end: true },
];

/** The columns one may choose from. */
export const offeredColumns = (all: boolean): TableColumn[] =>
  tableColumns.filter(({ name }) => all || name !== "workspace");

/** The columns that are shown: the chosen ones as far as there is room, so that the money and the menu at the
    end stay in sight; the workspace only where there are several. */
export function shownColumns(chosen: readonly BoardColumn[], all: boolean, room: number): TableColumn[] {
  let shown = offeredColumns(all).filter(({ name }) => chosen.includes(name));
  const giving = shown.filter(({ gives }) => gives !== undefined);
  giving.sort((one, other) => (one.gives ?? 0) - (other.gives ?? 0));
  for (const column of giving) {
    if (leastWidth(shown) <= room) break;
    shown = shown.filter((one) => one !== column);
  }
  return shown;
}

/** The room of the tick and of the menu, which stand at the two ends. */
const END = "calc(26rem / 13 + var(--inset) / 2)";

/** The tracks that the head and every row lay their cells on. */
export const tracks = (columns: readonly TableColumn[]): string =>
  [END, "minmax(0, 1fr)", ...columns.map(({ width }) => `calc(${width}rem / 13)`), END].join(" ");

/** What most names need whole, and the room of the tick and the menu beside them. What a column tells beyond
    that is told elsewhere too; a name that is cut is not known. */
const REST = 156 + 72;

/** The least width at which every column can be read; a narrower window scrolls sideways. */
export const leastWidth = (columns: readonly TableColumn[]): number =>
  columns.reduce((sum, column) => sum + column.width, REST);
