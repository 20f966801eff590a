import type { Money } from "$lib/bindings/Money";
import type { WorkspaceEdit } from "$lib/bindings/WorkspaceEdit";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { noEdit } from "$ui/new-monitor/workspace-edit";

/** A workspace's form, as text and as typed. */
export type Typed = {
  name: string;
  colour: number;
  budget: string;
  checks: number | null;
  markup: string;
  address: string;
};

/** What is wrong with the form, by field. */
export type Wrong = { [field in "name" | "budget" | "checks" | "markup"]?: true };

/** Where GEN's own service answers; an empty address stands for it. */
export const USUAL = "https://api.gen.pro";

const MICROS = 1_000_000;
const THOUSANDTHS = 1000;

/** The form as it stands before anything is typed. */
export const typedOf = (workspace: WorkspaceView): Typed => ({
  name: workspace.name,
  colour: workspace.colour,
  budget: workspace.budget ? String(workspace.budget.limit / MICROS) : "",
  checks: workspace.checks_per_30_days,
  markup: workspace.markup_thousandths ? String(workspace.markup_thousandths / THOUSANDTHS) : "",
  address: addressOf(workspace),
});

/** GEN's own address is empty also where somebody had typed it. */
function addressOf({ base_url }: Pick<WorkspaceView, "base_url">): string {
  const address = base_url?.replace(/\/+$/, "") ?? "";
  return address === USUAL ? "" : address;
}

/** The edit of a workspace that the form asks for, or what is wrong with it. */
export function editOf(
  typed: Typed,
  workspace: Pick<WorkspaceView, "base_url">,
): { edit: WorkspaceEdit } | { wrong: Wrong } {
  const address = typed.address.trim();
  const budget = dollars(typed.budget);
  const markup = thousandths(typed.markup);
  const checks = typed.checks !== null && typed.checks >= 1 && typed.checks <= 720 ? typed.checks : null;
  const wrong: Wrong = {
    ...(typed.name.trim() === "" && { name: true }),
    ...(budget === null && { budget: true }),
    ...(checks === null && { checks: true }),
    ...(markup === null && { markup: true }),
  };
  if (Object.keys(wrong).length > 0) return { wrong };
  return {
    edit: {
      ...noEdit,
      name: typed.name.trim(),
      colour: typed.colour,
      checks_per_30_days: checks,
      markup_thousandths: markup,
      budget,
      // An address that stays is not asked for: the key would be tried there once more, and need the network.
      base_url: address === addressOf(workspace) ? null : address,
    },
  };
}

/** An amount in dollars as micro-dollars, cent by cent, without a fraction on the way; empty is none. */
function dollars(text: string): Money | null {
  const plain = text.trim().replace(/^\$\s*/, "");
  if (plain === "") return 0;
  const [, whole, cents = ""] = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(plain) ?? [];
  if (whole === undefined) return null;
  return Number(whole) * MICROS + Number(cents.padEnd(2, "0")) * 10_000;
}

/** A markup such as 1.5 in thousandths; empty is "not known". */
function thousandths(text: string): number | null {
  const plain = text.trim().replace(/^[×x]\s*/i, "");
  if (plain === "") return 0;
  const [, whole, rest = ""] = /^(\d{1,2})(?:[.,](\d{1,3}))?$/.exec(plain) ?? [];
  if (whole === undefined) return null;
  const value = Number(whole) * THOUSANDTHS + Number(rest.padEnd(3, "0"));
  return value >= THOUSANDTHS && value <= 10 * THOUSANDTHS ? value : null;
}
