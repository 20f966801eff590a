import type { MonitorCard } from "$lib/bindings/MonitorCard";
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

export function price(draft: MonitorDraft, workspace: WorkspaceView): PricePreview | null {
  const posts = draft.max_results ?? 0;
  if (posts < 1 || posts > 50) return null;
  const gen = workspace.service === "gen";
  const unit = gen ? POST : 0;
  const amount = posts * unit;
  const comments = draft.comment_monitoring === true;
  const checks = draft.monitoring ? 8 : 1;
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
      ? { checks: workspace.checks_per_30_days, amount: amount * workspace.checks_per_30_days, assumed: gen }
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
