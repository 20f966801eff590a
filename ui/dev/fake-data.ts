import type { ActivityEntry } from "$lib/bindings/ActivityEntry";
import type { CopyPreview } from "$lib/bindings/CopyPreview";
import type { CopyView } from "$lib/bindings/CopyView";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorEvent } from "$lib/bindings/MonitorEvent";
import type { Phase } from "$lib/bindings/Phase";
import type { Platform } from "$lib/bindings/Platform";
import type { Problem } from "$lib/bindings/Problem";
import type { Settings } from "$lib/bindings/Settings";
import type { StartNotice } from "$lib/bindings/StartNotice";
import type { StateWord } from "$lib/bindings/StateWord";
import type { TargetKind } from "$lib/bindings/TargetKind";
import type { TimelineEntry } from "$lib/bindings/TimelineEntry";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const DOLLAR = 1_000_000;
export const POST = 15_000;
export const now = Date.now();

export const settings: Settings = {
  theme: "system",
  language: "",
  board_form: "columns",
  board_density: "normal",
  board_columns: ["follows", "workspace", "state", "confirmed", "next", "day", "at_most", "so_far"],
  notify: { failed: true, key_refused: true, budget: true, found_again: true, finished: false },
  quiet_hours: { on: true, from_minute: 20 * 60, until_minute: 8 * 60, days: 0b111_1111 },
  keep_running: true,
  start_at_login: false,
  single_key_shortcuts: true,
  welcomed: true,
};

const base = {
  base_url: null,
  key: null,
  markup_thousandths: null,
  budget: null,
  alerts: null,
  checks_per_30_days: 30,
};

export const workspaces: WorkspaceView[] = [
  {
    ...base,
    id: 1,
    name: "Alder Skincare",
    service: "gen",
    agent_id: "3184",
    base_url: "https://api.gen.pro",
    colour: 1,
    monitors: 0,
    attention: 0,
    key: { last_four: "7f3a", added_at: now - 14 * DAY, this_run_only: false },
    connection: { kind: "answered", at: now - 2 * MINUTE },
    budget: { limit: 120 * DOLLAR, counted: 73.5 * DOLLAR, left: 46.5 * DOLLAR },
  },
  {
    ...base,
    id: 2,
    name: "Tern Outdoor",
    service: "gen",
    agent_id: "3190",
    base_url: "https://api.gen.pro",
    colour: 2,
    monitors: 0,
    attention: 0,
    key: { last_four: "7f3a", added_at: now - 14 * DAY, this_run_only: false },
    connection: { kind: "answered", at: now - 3 * MINUTE },
    budget: { limit: 40 * DOLLAR, counted: 33.6 * DOLLAR, left: 6.4 * DOLLAR },
  },
  {
    ...base,
    id: 3,
    name: "Research desk",
    service: "computer",
    agent_id: "this-computer",
    colour: 3,
    monitors: 0,
    attention: 0,
    connection: { kind: "answered", at: now - 4 * MINUTE },
    checks_per_30_days: 120,
  },
  {
    ...base,
    id: 4,
    name: "Practice data",
    service: "practice",
    agent_id: "practice",
    colour: 4,
    monitors: 0,
    attention: 0,
    connection: { kind: "answered", at: now - MINUTE },
    checks_per_30_days: 120,
  },
];

const phaseOf: Record<StateWord, Phase> = {
  sending: "waiting",
  not_started: "needs_attention",
  not_known: "needs_attention",
  waiting: "waiting",
  collecting: "collecting",
  watching: "watching",
  finished: "finished",
  stopped: "finished",
  failed: "needs_attention",
  lost: "needs_attention",
  other: "other",
};
const statusOf: Partial<Record<StateWord, string>> = {
  waiting: "pending",
  collecting: "processing",
  watching: "processing",
  finished: "completed",
  stopped: "stopped",
  failed: "failed",
  other: "quarantined",
};

let nextId = 1;
export const takeId = () => nextId++;

type Sketch = Partial<MonitorCard> & { checks?: number };

/** A monitor from few words: the rest is what usually goes with them. */
export function monitor(
  workspace_id: number,
  platform: Platform,
  value: string,
  max_results: number,
  state: StateWord,
  more: Sketch = {},
): MonitorCard {
  const { checks = 0, ...rest } = more;
  const id = takeId();
  const kind: TargetKind = value.startsWith("@") ? "username" : value.startsWith("#") ? "hashtag" : "keyword";
  const free = workspace_id > 2;
  const per_check = free ? 0 : max_results * POST;
  const monitoring = more.monitoring ?? (state === "watching" || state === "failed");
  const gen = workspace_id <= 2;
  return {
    id,
    workspace_id,
    platform,
    kind,
    value,
    days: 30,
    country: null,
    max_results,
    monitoring,
    comment_monitoring: false,
    phase: phaseOf[state],
    state,
    status: statusOf[state] ?? null,
    job_id: state === "not_known" || state === "not_started" ? null : String(48_200 + id),
    created_at: now - 14 * DAY + id * HOUR,
    state_since: now - 3 * HOUR,
    last_confirmed_at: now - (2 + (id % 3)) * MINUTE,
    next_check:
      phaseOf[state] === "needs_attention" || phaseOf[state] === "finished" || !monitoring
        ? { kind: "never" }
        : gen
          ? { kind: "not_published" }
          : { kind: "at", at: now + 29 * MINUTE },
    so_far: {
      amount: free ? 0 : Math.max(1, checks) * per_check,
      certainty: free ? "exact" : state === "waiting" ? "held" : monitoring ? "about" : "up_to",
      plus_comments: false,
    },
    per_check,
    posts_found: null,
    problem: null,
    tags: [],
    answered_hours: 0b1111_1110_0000_0000_0111_1111_1111,
    editable: ["waiting", "collecting", "watching"].includes(state),
    change_pending: false,
    last_failure: null,
    ...rest,
  };
}

