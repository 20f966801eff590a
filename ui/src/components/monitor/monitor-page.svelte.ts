import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorDetail } from "$lib/bindings/MonitorDetail";
import type { MonitorId } from "$lib/bindings/MonitorId";
import type { Problem } from "$lib/bindings/Problem";
import type { Settle } from "$lib/bindings/Settle";
import { api, asProblem, on } from "$lib/ipc";

/** The commands that the page asks. */
export type PageApi = Pick<
  typeof api,
  "monitor" | "stopMonitor" | "settle" | "lookNow" | "tagMonitor" | "removeMonitor"
>;

/** What is under way; one thing at a time. */
export type Doing = "look" | "stop" | "settle" | "tag" | "remove";

/** News come in bursts; the whole page is asked for once they pause, in milliseconds. */
const REFRESH_AFTER = 120;

/** One monitor with its history, kept true by the host's news. */
export class MonitorPage {
  detail: MonitorDetail | null = $state.raw(null);
  /** Why it cannot be shown. */
  failure: Problem | null = $state.raw(null);
  /** Why the last thing that was tried did not work. */
  problem: Problem | null = $state.raw(null);
  doing: Doing | null = $state(null);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly id: MonitorId,
    private readonly ipc: PageApi = api,
  ) {}

  async load(): Promise<void> {
    const mine = ++this.#asked;
    try {
      const detail = await this.ipc.monitor(this.id);
      if (mine === this.#asked) this.take(detail);
    } catch (refusal) {
      // What is shown stays; only an empty page has to say why.
      if (mine === this.#asked && this.detail === null) this.failure = asProblem(refusal);
    }
  }

  /** Listens to the host until the returned function is called. */
  listen(): () => void {
    const stops = [
      on("monitors-changed", (cards) => cards.forEach((card) => this.heard(card))),
      on("monitor-removed", (id) => {
        if (id === this.id) this.#gone();
      }),
    ];
    return () => {
      clearTimeout(this.#timer);
      this.#asked += 1;
      for (const stop of stops) stop();
    };
  }

  /** The state is shown at once; its history follows when the news pause. */
  heard(card: MonitorCard): void {
    if (card.id !== this.id) return;
    if (this.detail !== null) this.detail = { ...this.detail, card };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), REFRESH_AFTER);
  }

  take(detail: MonitorDetail): void {
    this.#asked += 1;
    this.detail = detail;
    this.failure = null;
  }

  look = () => this.#do("look", () => this.ipc.lookNow(this.id));
  stop = () => this.#do("stop", () => this.ipc.stopMonitor(this.id));
  settle = (settle: Settle) => this.#do("settle", () => this.ipc.settle(this.id, settle));

  tag(tags: string[]): Promise<boolean> {
    return this.#try("tag", async () => this.heard(await this.ipc.tagMonitor(this.id, tags)));
  }
  remove(withPosts: boolean): Promise<boolean> {
    return this.#try("remove", async () => void (await this.ipc.removeMonitor(this.id, withPosts)));
  }

  #do(doing: Doing, ask: () => Promise<MonitorDetail>): Promise<boolean> {
    return this.#try(doing, async () => this.take(await ask()));
  }

  async #try(doing: Doing, work: () => Promise<void>): Promise<boolean> {
    if (this.doing !== null) return false;
    this.doing = doing;
    this.problem = null;
    try {
      await work();
      return true;
    } catch (refusal) {
      this.problem = asProblem(refusal);
      return false;
    } finally {
      this.doing = null;
    }
  }

  #gone(): void {
    this.detail = null;
    this.failure = { code: "not_found", message: "" };
  }
}
