import type { ListCheck } from "$lib/bindings/ListCheck";
import type { ListChoice } from "$lib/bindings/ListChoice";
import type { ListRow } from "$lib/bindings/ListRow";
import type { ListView } from "$lib/bindings/ListView";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { ImportView } from "$lib/bindings/ImportView";
import type { Problem } from "$lib/bindings/Problem";
import type { Role } from "$lib/bindings/Role";
import type { RowGroup } from "$lib/bindings/RowGroup";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";
import { api, asProblem } from "$lib/ipc";

/** The commands that an import asks. */
export type ListApi = Pick<typeof api, "pickList" | "pasteList" | "checkList" | "startImport">;

/** Rows that are asked for at once. */
export const PAGE = 100;
/** Waits so long after a change before it asks again, in milliseconds. */
export const ASK_AFTER = 120;

/** What a press of the button came to. */
export type Pressed = "busy" | "nothing" | "moved" | "refused" | "started";

/** What holds where a row says nothing, as the form begins too. */
const DEFAULTS: MonitorDraft = {
  platform: null,
  type: null,
  value: null,
  days: 30,
  country: null,
  max_results: 50,
  monitoring: true,
  comment_monitoring: false,
};

/** A list from the file to the start: what its columns mean, what becomes of each row, what it costs. */
export class ImportList {
  text = $state("");
  list: ListView | null = $state.raw(null);
  choice: ListChoice = $state.raw({
    headed: false,
    roles: [],
    defaults: DEFAULTS,
    watched_too: false,
    within_budget: false,
  });
  group: RowGroup | null = $state(null);
  check: ListCheck | null = $state.raw(null);
  /** The rows so far; more are asked for page by page. */
  rows: readonly ListRow[] = $state.raw([]);
  problem: Problem | null = $state.raw(null);
  busy: "no" | "reading" | "starting" = $state("no");
  asking = $state(false);
  /** The list or its price moved between the look and the press: it wants another press. */
  moved = $state(false);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly hasTarget: boolean = $derived(this.choice.roles.includes("target"));
  /** Rows of the list: those that were judged, or what there is below the heading before they are. */
  readonly total: number = $derived.by(() => {
    if (this.check !== null) return Object.values(this.check.counts).reduce((sum, one) => sum + one, 0);
    return Math.max(0, (this.list?.rows ?? 0) - (this.choice.headed ? 1 : 0));
  });
  readonly ready: number = $derived(this.hasTarget ? (this.check?.counts.ready ?? 0) : 0);
  /** Whether the list as a whole would be refused for its budget. */
  readonly overBudget: boolean = $derived(this.check?.price.budget?.fits === false);

  constructor(
    private readonly workspaceId: WorkspaceId,
    private readonly ipc: ListApi = api,
  ) {}

  pick = (): Promise<void> => this.#read(() => this.ipc.pickList());
  paste = (): Promise<void> => this.#read(() => this.ipc.pasteList(this.text));

  /** A file that was dropped on the window. */
  dropped(list: ListView | null, problem: Problem | null): void {
    if (this.busy === "starting") return;
    this.problem = problem;
    if (list !== null) this.#take(list);
  }

  /** Puts the list away, so that another can be chosen. */
  another(): void {
    this.end();
    this.list = null;
    this.check = null;
    this.rows = [];
    this.problem = null;
    this.moved = false;
  }

  setRole(column: number, role: Role): void {
    // A meaning is given to one column: the other one loses it.
    const roles = this.choice.roles.map((old, index) =>
      index === column ? role : old === role && role !== "ignore" ? "ignore" : old,
    );
    this.#choose({ roles });
  }
  setHeaded = (headed: boolean): void => this.#choose({ headed });
  setDefault = (change: Partial<MonitorDraft>): void =>
    this.#choose({ defaults: { ...this.choice.defaults, ...change } });
  setWatchedToo = (watched_too: boolean): void => this.#choose({ watched_too });
  setWithinBudget = (within_budget: boolean): void => this.#choose({ within_budget });
  show(group: RowGroup | null): void {
    this.group = group;
    void this.ask();
  }

  /** Asks what becomes of the rows now. The latest question wins. */
  async ask(): Promise<ListCheck | null> {
    clearTimeout(this.#timer);
    const list = this.list;
    if (list === null) return null;
    const mine = ++this.#asked;
    this.asking = true;
    try {
      const check = await this.ipc.checkList(this.workspaceId, list.list, this.choice, this.group, 0, PAGE);
      if (mine !== this.#asked) return null;
      this.check = check;
      this.rows = check.rows;
      this.problem = null;
    } catch (refusal) {
      if (mine !== this.#asked) return null;
      this.problem = asProblem(refusal);
      this.check = null;
      this.rows = [];
    }
    this.asking = false;
    return this.check;
  }

  /** Asks for the rows after those that are there. */
  async more(): Promise<void> {
    const list = this.list;
    if (list === null || this.asking) return;
    const mine = ++this.#asked;
    this.asking = true;
    try {
      const from = this.rows.length;
      const check = await this.ipc.checkList(
        this.workspaceId,
        list.list,
        this.choice,
        this.group,
        from,
        PAGE,
      );
      if (mine === this.#asked) this.rows = [...this.rows, ...check.rows];
    } catch (refusal) {
      if (mine === this.#asked) this.problem = asProblem(refusal);
    }
    if (mine === this.#asked) this.asking = false;
  }

  /** Starts what is ready, once however often it is pressed, at the price that stood on the button. */
  async start(onstarted: (view: ImportView) => void): Promise<Pressed> {
    if (this.busy !== "no") return "busy";
    const shown = this.check;
    if (this.list === null || shown === null || this.ready === 0 || this.overBudget) return "nothing";
    this.busy = "starting";
    this.problem = null;
    this.moved = false;
    try {
      const view = await this.ipc.startImport({
        list: this.list.list,
        workspace_id: this.workspaceId,
        choice: this.choice,
        monitors: shown.counts.ready,
        first: shown.price.first,
      });
      onstarted(view);
      return "started";
    } catch (refusal) {
      return await this.#refused(asProblem(refusal));
    } finally {
      this.busy = "no";
    }
  }

  /** Ends what is under way; the place is left. */
  end(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  async #refused(problem: Problem): Promise<Pressed> {
    if (problem.code === "not_now") {
      await this.ask();
      this.moved = true;
      return "moved";
    }
    this.problem = problem;
    return "refused";
  }

  async #read(read: () => Promise<ListView | null>): Promise<void> {
    if (this.busy !== "no") return;
    this.busy = "reading";
    this.problem = null;
    try {
      const list = await read();
      if (list !== null) this.#take(list);
    } catch (refusal) {
      this.problem = asProblem(refusal);
    } finally {
      this.busy = "no";
    }
  }

  #take(list: ListView): void {
    this.list = list;
    this.group = null;
    this.check = null;
    this.rows = [];
    this.choice = {
      ...this.choice,
      headed: list.headed,
      roles: list.columns.map((column) => column.role),
      watched_too: false,
      within_budget: false,
    };
    void this.ask();
  }

  #choose(change: Partial<ListChoice>): void {
    this.choice = { ...this.choice, ...change };
    this.moved = false;
    this.asking = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), ASK_AFTER);
  }
}
