import type { SpendingView } from "$lib/bindings/SpendingView";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";

/** Whether made-up money is shown. */
const isPractice = (workspace: WorkspaceView | undefined) => workspace?.service === "practice";

/** What is counted, what is assumed and what nobody publishes, as far as it is true of what is shown. */
export function notesOf(view: SpendingView, workspace: (id: number) => WorkspaceView | undefined): string[] {
  const paid = view.workspaces.filter((one) => workspace(one.workspace_id)?.service === "gen");
  const assumed = paid.filter((one) => one.assumed);
  const notes: string[] = [];
  if (view.workspaces.some((one) => isPractice(workspace(one.workspace_id))))
    notes.push(m.spending_note_practice());
  if (paid.length > 0) notes.push(m.spending_note_counted());
  if (assumed.length > 0) notes.push(assumption([...new Set(assumed.map((one) => one.checks_per_30_days))]));
  if (view.plus_comments) notes.push(m.spending_note_comments());
  return notes;
}

function assumption(checks: number[]): string {
  const [only] = checks;
  if (checks.length > 1 || only === undefined) return m.spending_note_assumed_each();
  return m.spending_note_assumed({ count: only, n: here().count(only) });
}
