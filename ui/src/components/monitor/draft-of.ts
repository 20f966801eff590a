import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";

/** The same monitor as a form's draft: for a new run, or to be changed. */
export function draftOf(card: MonitorCard): MonitorDraft {
  return {
    platform: card.platform,
    type: card.kind,
    value: card.value,
    days: card.days,
    country: card.country ?? "",
    max_results: card.max_results,
    monitoring: card.monitoring,
    comment_monitoring: card.comment_monitoring,
  };
}
