import type { BoardForm } from "$lib/bindings/BoardForm";
import type { BoardPage } from "$lib/bindings/BoardPage";
import type { BoardQuery } from "$lib/bindings/BoardQuery";
import type { BoardSort } from "$lib/bindings/BoardSort";
import type { BoardView } from "$lib/bindings/BoardView";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorId } from "$lib/bindings/MonitorId";
import type { Phase } from "$lib/bindings/Phase";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";
import { api, on } from "$lib/ipc";
import { phasesInOrder } from "$ui/shared/names";
import { BoardList } from "./board-list.svelte";
import { filtersOf, narrowed, noFilters, queryOf, type Filters, type Order } from "./board-query";
import { Selection } from "./selection.svelte";
import { session } from "./session.svelte";

const COLUMN_PAGE = 40;
const TABLE_PAGE = 100;
/** Typing waits for this long before the host is asked. */
const TYPING = 90;
/** News that changes what belongs to the board is counted anew after this long. */
const SETTLING = 600;

type Host = {
  ask: (query: BoardQuery) => Promise<BoardPage>;
  /** Every monitor that matches, whatever the page. */
  ids: (query: BoardQuery) => Promise<MonitorId[]>;
  practice: (id: WorkspaceId) => boolean;
};

/** The board: what it shows, how it is narrowed, and the host's news about it. */
export class Board {
  form: BoardForm = $state("columns");
  filters: Filters = $state.raw(noFilters);
  order: Order = $state.raw({ sort: "phase", descending: false });
  /** In the place before any filter. */
  all = $state(0);
  ongoing = $state(0);
  tags: string[] = $state.raw([]);
  /** Whether the place was asked for once. */
  opened = $state(false);
  readonly columns: Record<Phase, BoardList>;
  readonly table: BoardList;
  /** Monitors that were chosen for work on many. Only what can be seen here is chosen. */
  readonly selection = new Selection();
  readonly #host: Host;
  #workspaceId: WorkspaceId | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.#host = host;
    const list = () => new BoardList(host.ask, host.practice);
    this.table = list();
    this.columns = {
      needs_attention: list(),
      waiting: list(),
      collecting: list(),
      watching: list(),
      finished: list(),
      other: list(),
    };
  }

  /** The columns that the filters leave. */
  readonly phases: readonly Phase[] = $derived(
    phasesInOrder.filter((phase) => this.filters.phases.length === 0 || this.filters.phases.includes(phase)),
  );
  /** Those that have a place of their own: the last one only while the service says a word nobody knows. */
  readonly shown: readonly Phase[] = $derived(
    this.phases.filter((phase) => phase !== "other" || this.columns.other.total > 0),
  );
  readonly #lists: readonly BoardList[] = $derived.by(() =>
    this.form === "table" ? [this.table] : this.phases.map((phase) => this.columns[phase]),
  );
  /** Monitors that match. */
  readonly total = $derived(this.#lists.reduce((sum, list) => sum + list.total, 0));
  readonly loading = $derived(this.#lists.some((list) => list.loading === "first"));
  readonly problem = $derived(this.#lists.find((list) => list.problem)?.problem ?? null);
  readonly narrowed = $derived(narrowed(this.filters));

  /** Shows a place; the filters stay while it is the same one. */
  open(workspaceId: WorkspaceId | null, form: BoardForm): void {
    const elsewhere = !this.opened || workspaceId !== this.#workspaceId;
    if (elsewhere) {
      this.filters = { ...noFilters };
      this.selection.clear();
    }
    const anew = elsewhere || form !== this.form;
    this.#workspaceId = workspaceId;
    this.form = form;
    this.opened = true;
    void this.#load(anew);
  }

  /** Narrows or widens the board. */
  filter(change: Partial<Filters>): void {
    this.filters = { ...this.filters, ...change };
    this.selection.clear();
    this.#soon("search" in change ? TYPING : 0);
  }

  /** Shows a saved view of this place. */
  showView(view: BoardView): void {
    this.filters = filtersOf(view.query);
    this.order = { sort: view.query.sort, descending: view.query.descending };
    this.selection.clear();
    this.show(view.form);
  }

  /** What is shown, as a question that can be kept. */
  get query(): BoardQuery {
    return queryOf(this.#workspaceId, this.filters, this.order, 0, 0);
  }

  /** Asks again for what is shown. */
  refresh(): void {
    this.#soon(0);
  }

  /** Chooses every monitor that matches. */
  async selectAll(): Promise<void> {
    const { query } = this;
    const ids = await this.#host.ids(query);
    if (JSON.stringify(query) === JSON.stringify(this.query)) this.selection.only(ids);
  }

  /** Chooses what lies between the last choice and this row of a list, also what was not asked for yet. */
  async selectTo(list: BoardList, index: number): Promise<void> {
    const [from, until] = this.selection.stretchTo(index);
    const rows = list.rows.slice(from, until + 1);
    if (!rows.includes(undefined)) return this.selection.add(rows.map((row) => row?.id ?? 0));
    const question = this.#questions().find(([asked]) => asked === list)?.[1];
    if (!question) return;
    this.selection.add((await this.#host.ids(question)).slice(from, until + 1));
  }

  show(form: BoardForm): void {
    this.form = form;
    void this.#load(true);
  }

  /** Sorts by a column; a second time turns it round. */
  sortBy(sort: BoardSort): void {
    const descending = this.order.sort === sort ? !this.order.descending : false;
    this.order = { sort, descending };
    void this.#load(false);
  }

  /** Takes the host's word that monitors changed, however many: the lists are written and counted anew once. */
  put(cards: readonly MonitorCard[]): void {
    const outcomes = this.#lists.map((list) => list.put(cards));
    if (outcomes.some((outcome) => outcome.member)) this.#soon(SETTLING);
  }

  drop(id: MonitorId): void {
    this.selection.remove(id);
    const outcomes = this.#lists.map((list) => list.drop(id));
    if (outcomes.some((outcome) => outcome.member)) this.#soon(SETTLING);
  }

  /** Listens to the host until the returned function is called. */
  listen(): () => void {
    const stops = [
      on("monitors-changed", (cards) => this.put(cards)),
      on("monitor-removed", (id) => this.drop(id)),
    ];
    return () => {
      clearTimeout(this.#timer);
      for (const stop of stops) stop();
    };
  }

  #soon(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#load(false), wait);
  }

  async #load(anew: boolean): Promise<void> {
    const pages = await Promise.all(this.#questions().map(([list, query]) => list.load(query, anew)));
    for (const page of pages) if (page) this.#count(page);
  }

  #questions(): [BoardList, BoardQuery][] {
    const id = this.#workspaceId;
    if (this.form === "table") return [[this.table, queryOf(id, this.filters, this.order, 0, TABLE_PAGE)]];
    const newest: Order = { sort: "confirmed", descending: true };
    return this.phases.map((phase) => [
      this.columns[phase],
      queryOf(id, { ...this.filters, phases: [phase] }, newest, 0, COLUMN_PAGE),
    ]);
  }

  #count(page: BoardPage): void {
    this.all = page.all;
    this.ongoing = page.ongoing;
    this.tags = page.tags;
  }
}

export const board = new Board({
  ask: api.board,
  ids: api.boardIds,
  practice: (id) => session.workspace(id)?.service === "practice",
});