const problem = (code: Problem["code"], message: string): Problem => ({
  code,
  message,
  retry: { kind: "by_person" },
});

export const monitors: MonitorCard[] = [
  monitor(1, "instagram", "@fashionbrand", 50, "failed", {
    checks: 12,
    problem: problem("job_failed", "profile not found"),
    tags: ["competitor", "fashion"],
    state_since: now - 7 * MINUTE,
    last_confirmed_at: now - 7 * MINUTE,
  }),
  monitor(1, "tiktok", "#skintok", 50, "not_known", {
    problem: problem("outcome_unknown", "no answer within 30 s"),
    so_far: { amount: 750_000, certainty: "held", plus_comments: false },
    last_confirmed_at: now - 35 * MINUTE,
    tags: ["trend"],
  }),
  monitor(1, "tiktok", "barrier repair", 20, "waiting", { monitoring: false }),
  monitor(1, "tiktok", "sunscreen stick", 20, "waiting", {
    monitoring: true,
    comment_monitoring: true,
    so_far: { amount: 300_000, certainty: "exact", plus_comments: true },
  }),
  monitor(1, "instagram", "#skincareroutine", 50, "collecting", { tags: ["trend"] }),
  monitor(1, "youtube", "retinol for beginners", 30, "collecting"),
  monitor(1, "tiktok", "@alderskin", 50, "watching", { checks: 23, tags: ["own"] }),
  monitor(1, "tiktok", "#glassskin", 50, "watching", { checks: 23, tags: ["trend"], change_pending: true }),
  monitor(1, "instagram", "@fernandsalt", 20, "watching", {
    checks: 21,
    answered_hours: 0b1110_1111_0000_0000_0111_1111,
  }),
  monitor(1, "youtube", "@skinlabdaily", 30, "watching", { checks: 23, tags: ["competitor"] }),
  monitor(1, "instagram", "#spfeveryday", 40, "watching", {
    checks: 15,
    answered_hours: 0b1111_1110_0000_0000_1100_0111,
  }),
  monitor(1, "instagram", "@littleoatsoap", 20, "finished", { last_confirmed_at: now - 2 * DAY }),
  monitor(1, "youtube", "#skincarescience", 50, "finished", { last_confirmed_at: now - 3 * DAY }),
  monitor(1, "tiktok", "@morningshelf", 50, "finished", { last_confirmed_at: now - 5 * DAY }),
  monitor(2, "youtube", "@ridgewalkers", 30, "waiting", { monitoring: false }),
  monitor(2, "tiktok", "@ternoutdoor", 20, "watching", { checks: 23, tags: ["own"] }),
  monitor(2, "tiktok", "#packlight", 30, "watching", { checks: 23 }),
  monitor(2, "instagram", "#hutlife", 30, "watching", { checks: 23 }),
  monitor(2, "tiktok", "ultralight tent", 50, "finished", { last_confirmed_at: now - 4 * DAY }),
  monitor(2, "youtube", "#thruhike", 50, "finished", { last_confirmed_at: now - 4 * DAY }),
  monitor(2, "instagram", "@pinewood.archive.of.very.long.names", 50, "stopped", {
    last_confirmed_at: now - 11 * DAY,
  }),
  monitor(2, "tiktok", "camp coffee", 50, "other", {
    last_confirmed_at: now - 20 * MINUTE,
    monitoring: false,
  }),
  monitor(3, "youtube", "@trailkitchen", 30, "collecting", { monitoring: true }),
  monitor(3, "youtube", "@slowpeaks", 30, "watching"),
  monitor(3, "youtube", "@derm.notes", 30, "watching"),
  monitor(3, "youtube", "@gearbench", 30, "watching", {
    last_failure: "YouTube’s daily allowance of your key is used up until midnight Pacific",
  }),
  monitor(3, "tiktok", "@thelongcarry", 30, "not_started", {
    problem: problem("no_source", "no source for tiktok"),
    last_confirmed_at: null,
  }),
  monitor(4, "tiktok", "@demo.studio", 20, "watching"),
  monitor(4, "instagram", "#demoday", 20, "finished", { last_confirmed_at: now - HOUR }),
  monitor(4, "instagram", "@private.example", 20, "failed", {
    problem: problem("job_failed", "this account is private"),
  }),
];

