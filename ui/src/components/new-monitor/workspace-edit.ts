import type { WorkspaceEdit } from "$lib/bindings/WorkspaceEdit";

/** An edit of a workspace that changes nothing; places add the one field they change. */
export const noEdit: WorkspaceEdit = {
  name: null,
  colour: null,
  checks_per_30_days: null,
  markup_thousandths: null,
  budget: null,
  base_url: null,
  alerts: null,
};

/** A markup as typed, in thousandths: 0 where it is left empty, none where it is no markup. */
export function markupOf(text: string): number | null {
  const typed = text
    .trim()
    .replace(/^[×x*]\s*/iu, "")
    .replace(",", ".");
  if (typed === "") return 0;
  if (!/^\d{1,2}(?:\.\d{1,3})?$/u.test(typed)) return null;
  const thousandths = Math.round(Number(typed) * 1000);
  return thousandths >= 1000 && thousandths <= 10_000 ? thousandths : null;
}
