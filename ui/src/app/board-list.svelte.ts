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
/** Rows from the first up to the second, which is not among them. */
type Stretch = { from: number; until: number };

/** The most rows that the host gives at once. */
const MOST = 500;
/** Rows kept far from those in sight; older ones are asked for again. */
const KEPT_AROUND = 1500;

/**
 * One list of monitors, as a column or the table shows it. It knows how many there are; each row comes
 * with the page that is asked for once it is in sight, and is kept true by the host's news.
 */
export class BoardList {
  /** As long as the list is; a row that was not asked for yet is empty. */
  rows: readonly (MonitorCard | undefined)[] = $state.raw([]);
  /** `first`: nothing was shown yet. `again`: what is shown stays until the answer comes. */
  loading: "no" | "first" | "again" = $state("first");
  problem: Problem | null = $state.raw(null);
  /** Grows with every new question, for which the list begins at its top again. */
  turn = $state(0);
  readonly total = $derived(this.rows.length);
  #query: BoardQuery | null = null;
  #asked = 0;
  #answeredAt = 0;
  #seen: Stretch = { from: 0, until: 0 };
  #pending: Stretch[] = [];
  readonly #ask: Ask;
  readonly #practice: (id: WorkspaceId) => boolean;

  constructor(ask: Ask, practice: (id: WorkspaceId) => boolean) {
    this.#ask = ask;
    this.#practice = practice;
  }

  /** Asks anew; the latest question wins. The same question again keeps to the rows in sight. */
  async load(query: BoardQuery, anew: boolean): Promise<BoardPage | null> {
    const same = !anew && this.#query !== null && alike(this.#query, query);
    this.#query = query;
    if (anew) this.rows = [];
    this.loading = this.rows.length === 0 ? "first" : "again";
    if (!same) {
      this.#seen = { from: 0, until: 0 };
      this.turn += 1;
    }
    const first = Math.floor(this.#seen.from / query.limit) * query.limit;
    const limit = Math.min(MOST, Math.max(query.limit, this.#seen.until - first));
    return this.#answer({ ...query, offset: first, limit }, (page) => {
      this.rows = filled(new Array<MonitorCard | undefined>(page.total).fill(undefined), page.rows, first);
    });
  }

  /** Rows came into sight; what of them is not here yet is asked for. */
  async seen(from: number, until: number): Promise<void> {
    this.#seen = { from, until };
    if (!this.#query || this.loading !== "no") return;
    const { limit } = this.#query;
    for (let first = Math.floor(from / limit) * limit; first < until; first += limit) {
      if (this.#lacks({ from: Math.max(from, first), until: Math.min(until, first + limit) })) {
        await this.#page({ from: first, until: first + limit });
      }
    }
  }

  /** Takes in changed monitors, all at once; tells whether any came into the list or left it. */
  put(cards: readonly MonitorCard[]): Outcome {
    const query = this.#query;
    if (!query) return { member: false };
    // What is said last of a monitor holds.
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- lives only as long as this call
    const news = new Map(cards.map((card) => [card.id, card]));
    const belongs = (card: MonitorCard) => matches(card, query, this.#practice);
    const { rows, others, left } = renewed(this.rows, news, belongs);
    // One that stands as it did when the list was counted is on a page that was not asked for.
    const whole = !this.rows.includes(undefined);
    const came = others.filter((card) => belongs(card) && (whole || card.state_since >= this.#answeredAt));
    if (others.length < news.size || came.length > 0) this.rows = [...came.reverse(), ...rows];
    return { member: left || came.length > 0 };
  }

  drop(id: MonitorId): Outcome {
    const at = this.rows.findIndex((row) => row?.id === id);
    if (at < 0) return { member: false };
    this.rows = this.rows.toSpliced(at, 1);
    return { member: true };
  }

  #lacks({ from, until }: Stretch): boolean {
    const here = this.rows.slice(from, until).includes(undefined);
    return here && !this.#pending.some((page) => page.from <= from && until <= page.until);
  }

  async #page(stretch: Stretch): Promise<void> {
    const turn = this.#asked;
    if (!this.#query) return;
    this.#pending.push(stretch);
    try {
      const page = await this.#ask({ ...this.#query, offset: stretch.from });
      if (turn !== this.#asked || page.total !== this.total) return;
      this.rows = filled(this.#near(), page.rows, stretch.from);
    } catch (refusal) {
      if (turn === this.#asked) this.problem = asProblem(refusal);
    } finally {
      this.#pending = this.#pending.filter((page) => page !== stretch);
    }
  }

  /** The rows, without those far from what is in sight: a long walk must not fill the memory. */
  #near(): (MonitorCard | undefined)[] {
    const { from, until } = this.#seen;
    return this.rows.map((row, index) =>
      index < from - KEPT_AROUND || index > until + KEPT_AROUND ? undefined : row,
    );
  }

  /** What came is taken in the step that ends the loading: in between, the list would look like an empty one. */
  async #answer(query: BoardQuery, take: (page: BoardPage) => void): Promise<BoardPage | null> {
    const turn = ++this.#asked;
    this.#pending = [];
    const asked = Date.now();
    try {
      const page = await this.#ask(query);
      if (turn !== this.#asked) return null;
      this.#answeredAt = asked;
      this.problem = null;
      take(page);
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

/**
 * Rows with the news of their monitors in them, and without those that do not belong there any more: whether one
 * left, and the news that is of none of them.
 */
function renewed(
  rows: readonly (MonitorCard | undefined)[],
  news: ReadonlyMap<MonitorId, MonitorCard>,
  belongs: (card: MonitorCard) => boolean,
) {
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- lives only as long as this call
  const others = new Map(news);
  const kept = rows.flatMap((row) => {
    const card = row && others.get(row.id);
    if (!card) return [row];
    others.delete(card.id);
    return belongs(card) ? [card] : [];
  });
  return { rows: kept, others: [...others.values()], left: kept.length < rows.length };
}

/** A list with a page laid over it. */
function filled(
  rows: (MonitorCard | undefined)[],
  page: readonly MonitorCard[],
  from: number,
): (MonitorCard | undefined)[] {
  rows.splice(
    from,
    Math.min(page.length, Math.max(0, rows.length - from)),
    ...page.slice(0, rows.length - from),
  );
  return rows;
}

/** Whether two questions are about the same rows; asking again then keeps to what is in sight. */
function alike(one: BoardQuery, other: BoardQuery): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
