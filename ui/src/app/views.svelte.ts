import type { BoardView } from "$lib/bindings/BoardView";
import type { SaveView } from "$lib/bindings/SaveView";
import type { ViewId } from "$lib/bindings/ViewId";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";
import { api } from "$lib/ipc";

/** The views of the board that a person saved. */
class Views {
  list: readonly BoardView[] = $state.raw([]);
  /** Whether the name of a new one is being asked for. */
  naming = $state(false);

  async load(): Promise<void> {
    this.list = await api.views().catch(() => this.list);
  }
  /** Those of one place. */
  of(workspaceId: WorkspaceId | null): BoardView[] {
    return this.list.filter((view) => view.query.workspace_id === workspaceId);
  }
  async save(view: SaveView): Promise<void> {
    this.list = await api.saveView(view);
  }
  async remove(id: ViewId): Promise<void> {
    this.list = await api.removeView(id);
  }
}

export const views = new Views();
