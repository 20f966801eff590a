import type { BulkOutcome } from "$lib/bindings/BulkOutcome";
import type { BulkQuote } from "$lib/bindings/BulkQuote";
import type { BulkWork } from "$lib/bindings/BulkWork";
import type { MonitorId } from "$lib/bindings/MonitorId";
import type { Problem } from "$lib/bindings/Problem";
import { api, asProblem, on } from "$lib/ipc";
import { takers } from "./bulk-words";

/** What a person may ask for many monitors; tags are only ours and cost nothing. */
export type Kind = BulkWork["kind"];
export type Asked = { kind: Kind | "tags"; ids: MonitorId[] };

/** The dialog that is open over the board, if any. */
class AskedWork {
  current: Asked | null = $state.raw(null);

  ask(kind: Asked["kind"], ids: MonitorId[]): void {
    if (ids.length > 0) this.current = { kind, ids };
  }
  close(): void {
    this.current = null;
  }
}
export const work = new AskedWork();

const TYPING = 120;

/** One piece of work on many monitors: its price, then its progress, then how it went. */
export class Work {
  stage: "asking" | "running" | "done" = $state("asking");
  quote: BulkQuote | null = $state.raw(null);
  /** How many it may be for, as the last price said, also while another one is asked for. */
  counted: number | null = $state(null);
  /** Monitors dealt with so far. */
  done = $state(0);
  ending = $state(false);
  outcome: BulkOutcome | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  /** The price was another one when it should begin; nothing was sent. */
  repriced = $state(false);
  readonly #ids: MonitorId[];
  #work: BulkWork;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ids: MonitorId[], work: BulkWork) {
    this.#ids = ids;
    this.#work = work;
  }

  /** Asks for the price; of a changed work after the typing ended. */
  price(work: BulkWork = this.#work, wait = 0): void {
    this.#work = work;
    this.quote = wait === 0 ? this.quote : null;
    const turn = ++this.#asked;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(turn), wait);
  }
  change(work: BulkWork): void {
    this.price(work, TYPING);
  }

  async #ask(turn: number): Promise<void> {
    try {
      const quote = await api.quoteBulk(this.#ids, this.#work);
      if (turn !== this.#asked) return;
      this.quote = quote;
      this.counted = takers(this.#work.kind, quote);
    } catch (refusal) {
      if (turn === this.#asked) this.problem = asProblem(refusal);
    }
  }

  /** Begins what was priced. A second press finds it begun. */
  async begin(): Promise<void> {
    const { quote } = this;
    if (!quote || this.stage !== "asking" || quote.able.length === 0) return;
    this.stage = "running";
    this.problem = null;
    this.repriced = false;
    const stop = on("bulk-progress", (progress) => {
      if (progress.id === quote.id) this.done = progress.done;
    });
    try {
      this.outcome = await api.runBulk(quote.id, this.#work, quote.able, quote.at_most);
      this.stage = "done";
    } catch (refusal) {
      this.#refused(asProblem(refusal));
    } finally {
      stop();
    }
  }

  #refused(problem: Problem): void {
    this.stage = "asking";
    if (problem.code !== "not_now") {
      this.problem = problem;
      return;
    }
    this.repriced = true;
    this.quote = null;
    this.price();
  }

  /** Begins no further monitor. Those on their way come to their end. */
  end(): void {
    if (!this.quote || this.stage !== "running") return;
    this.ending = true;
    void api.endBulk(this.quote.id).catch(() => undefined);
  }
}

const SETTLING = 90;

/** What the selected monitors could do and what it would cost, asked for as the selection changes. */
export class SelectionPrice {
  again: BulkQuote | null = $state.raw(null);
  stop: BulkQuote | null = $state.raw(null);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  of(ids: MonitorId[]): void {
    const turn = ++this.#asked;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(ids, turn), SETTLING);
  }

  async #ask(ids: MonitorId[], turn: number): Promise<void> {
    const found = await Promise.all([
      api.quoteBulk(ids, { kind: "run_again" }),
      api.quoteBulk(ids, { kind: "stop" }),
    ]).catch(() => null);
    if (turn !== this.#asked || !found) return;
    [this.again, this.stop] = found;
  }

  forget(): void {
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.again = null;
    this.stop = null;
  }
}
