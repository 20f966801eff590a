import { emit } from "@tauri-apps/api/event";
import type { BulkItem } from "$lib/bindings/BulkItem";
import type { BulkOutcome } from "$lib/bindings/BulkOutcome";
import type { BulkQuote } from "$lib/bindings/BulkQuote";
import type { BulkWork } from "$lib/bindings/BulkWork";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { WhyNot } from "$lib/bindings/WhyNot";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { POST } from "./fake-data";

const live = (card: MonitorCard) => ["waiting", "collecting", "watching", "other"].includes(card.state);
const named = ({ id, platform, value }: MonitorCard) => ({ id, platform, value });
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function whyNot(card: MonitorCard, work: BulkWork): WhyNot | null {
  if (["sending", "not_known"].includes(card.state)) return "outcome_open";
  if (work.kind === "run_again") return live(card) ? "still_runs" : null;
  if (!live(card)) return "over";
  if (work.kind === "stop") return null;
  const { days, max_results, monitoring, comment_monitoring } = work.draft;
  const same = [
    [days, card.days],
    [max_results, card.max_results],
    [monitoring, card.monitoring],
    [comment_monitoring, card.comment_monitoring],
  ].every(([wanted, own]) => wanted === null || wanted === own);
  return same ? "unchanged" : null;
}

/** Good enough a price for looking at screens; the true one is in Rust. */
export function quote(cards: MonitorCard[], work: BulkWork, workspaces: WorkspaceView[]): BulkQuote {
  const able = cards.filter((card) => whyNot(card, work) === null);
  const unit = (card: MonitorCard) => (card.per_check === 0 ? 0 : POST);
  const posts = (card: MonitorCard) =>
    work.kind === "change" ? (work.draft.max_results ?? card.max_results) : card.max_results;
  const sum = (of: (card: MonitorCard) => number, list = able) =>
    list.reduce((total, card) => total + of(card), 0);
  const lines = [POST, 0]
    .map((price) => {
      const count = sum(
        posts,
        able.filter((card) => unit(card) === price),
      );
      return { posts: count, unit: price, amount: count * price };
    })
    .filter((line) => line.posts > 0);
  const budgets = workspaces
    .map((workspace) => ({
      workspace_id: workspace.id,
      left: workspace.budget ? workspace.budget.left : null,
      adds: sum(
        (card) => card.per_check,
        able.filter((card) => card.workspace_id === workspace.id),
      ),
    }))
    .filter((budget) => able.some((card) => card.workspace_id === budget.workspace_id))
    .map((budget) => ({ ...budget, fits: budget.left === null || budget.adds <= budget.left }));
  return {
    id: crypto.randomUUID(),
    able: able.map((card) => ({ monitor_id: card.id, intent_id: crypto.randomUUID() })),
    unable: cards.flatMap((card) => {
      const why = whyNot(card, work);
      return why === null ? [] : [{ monitor: named(card), why }];
    }),
    lines,
    at_most: sum((card) => posts(card) * unit(card)),
    before: sum((card) => card.per_check),
    open_ended: able.filter((card) => card.comment_monitoring && card.per_check > 0).length,
    ongoing: able.filter((card) => card.monitoring).length,
    budgets: work.kind === "run_again" ? budgets : [],
  };
}

const ended = new Set<string>();
export const end = (id: string) => void ended.add(id);

/** Does the work one by one; targets with `refuse` in them do not work. */
export async function run(
  id: string,
  items: BulkItem[],
  cards: MonitorCard[],
  one: (card: MonitorCard) => void,
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: 0, failed: [], not_begun: [] };
  for (const item of items) {
    const card = cards.find((known) => known.id === item.monitor_id);
    if (!card) continue;
    if (ended.has(id)) {
      outcome.not_begun.push(named(card));
      continue;
    }
    await wait(150);
    if (card.value.includes("morning")) {
      const problem = { code: "no_active_credit_purchase" as const, message: "" };
      outcome.failed.push({ monitor: named(card), problem });
    } else {
      one(card);
      outcome.done += 1;
    }
    void emit("bulk-progress", { id, done: outcome.done + outcome.failed.length, of: items.length });
  }
  return outcome;
}
