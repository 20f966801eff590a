import type { ActivityEntry } from "$lib/bindings/ActivityEntry";
import type { Gap } from "$lib/bindings/Gap";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { MonitorEvent } from "$lib/bindings/MonitorEvent";
import type { StateWord } from "$lib/bindings/StateWord";
import type { TimelineEntry } from "$lib/bindings/TimelineEntry";
import { draftOf } from "$ui/monitor/draft-of";
import { DAY, HOUR, MINUTE, monitors, now, SLEPT } from "./fake-data";

/** How often a job is asked about, on average of day and night. */
const ASKED = 22 * MINUTE;

/** When the two monitors were changed that were. */
const CHANGED: Record<string, number> = { "#glassskin": 26 * HOUR, "@alderskin": 50 * HOUR };
const changed = (value: string): MonitorEvent | null => {
  if (value === "#glassskin") return { kind: "changed", fields: [{ field: "days", from: "30", to: "7" }] };
  if (value === "@alderskin") return { kind: "changed", fields: [{ field: "days", from: "90", to: "30" }] };
  return null;
};

const state = (state: StateWord, status: string, reason: string | null = null): MonitorEvent => ({
  kind: "state_changed",
  state,
  status,
  reason,
});
const line = (at: number, event: MonitorEvent): TimelineEntry => ({ at, event, confirmed: null });

/** The state in which a job is, or was until it ended, and how often it was confirmed meanwhile. */
function running(card: MonitorCard): TimelineEntry {
  const at = card.created_at + 2 * MINUTE;
  const until = Math.max(at, card.last_confirmed_at ?? at);
  const word = card.monitoring ? "watching" : "collecting";
  const times = Math.max(1, Math.round((until - at) / ASKED));
  return { at, event: state(word, "processing"), confirmed: { times, until } };
}

function ending(card: MonitorCard): TimelineEntry[] {
  const at = card.state_since;
  if (card.state === "failed") return [line(at, state("failed", "failed", card.problem?.message ?? ""))];
  if (card.state === "finished") return [line(at, state("finished", "completed"))];
  if (card.state === "stopped") return [line(at, state("stopped", "stopped"))];
  return [];
}

function changes(card: MonitorCard): TimelineEntry[] {
  const event = changed(card.value);
  if (event === null) return [];
  const at = now - (CHANGED[card.value] ?? 0);
  const confirmed = line(at + 3 * MINUTE, { kind: "change_confirmed", seen: true });
  return card.change_pending ? [line(at, event)] : [confirmed, line(at, event)];
}

/** What its open change asks for; nobody confirmed it yet. */
export function askedOf(card: MonitorCard): MonitorDraft | null {
  return card.change_pending ? { ...draftOf(card), country: card.country, days: 7 } : null;
}

/** What is told of a monitor's past, newest first. */
export function timelineOf(card: MonitorCard): TimelineEntry[] {
  const started = line(card.created_at, { kind: "started", at_most: card.per_check });
  if (card.state === "not_known") {
    const up_to = card.per_check;
    return [line(card.state_since, { kind: "outcome_unknown", code: "timed_out", up_to }), started];
  }
  if (card.state === "not_started") {
    const event: MonitorEvent = { kind: "not_started", code: "no_source", message: "no source for tiktok" };
    return [line(card.created_at + 1000, event), started];
  }
  const accepted = [line(card.created_at + 2000, { kind: "accepted", job_id: card.job_id ?? "" }), started];
  if (card.phase === "waiting") return accepted;
  return [...ending(card), ...changes(card), running(card), ...accepted];
}

/** When nothing was asked, as far as the monitor existed then. */
export function gapsOf(card: MonitorCard): Gap[] {
  const from = Math.max(card.created_at, now - SLEPT.from);
  const until = now - SLEPT.until;
  return card.monitoring && from < until ? [{ from, until, why: "asleep" }] : [];
}

const of = (value: string) => {
  const card = monitors.find((one) => one.value === value);
  return card ? { id: card.id, platform: card.platform, value: card.value } : null;
};

/** Activity of the last days, newest first. */
export function activity(): ActivityEntry[] {
  let id = 100;
  const line = (
    ago: number,
    workspace_id: number,
    value: string | null,
    what: ActivityEntry["what"],
    more: Partial<ActivityEntry> = {},
  ): ActivityEntry => ({
    id: id--,
    at: now - ago,
    workspace_id,
    monitor: value ? of(value) : null,
    what,
    notified: "no",
    read: true,
    ...more,
  });
  const event = (event: MonitorEvent): ActivityEntry["what"] => ({ about: "monitor", event });
  const change = (value: string): ActivityEntry["what"] =>
    event(changed(value) ?? { kind: "changed", fields: [] });
  return [
    line(7 * MINUTE, 1, "@fashionbrand", event(state("failed", "failed", "profile not found")), {
      notified: "shown",
      read: false,
    }),
    line(20 * MINUTE, 2, null, { about: "budget", percent: 80 }, { notified: "shown", read: false }),
    line(35 * MINUTE, 1, "#skintok", event({ kind: "outcome_unknown", code: "timed_out", up_to: 750_000 }), {
      notified: "failed",
      read: false,
    }),
    line(50 * MINUTE, 1, "#skincareroutine", event(state("collecting", "processing"))),
    line(52 * MINUTE - 2000, 1, "#skincareroutine", event({ kind: "accepted", job_id: "48205" })),
    line(52 * MINUTE, 1, "#skincareroutine", event({ kind: "started", at_most: 750_000 })),
    // In the evening, in the quiet hours of the settings, before the computer slept.
    line(SLEPT.from + HOUR / 2, 2, null, { about: "workspace_recovered" }, { notified: "held" }),
    line(
      SLEPT.from + HOUR,
      2,
      null,
      { about: "workspace_trouble", code: "cannot_connect" },
      { notified: "held" },
    ),
    line(26 * HOUR, 1, "#glassskin", change("#glassskin")),
    line(2 * DAY, 1, "@littleoatsoap", event(state("finished", "completed"))),
    line(50 * HOUR - 3 * MINUTE, 1, "@alderskin", event({ kind: "change_confirmed", seen: true })),
    line(50 * HOUR, 1, "@alderskin", change("@alderskin")),
    line(3 * DAY - 2 * MINUTE, 3, "@slowpeaks", event(state("watching", "processing"))),
    line(3 * DAY, 1, "#skincarescience", event(state("finished", "completed"))),
    line(4 * DAY - HOUR, 1, null, { about: "workspace_recovered" }, { notified: "shown" }),
    line(4 * DAY, 1, null, { about: "workspace_trouble", code: "unauthorized" }, { notified: "shown" }),
  ];
}
