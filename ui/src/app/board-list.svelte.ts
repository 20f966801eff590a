import type { BoardPage } from "$lib/bindings/BoardPage";
import type { BoardQuery } from "$lib/bindings/BoardQuery";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorId } from "$lib/bindings/MonitorId";
import type { Problem } from "$lib/bindings/Problem";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";
import { asProblem } from "$lib/ipc/problem";
import { matches } from "./board-query";

type Ask = (query: BoardQuery) => Promise<BoardPage>;
type Outcome = { member: boolean };

/** The most rows that the host gives at once. */
const MOST = 500;

/** One list of monitors, as a column or the table shows it: pages from the host, kept true by its news. */
export class BoardList {
  rows: MonitorCard[] = $state.raw([]);
  total = $state(0);
  /** `first`: nothing was shown yet. `again`: what is shown stays until the answer comes. */
  loading: "no" | "first" | "again" | "more" = $state("first");
  problem: Problem | null = $state.raw(null);
  #query: BoardQuery | null = null;
  #asked = 0;
  /** Rows that came by news and not on a page, so that the next page begins where the last one ended. */
  #told = 0;
  readonly #ask: Ask;
  readonly #practice: (id: WorkspaceId) => boolean;

  constructor(ask: Ask, practice: (id: WorkspaceId) => boolean) {
    this.#ask = ask;
    this.#practice = practice;
  }

  /** Asks from the beginning; the latest question wins. */
  async load(query: BoardQuery, anew: boolean): Promise<BoardPage | null> {
    const same = !anew && this.#query !== null && alike(this.#query, query);
    this.#query = query;
    if (anew) this.rows = [];
    this.loading = this.rows.length === 0 ? "first" : "again";
    const limit = same ? Math.min(MOST, Math.max(query.limit, this.rows.length)) : query.limit;
    const page = await this.#answer({ ...query, limit });
    if (!page) return null;
    this.rows = page.rows;
    this.#told = 0;
    return page;
  }

  /** The next page, where there is one. */
  async more(): Promise<void> {
    if (!this.#query || this.loading !== "no" || this.rows.length >= this.total) return;
    this.loading = "more";
    const page = await this.#answer({ ...this.#query, offset: this.rows.length - this.#told });
    if (!page) return;
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- lives only as long as this call
    const known = new Set(this.rows.map((row) => row.id));
    this.rows = [...this.rows, ...page.rows.filter((row) => !known.has(row.id))];
  }

  /** Takes in one changed monitor; tells whether it came into the list or left it. */
  put(card: MonitorCard): Outcome {
    const query = this.#query;
    if (!query) return { member: false };
    const at = this.rows.findIndex((row) => row.id === card.id);
    const belongs = matches(card, query, this.#practice);
    if (at < 0 && !belongs) return { member: false };
    if (at < 0) {
      this.rows = [card, ...this.rows];
      this.total += 1;
      this.#told += 1;
      return { member: true };
    }
    if (!belongs) return this.drop(card.id);
    this.rows = this.rows.with(at, card);
    return { member: false };
  }

  drop(id: MonitorId): Outcome {
    const left = this.rows.filter((row) => row.id !== id);
    if (left.length === this.rows.length) return { member: false };
    this.rows = left;
    this.total = Math.max(0, this.total - 1);
    return { member: true };
  }

  async #answer(query: BoardQuery): Promise<BoardPage | null> {
    const turn = ++this.#asked;
    try {
      const page = await this.#ask(query);
      if (turn !== this.#asked) return null;
      this.total = page.total;
      this.problem = null;
      this.loading = "no";
      return page;
    } catch (refusal) {
      if (turn !== this.#asked) return null;
      this.problem = asProblem(refusal);
      this.loading = "no";
      return null;
    }
  }
}

/** Whether two questions are about the same rows; asking again then keeps as many as are shown. */
function alike(one: BoardQuery, other: BoardQuery): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
