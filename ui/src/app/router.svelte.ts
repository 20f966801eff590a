import { focusMark } from "./focus";
import type { ImportId } from "$lib/bindings/ImportId";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { MonitorId } from "$lib/bindings/MonitorId";
import type { PostFilter } from "$lib/bindings/PostFilter";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";

/** The parts of Settings. */
export type SettingsSection =
  "keys" | "sources" | "notifications" | "look" | "background" | "workspaces" | "backup" | "diagnostics";

/** A place of the window with everything it needs to be drawn again. */
export type Place =
  | { name: "first-run" }
  /** One workspace; none means all but practice. */
  | { name: "board"; workspaceId: WorkspaceId | null }
  | { name: "new-monitor"; workspaceId: WorkspaceId; draft?: MonitorDraft; retryOf?: MonitorId }
  | { name: "import"; workspaceId: WorkspaceId; importId?: ImportId }
  | { name: "monitor"; monitorId: MonitorId }
  /** One workspace's; none means all but practice. */
  | { name: "spending"; workspaceId: WorkspaceId | null }
  /** The posts of one workspace; none means the one on this computer. */
  | { name: "posts"; workspaceId: WorkspaceId | null; monitorId?: MonitorId; filter?: Partial<PostFilter> }
  | { name: "post"; workspaceId: WorkspaceId; postId: number }
  | { name: "insights"; workspaceId: WorkspaceId | null }
  | { name: "activity" }
  | { name: "settings"; section: SettingsSection };

/** A place that was left, and the control that led away from it. */
type Left = { place: Place; focus: string | null };

const KEPT = 50;

/** Where the window is, and the way back. */
export class Router {
  place: Place = $state.raw({ name: "board", workspaceId: null });
  /** The board that is shown, or was last: where Board leads to from other places. */
  board: WorkspaceId | null = $state(null);
  #back: Left[] = [];
  /** Grows at each move, so that a place may be drawn anew though its name stays. */
  moves = $state(0);
  /** The control that led away from the place that is shown again; none after a move onward. */
  returnTo: string | null = null;
  readonly #focused: () => string | null;

  constructor(start?: Place, focused: () => string | null = () => null) {
    if (start) this.#show(start, null);
    this.#focused = focused;
  }

  /** Goes on; the place that is left can be returned to. */
  go(place: Place): void {
    if (same(place, this.place)) return;
    const left = { place: this.place, focus: this.#focused() };
    if (this.place.name !== "first-run") this.#back = [...this.#back, left].slice(-KEPT);
    this.#show(place, null);
  }

  /** Goes on and forgets the place that is left, as after a form was sent. */
  replace(place: Place): void {
    this.#show(place, null);
  }

  /** Goes back; to `otherwise` where there is no way back. */
  back(otherwise: Place = { name: "board", workspaceId: null }): void {
    const last = this.#back.at(-1);
    this.#back = this.#back.slice(0, -1);
    this.#show(last?.place ?? otherwise, last?.focus ?? null);
  }

  /** Forgets every place that a removed workspace or monitor would leave empty. */
  forget(gone: (place: Place) => boolean): void {
    this.#back = this.#back.filter((left) => !gone(left.place));
    if (gone({ name: "board", workspaceId: this.board })) this.board = null;
    if (gone(this.place)) this.back();
  }

  /** A removed monitor is left, once, by whoever learns of it first: the news of it, or who asked for it.
      Where its posts went with it, none of theirs is a place to return to. */
  forgetMonitor(id: MonitorId, withPosts = false): void {
    this.forget(
      (place) => (place.name === "monitor" && place.monitorId === id) || (withPosts && place.name === "post"),
    );
  }

  #show(place: Place, focus: string | null): void {
    this.returnTo = focus;
    this.place = place;
    if ("workspaceId" in place) this.board = place.workspaceId;
    this.moves += 1;
  }
}

function same(one: Place, other: Place): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export const router = new Router(undefined, focusMark.read);
