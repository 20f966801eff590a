import type { DaySpending } from "$lib/bindings/DaySpending";
import type { Forecast } from "$lib/bindings/Forecast";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { SpendingQuery } from "$lib/bindings/SpendingQuery";
import type { SpendingView } from "$lib/bindings/SpendingView";
import type { WorkspaceSpending } from "$lib/bindings/WorkspaceSpending";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { DAY, now } from "./fake-data";

/** The pictures are of the 23rd of a month, whatever the day on which they are taken. */
const TODAY = 23;
const FROM = Date.UTC(2026, 10, 1);

const sum = (amounts: number[]) => amounts.reduce((one, other) => one + other, 0);

function parts(cards: MonitorCard[]) {
  const of = (kind: (card: MonitorCard) => boolean) =>
    sum(cards.filter(kind).map((card) => card.so_far.amount));
  const held = of((card) => card.so_far.certainty === "held");
  const reported = of((card) => card.so_far.certainty === "exact");
  const total = of(() => true);
  return { reported, counted: total - held - reported, held, total };
}

/** What a monitor cost on each day: one check a day until it ended, or the whole on the day of its start. */
function costOn(card: MonitorCard): Map<number, number> {
  const ago = (at: number) => Math.floor((now - at) / DAY);
  const last = TODAY - (card.phase === "finished" ? ago(card.state_since) : 0);
  const checks = card.per_check === 0 ? 0 : Math.round(card.so_far.amount / card.per_check);
  if (checks <= 1) return new Map([[Math.max(1, TODAY - ago(card.created_at)), card.so_far.amount]]);
  return new Map(
    Array.from({ length: checks }, (_, index) => [Math.max(1, last - index), card.per_check] as const),
  );
}

/** The days of the month, adding up to what the monitors cost. */
function days(workspaces: WorkspaceSpending[], monitors: MonitorCard[]): DaySpending[] {
  const costs = monitors.map((card) => ({ workspace_id: card.workspace_id, on: costOn(card) }));
  return Array.from({ length: TODAY }, (_, index) => {
    const own = workspaces
      .map(({ workspace_id }) => ({
        workspace_id,
        amount: sum(
          costs
            .filter((cost) => cost.workspace_id === workspace_id)
            .map((cost) => cost.on.get(index + 1) ?? 0),
        ),
      }))
      .filter((part) => part.amount > 0);
    return { day: index + 1, at: FROM + index * DAY, total: sum(own.map((part) => part.amount)), parts: own };
  });
}

/** From the first day with spending on, as the host reckons. */
function forecast(total: number, until: DaySpending[]): Forecast {
  const first = until.findIndex((day) => day.total > 0);
  if (first < 0) return { kind: "nothing" };
  const counted = until.length - first;
  if (counted < 3) return { kind: "too_early", days: counted };
  const of_days = 30 - first;
  return { kind: "known", amount: Math.round((total / counted) * of_days), days: counted, of_days };
}

export function spending(all: WorkspaceView[], monitors: MonitorCard[], query: SpendingQuery): SpendingView {
  const shown = all.filter((one) =>
    query.workspace_id === null ? one.service !== "practice" : one.id === query.workspace_id,
  );
  const workspaces = shown.map((workspace): WorkspaceSpending => {
    const so_far = parts(monitors.filter((card) => card.workspace_id === workspace.id));
    const limit = workspace.budget?.limit ?? null;
    const used = limit === null ? 0 : so_far.total / limit;
    return {
      workspace_id: workspace.id,
      so_far,
      credits:
        workspace.service === "computer"
          ? null
          : {
              low: Math.round(so_far.total / 8700),
              high: Math.round((so_far.total / 8700) * 3),
            },
      budget:
        limit === null ? null : { limit, counted: so_far.total, left: Math.max(0, limit - so_far.total) },
      budget_state: limit === null ? null : used >= 1 ? "reached" : used >= 0.8 ? "near" : "well",
      checks_per_30_days: workspace.checks_per_30_days,
      assumed: so_far.counted > 0,
      plus_comments: monitors.some((card) => card.workspace_id === workspace.id && card.so_far.plus_comments),
    };
  });
  const own = monitors
    .filter((card) => shown.some((one) => one.id === card.workspace_id) && card.so_far.amount > 0)
    .toSorted((one, other) => other.so_far.amount - one.so_far.amount);
  const so_far = parts(own);
  const inDays = days(workspaces, own);
  const budgets = workspaces.flatMap((one) => (one.budget ? [one.budget] : []));
  return {
    month: query.month ?? "2026-11",
    months: ["2026-11", "2026-10", "2026-09"],
    from: FROM,
    until: FROM + TODAY * DAY,
    so_far,
    forecast: forecast(so_far.total, inDays),
    budget:
      budgets.length === 0
        ? null
        : {
            limit: sum(budgets.map((one) => one.limit)),
            counted: sum(budgets.map((one) => one.counted)),
            left: sum(budgets.map((one) => one.left)),
          },
    days: inDays,
    workspaces,
    monitors: own.slice(0, Math.min(query.limit, 12)).map((card) => ({
      monitor_id: card.id,
      workspace_id: card.workspace_id,
      platform: card.platform,
      value: card.value,
      state: card.state,
      lines:
        card.so_far.certainty === "held" || card.per_check === 0
          ? [{ checks: 1, unit: card.so_far.amount, amount: card.so_far.amount }]
          : [
              {
                checks: Math.max(1, Math.round(card.so_far.amount / card.per_check)),
                unit: card.per_check,
                amount: card.so_far.amount,
              },
            ],
      kind:
        card.so_far.certainty === "held"
          ? "held"
          : card.state === "failed"
            ? "counted_until_cleared"
            : "counted",
      amount: card.so_far.amount,
      plus_comments: card.so_far.plus_comments,
    })),
    monitors_total: own.length,
    plus_comments: workspaces.some((one) => one.plus_comments),
  };
}
