import { SvelteMap } from "svelte/reactivity";
import type { Problem } from "$lib/bindings/Problem";
import type { Settings } from "$lib/bindings/Settings";
import type { StartNotice } from "$lib/bindings/StartNotice";
import type { StartView } from "$lib/bindings/StartView";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { here, readIn } from "$lib/format";
import { api, asProblem, on } from "$lib/ipc";
import { spoken } from "$lib/language";
import { takeLanguage } from "./language";

/** How often it is asked whether the day is still the same, in milliseconds. */
const TICK = 60_000;

const untilAsked: Settings = {
  theme: "system",
  language: "",
  board_form: "columns",
  board_density: "normal",
  board_columns: ["follows", "workspace", "state", "confirmed", "next", "day", "at_most", "so_far"],
  notify: { failed: true, key_refused: true, budget: true, found_again: false, finished: false },
  quiet_hours: { on: false, from_minute: 20 * 60, until_minute: 8 * 60, days: 0b111_1111 },
  keep_running: null,
  start_at_login: false,
  single_key_shortcuts: true,
  welcomed: true,
};

/** What every place needs to know: workspaces, settings, zone, the unread count and the day. */
class Session {
  /** Whether the host has answered the first question. */
  ready = $state(false);
  /** Why it could not be answered. */
  failure: Problem | null = $state.raw(null);
  version = $state("");
  zone = $state("UTC");
  settings: Settings = $state.raw(untilAsked);
  unread = $state(0);
  /** What should be known at the start; each stands until it is closed. */
  notices: StartNotice[] = $state.raw([]);
  /** A moment of this day: moves on when the day does, so that times on the screen stay true. A resting
      window with hundreds of times in it has nothing to write anew before midnight. */
  today = $state(Date.now());
  /** One save at a time, each with everything that was set by then. */
  #saving: Promise<unknown> = Promise.resolve();
  readonly #workspaces = new SvelteMap<WorkspaceId, WorkspaceView>();

  /** In the order of the side bar. */
  readonly workspaces = $derived([...this.#workspaces.values()]);

  workspace(id: WorkspaceId | null): WorkspaceView | undefined {
    return id === null ? undefined : this.#workspaces.get(id);
  }

  /** Asks the host for the first picture. */
  async start(): Promise<StartView | null> {
    try {
      const view = await api.startView();
      this.#take(view);
      return view;
    } catch (refusal) {
      this.failure = asProblem(refusal);
      return null;
    }
  }

  /** Listens to the host until the returned function is called. */
  listen(): () => void {
    const stops = [
      on("workspace-changed", (view) => this.put(view)),
      on("start-notice", (notice) => this.#notice(notice)),
      on("activity-added", () => (this.unread += 1)),
    ];
    const clock = setInterval(() => this.#tick(), TICK);
    return () => {
      clearInterval(clock);
      for (const stop of stops) stop();
    };
  }

  put(view: WorkspaceView): void {
    this.#workspaces.set(view.id, view);
  }

  async removeWorkspace(id: WorkspaceId): Promise<void> {
    await api.removeWorkspace(id);
    this.#workspaces.delete(id);
  }

  /** Saves a change of the settings; the window shows it at once and takes it back if it is refused. */
  async change(change: Partial<Settings>): Promise<void> {
    const before = this.settings;
    this.settings = { ...before, ...change };
    const turn = this.#saving.then(() => api.saveSettings(this.settings));
    this.#saving = turn.catch(() => undefined);
    try {
      await turn;
    } catch (refusal) {
      this.settings = before;
      throw refusal;
    }
  }

  #tick(): void {
    const now = Date.now();
    if (!here().sameDay(now, this.today)) this.today = now;
  }

  /** The host may tell the same thing twice: with the first picture, and by itself. */
  #notice(notice: StartNotice): void {
    const known = this.notices.some((one) => JSON.stringify(one) === JSON.stringify(notice));
    if (!known) this.notices = [...this.notices, notice];
  }

  #take(view: StartView): void {
    this.version = view.version;
    this.settings = view.settings;
    this.unread = view.unread;
    this.zone = view.zone;
    for (const notice of view.notices) this.#notice(notice);
    this.today = Date.now();
    takeLanguage(view.settings.language);
    readIn(spoken(), view.zone);
    this.#workspaces.clear();
    for (const workspace of view.workspaces) this.put(workspace);
    this.failure = null;
    this.ready = true;
  }
}

export const session = new Session();
