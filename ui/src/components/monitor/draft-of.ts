import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorDetail } from "$lib/bindings/MonitorDetail";
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

/** What a change starts from: what an open one asks for, or what the monitor is. */
export function changedFrom({ card, asked_for }: MonitorDetail): MonitorDraft {
  return asked_for ? { ...asked_for, country: asked_for.country ?? "" } : draftOf(card);
}
