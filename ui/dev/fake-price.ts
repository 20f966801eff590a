import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { Cadence } from "$lib/bindings/Cadence";
import type { Field } from "$lib/bindings/Field";
import type { FieldProblem } from "$lib/bindings/FieldProblem";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { PricePreview } from "$lib/bindings/PricePreview";
import type { Reason } from "$lib/bindings/Reason";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { POST } from "./fake-data";

/** Good enough a rule for looking at screens; the true one is in Rust. */
export function wrong(draft: MonitorDraft): FieldProblem[] {
  const found: FieldProblem[] = [];
  const refuse = (field: Field, reason: Reason) => found.push({ field, reason });
  if (!draft.platform) refuse("platform", "missing");
  if (!draft.type) refuse("type", "missing");
  if (!draft.value?.trim()) refuse("value", "missing");
  else if (draft.type === "username" && !draft.value.startsWith("@")) refuse("value", "username_needs_at");
  else if (draft.type === "hashtag" && !draft.value.startsWith("#")) refuse("value", "hashtag_needs_hash");
  else if (draft.type === "keyword" && /^[@#]/.test(draft.value)) refuse("value", "keyword_is_plain");
  if (draft.platform === "instagram" && draft.type === "keyword") refuse("type", "unsupported_pair");
  const posts = draft.max_results ?? 0;
  if (posts < 1 || posts > 50) refuse("max_results", "out_of_range");
  return found;
}

/** Checks in 30 days: on this computer as often as was asked, else hourly; elsewhere as is assumed. */
function checksOf(workspace: WorkspaceView, cadence: Cadence | null): number {
  if (workspace.service !== "computer") return workspace.checks_per_30_days;
  if (cadence === null) return 30 * 24;
  const { every_hours, from_hour, until_hour, weekdays } = cadence;
  const days = weekdays.length === 0 ? 30 : (30 * weekdays.length) / 7;
  const daily = every_hours >= 24 ? 24 / every_hours : (until_hour - from_hour) / every_hours;
  return Math.round(days * daily);
}

export function price(
  draft: MonitorDraft,
  workspace: WorkspaceView,
  cadence: Cadence | null = null,
): PricePreview | null {
  const posts = draft.max_results ?? 0;
  if (posts < 1 || posts > 50) return null;
  const gen = workspace.service !== "computer";
  const unit = gen ? POST : 0;
  const amount = posts * unit;
  const comments = draft.comment_monitoring === true;
  const checks = draft.monitoring ? 8 : 1;
  const inMonth = checksOf(workspace, cadence);
  const left = workspace.budget ? workspace.budget.limit - workspace.budget.counted : 0;
  return {
    estimate: {
      lines: [
        { kind: "posts", count: posts, unit, amount },
        ...(comments ? [{ kind: "comments" as const, count: null, unit: gen ? 2000 : 0, amount: null }] : []),
      ],
      at_most: comments && gen ? { kind: "open_ended", posts: amount } : { kind: "known", amount },
    },
    prices: { post: unit, comment: gen ? 2000 : 0, comments_per_post: null },
    charged_by: null,
    credits: gen ? { low: Math.round(amount / 8700), high: Math.round((amount / 8700) * 3) } : null,
    month: draft.monitoring
      ? { checks: inMonth, amount: amount * inMonth, assumed: workspace.service !== "computer" }
      : null,
    budget: workspace.budget
      ? {
          limit: workspace.budget.limit,
          counted: workspace.budget.counted,
          adds: amount * checks,
          checks,
          fits: amount <= left,
          smallest_fit: amount <= left ? null : { posts: Math.floor(left / POST), left },
        }
      : null,
  };
}

/** A monitor's settings as a draft, with a change over them. */
export function settingsOf(card: MonitorCard, change: MonitorDraft | null): MonitorDraft {
  return {
    platform: card.platform,
    type: card.kind,
    value: card.value,
    days: change?.days ?? card.days,
    country: card.country,
    max_results: change?.max_results ?? card.max_results,
    monitoring: change?.monitoring ?? card.monitoring,
    comment_monitoring: change?.comment_monitoring ?? card.comment_monitoring,
  };
}
