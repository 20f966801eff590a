import type { Problem } from "$lib/bindings/Problem";
import type { SpendingQuery } from "$lib/bindings/SpendingQuery";
import type { SpendingView } from "$lib/bindings/SpendingView";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";
import { asProblem, on } from "$lib/ipc";

const FIRST = 50;
const MORE = 100;
/** News is counted anew after this long, so that a storm of it is one question. */
const SETTLING = 800;

type Ask = (query: SpendingQuery) => Promise<SpendingView>;

/** A month of spending as the place shows it; kept true by the host's news. */
export class Spending {
  view: SpendingView | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  loading = $state(true);
  #month: string | null = null;
  #limit = FIRST;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #ask: Ask;
  readonly #workspaceId: WorkspaceId | null;

  constructor(ask: Ask, workspaceId: WorkspaceId | null) {
    this.#ask = ask;
    this.#workspaceId = workspaceId;
  }

  /** Shows another month. */
  show(month: string): void {
    this.#month = month;
    this.#limit = FIRST;
    void this.load();
  }

  /** More of the monitors. */
  more(): void {
    this.#limit += MORE;
    void this.load();
  }

  /** Asks the host; the latest question wins, and what is shown stays until the answer comes. */
  async load(): Promise<void> {
    const turn = ++this.#asked;
    this.loading = true;
    try {
      const view = await this.#ask({
        workspace_id: this.#workspaceId,
        month: this.#month,
        limit: this.#limit,
      });
      if (turn !== this.#asked) return;
      this.view = view;
      this.problem = null;
    } catch (refusal) {
      if (turn !== this.#asked) return;
      this.problem = asProblem(refusal);
    }
    this.loading = false;
  }

  /** Asks now, and again after news, until the returned function is called. */
  listen(): () => void {
    void this.load();
    const soon = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.load(), SETTLING);
    };
    const stops = [on("workspace-changed", soon), on("monitors-changed", soon), on("monitor-removed", soon)];
    return () => {
      clearTimeout(this.#timer);
      for (const stop of stops) stop();
    };
  }
}