/** What is told of a monitor's past. */
export function timelineOf(card: MonitorCard): TimelineEntry[] {
  const at_most = Math.min(card.per_check, 300_000);
  const line = (ago: number, event: MonitorEvent, until?: number): TimelineEntry => ({
    at: now - ago,
    event,
    confirmed: until === undefined ? null : { times: 1406, until: now - until },
  });
  const began = [line(14 * DAY, { kind: "started", at_most })];
  if (card.state === "not_known") {
    return [
      line(35 * MINUTE, { kind: "outcome_unknown", code: "timed_out", up_to: card.per_check }),
      line(36 * MINUTE, { kind: "started", at_most: card.per_check }),
    ];
  }
  if (card.state === "not_started") {
    return [
      line(HOUR, { kind: "not_started", code: "no_source", message: "no source for tiktok" }),
      ...began,
    ];
  }
  const state = (state: StateWord, status: string, reason: string | null = null): MonitorEvent => ({
    kind: "state_changed",
    state,
    status,
    reason,
  });
  const accepted = [line(14 * DAY - 2000, { kind: "accepted", job_id: card.job_id ?? "" }), ...began];
  if (card.phase === "waiting") return [line(MINUTE, state("waiting", "pending")), ...accepted];
  const running = [
    line(9 * DAY, {
      kind: "changed",
      fields: [{ field: "max_results", from: "20", to: String(card.max_results) }],
    }),
    line(14 * DAY - 2 * MINUTE, state(card.monitoring ? "watching" : "collecting", "processing"), 10 * DAY),
    ...accepted,
  ];
  const seen = [line(9 * DAY - 2000, { kind: "change_confirmed", seen: true }), ...running];
  if (card.state === "failed")
    return [line(7 * MINUTE, state("failed", "failed", card.problem?.message ?? "")), ...seen];
  if (card.state === "finished") return [line(DAY, state("finished", "completed")), ...seen];
  return seen;
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
  const state = (state: StateWord, status: string, reason: string | null = null) =>
    event({ kind: "state_changed", state, status, reason });
  return [
    line(7 * MINUTE, 1, "@fashionbrand", state("failed", "failed", "profile not found"), {
      notified: "shown",
      read: false,
    }),
    line(20 * MINUTE, 2, null, { about: "budget", percent: 80 }, { notified: "shown", read: false }),
    line(35 * MINUTE, 1, "#skintok", event({ kind: "outcome_unknown", code: "timed_out", up_to: 750_000 }), {
      notified: "failed",
      read: false,
    }),
    line(50 * MINUTE, 1, "#skincareroutine", state("collecting", "processing")),
    line(51 * MINUTE, 1, "#skincareroutine", event({ kind: "accepted", job_id: "48205" })),
    line(52 * MINUTE, 1, "#skincareroutine", event({ kind: "started", at_most: 750_000 })),
    line(DAY, 2, null, { about: "workspace_recovered" }, { notified: "held" }),
    line(DAY + HOUR, 2, null, { about: "workspace_trouble", code: "cannot_connect" }, { notified: "held" }),
    line(DAY + 2 * HOUR, 1, "#glassskin", event({ kind: "change_confirmed", seen: true })),
    line(
      DAY + 2 * HOUR + 5000,
      1,
      "#glassskin",
      event({
        kind: "changed",
        fields: [
          { field: "max_results", from: "20", to: "50" },
          { field: "days", from: "30", to: "7" },
        ],
      }),
    ),
    line(2 * DAY, 1, "@littleoatsoap", state("finished", "completed")),
    line(3 * DAY, 3, "@slowpeaks", state("watching", "processing")),
    line(3 * DAY + HOUR, 1, "#skincarescience", state("finished", "completed")),
    line(4 * DAY, 1, null, { about: "workspace_trouble", code: "unauthorized" }, { notified: "shown" }),
  ];
}

/** Seven back-ups, the newest first. */
export const copies: CopyView[] = Array.from({ length: 7 }, (_, index) => ({
  name: `daily-${index}.db`,
  made_at: Date.now() - index * DAY - HOUR,
  size: 2_400_000 - index * 37_000,
}));

/** A copy from last week. */
export const copyPreview: CopyPreview = {
  name: "Feedwatch 2026-11-18.feedwatch",
  until: Date.now() - 7 * DAY,
  workspaces: [
    { name: "Alder & Co", address: null },
    { name: "Test bench", address: "https://gen.staging.example" },
  ],
  monitors: 41,
  monitors_now: 44,
  started_since: 3,
  with_posts: true,
};

/** One notice of each tone. */
export const notices: StartNotice[] = [
  { kind: "fell_back", what: "record", damaged: "feedwatch.damaged-1.db", made_at: Date.now() - DAY },
  { kind: "not_restored" },
  { kind: "restored", kept: "feedwatch.before-restore-1.db" },
];
