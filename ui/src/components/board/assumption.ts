import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { board } from "$app/board.svelte";
import { session } from "$app/session.svelte";
import { m } from "$lib/paraglide/messages";

/** By how many checks "so far" is counted at GEN, which publishes none; nothing where nothing is counted so. */
export function assumptionOf(workspaces: readonly WorkspaceView[], ongoing: number): string | null {
  const counted = workspaces.filter(({ service }) => service === "gen");
  const [checks, ...others] = new Set(counted.map((one) => one.checks_per_30_days));
  if (checks === undefined || ongoing === 0) return null;
  if (others.length > 0) return m.board_assumes_each();
  return checks % 30 === 0
    ? m.board_assumes_day({ count: checks / 30 })
    : m.board_assumes_month({ count: checks });
}

/** What stands behind "so far" in the place the board shows; nothing where nothing is left to show. */
export function assumptionHere(workspace: WorkspaceView | undefined): string | null {
  if (board.narrowed && board.total === 0) return null;
  return assumptionOf(workspace ? [workspace] : session.workspaces, board.ongoing);
}
