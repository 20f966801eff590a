import type { BudgetView } from "$lib/bindings/BudgetView";
import type { CopyPreview } from "$lib/bindings/CopyPreview";
import type { CopyView } from "$lib/bindings/CopyView";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { Phase } from "$lib/bindings/Phase";
import type { Platform } from "$lib/bindings/Platform";
import type { Problem } from "$lib/bindings/Problem";
import type { Settings } from "$lib/bindings/Settings";
import type { StartNotice } from "$lib/bindings/StartNotice";
import type { StateWord } from "$lib/bindings/StateWord";
import type { TargetKind } from "$lib/bindings/TargetKind";
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

/** The computer slept last night: nothing was asked in these hours. */
export const SLEPT = { from: 15 * HOUR, until: 7 * HOUR };
const AWAKE = 0xff_ffff & ~(0xff << 7);

/** `checks`: one a day, the last of them today. `ago`: how long it exists, where that says nothing. */
type Sketch = Partial<MonitorCard> & { checks?: number; ago?: number };

/** What is over is so since it was heard; what waits, since it was taken; what runs, two minutes later. */
function sinceWhen(phase: Phase, created: number, confirmed: number): number {
  if (phase === "finished" || phase === "needs_attention") return confirmed;
  return phase === "waiting" ? created + 2000 : Math.min(now, created + 2 * MINUTE);
}

/** A monitor from few words: the rest is what usually goes with them. */
export function monitor(
  workspace_id: number,
  platform: Platform,
  value: string,
  max_results: number,
  state: StateWord,
  more: Sketch = {},
): MonitorCard {
  const { checks = 0, ago, ...rest } = more;
  const id = takeId();
  const kind: TargetKind = value.startsWith("@") ? "username" : value.startsWith("#") ? "hashtag" : "keyword";
  // Practice has the published prices, as the host has them: made up, and never charged.
  const free = workspace_id === 3;
  const per_check = free ? 0 : max_results * POST;
  const monitoring = more.monitoring ?? (state === "watching" || state === "failed");
  const gen = workspace_id <= 2;
  const phase = phaseOf[state];
  const created = now - (ago ?? (checks > 0 ? (checks - 1) * DAY : phase === "waiting" ? 4 * MINUTE : HOUR));
  const confirmed = rest.last_confirmed_at ?? now - (2 + (id % 3)) * MINUTE;
  const hours = Math.min(24, Math.ceil((now - created) / HOUR));
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
    phase,
    state,
    status: statusOf[state] ?? null,
    job_id: state === "not_known" || state === "not_started" ? null : String(48_200 + id),
    created_at: created,
    state_since: sinceWhen(phase, created, confirmed),
    last_confirmed_at: confirmed,
    next_check:
      phase === "needs_attention" || phase === "finished" || !monitoring
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
    answered_hours: AWAKE & ((1 << hours) - 1),
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

/** A single check that was over so many days ago, within ten minutes. */
const over = (days: number): Sketch => ({
  ago: days * DAY + 10 * MINUTE,
  last_confirmed_at: now - days * DAY,
});

export const monitors: MonitorCard[] = [
  monitor(1, "instagram", "@fashionbrand", 50, "failed", {
    checks: 12,
    problem: problem("job_failed", "profile not found"),
    tags: ["competitor", "fashion"],
    last_confirmed_at: now - 7 * MINUTE,
  }),
  monitor(1, "tiktok", "#skintok", 50, "not_known", {
    ago: 36 * MINUTE,
    problem: problem("outcome_unknown", "no answer within 30 s"),
    so_far: { amount: 750_000, certainty: "held", plus_comments: false },
    state_since: now - 35 * MINUTE,
    last_confirmed_at: null,
    tags: ["trend"],
  }),
  monitor(1, "tiktok", "barrier repair", 20, "waiting", { monitoring: false }),
  monitor(1, "tiktok", "sunscreen stick", 20, "waiting", {
    monitoring: true,
    comment_monitoring: true,
    so_far: { amount: 300_000, certainty: "held", plus_comments: true },
  }),
  monitor(1, "instagram", "#skincareroutine", 50, "collecting", { ago: 52 * MINUTE, tags: ["trend"] }),
  monitor(1, "youtube", "retinol for beginners", 30, "collecting", { ago: 25 * MINUTE }),
  monitor(1, "tiktok", "@alderskin", 50, "watching", { checks: 23, tags: ["own"] }),
  monitor(1, "tiktok", "#glassskin", 50, "watching", {
    checks: 23,
    tags: ["trend"],
    change_pending: true,
  }),
  monitor(1, "instagram", "@fernandsalt", 20, "watching", { checks: 21 }),
  monitor(1, "youtube", "@skinlabdaily", 30, "watching", { checks: 23, tags: ["competitor"] }),
  monitor(1, "instagram", "#spfeveryday", 40, "watching", { checks: 15 }),
  monitor(1, "instagram", "@littleoatsoap", 20, "finished", over(2)),
  monitor(1, "youtube", "#skincarescience", 50, "finished", over(3)),
  monitor(1, "tiktok", "@morningshelf", 50, "finished", over(5)),
  monitor(2, "youtube", "@ridgewalkers", 30, "waiting", { monitoring: false }),
  monitor(2, "tiktok", "@ternoutdoor", 20, "watching", { checks: 23, tags: ["own"] }),
  monitor(2, "tiktok", "#packlight", 30, "watching", { checks: 23 }),
  monitor(2, "instagram", "#hutlife", 36, "watching", { checks: 23 }),
  monitor(2, "tiktok", "ultralight tent", 50, "finished", over(4)),
  monitor(2, "youtube", "#thruhike", 50, "finished", over(4)),
  monitor(2, "instagram", "@pinewood.archive.of.very.long.names", 50, "stopped", over(11)),
  monitor(2, "tiktok", "camp coffee", 50, "other", {
    last_confirmed_at: now - 20 * MINUTE,
    monitoring: false,
  }),
  monitor(3, "youtube", "@trailkitchen", 30, "collecting", { ago: 20 * MINUTE, monitoring: true }),
  monitor(3, "youtube", "@slowpeaks", 30, "watching", { ago: 3 * DAY }),
  monitor(3, "youtube", "@derm.notes", 30, "watching", { ago: 3 * DAY }),
  monitor(3, "youtube", "@gearbench", 30, "watching", {
    ago: 3 * DAY,
    // Midnight Pacific, when there are calls again.
    next_check: { kind: "at", at: now + 18 * HOUR + 29 * MINUTE },
    last_failure:
      "Your YouTube key has used up its calls for today. YouTube gives new ones at midnight Pacific time; collecting goes on then by itself.",
  }),
  monitor(3, "tiktok", "@thelongcarry", 30, "not_started", {
    ago: 4 * MINUTE,
    problem: problem("no_source", "no source for tiktok"),
    last_confirmed_at: null,
  }),
  monitor(4, "tiktok", "@demo.studio", 20, "watching", { ago: 2 * DAY }),
  monitor(4, "instagram", "#demoday", 20, "finished", over(1)),
  monitor(4, "instagram", "@private.example", 20, "failed", {
    ago: DAY,
    problem: problem(
      "job_failed",
      "@private.example is private, so its posts cannot be collected. Follow a public account or a hashtag instead.",
    ),
  }),
];

/** What is counted against a budget is what the monitors of its workspace cost. */
export function budgetOf(workspace: number, limit: number, cards = monitors): BudgetView {
  const counted = cards
    .filter((card) => card.workspace_id === workspace)
    .reduce((total, card) => total + card.so_far.amount, 0);
  return { limit, counted, left: Math.max(0, limit - counted) };
}

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
    colour: 1,
    monitors: 0,
    attention: 0,
    // Put in anew when the one before was refused, which Activity tells of.
    key: { last_four: "7f3a", added_at: now - 4 * DAY + HOUR, this_run_only: false },
    connection: { kind: "answered", at: now - 2 * MINUTE },
    budget: budgetOf(1, 120 * DOLLAR),
  },
  {
    ...base,
    id: 2,
    name: "Tern Outdoor",
    service: "gen",
    agent_id: "3190",
    colour: 2,
    monitors: 0,
    attention: 0,
    key: { last_four: "c91e", added_at: now - 26 * DAY, this_run_only: false },
    connection: { kind: "answered", at: now - 3 * MINUTE },
    budget: budgetOf(2, 40 * DOLLAR),
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
  },
];

/** Once a day, the last an hour ago. */
const madeAt = (index: number) => now - index * DAY - HOUR;
/** Seven back-ups, the newest first. */
export const copies: CopyView[] = Array.from({ length: 7 }, (_, index) => ({
  name: `daily-${index}.db`,
  made_at: madeAt(index),
  size: 2_400_000 - index * 37_000,
}));

/** A copy of five days ago, from another computer. */
const copied = now - 5 * DAY;
const since = monitors.filter((card) => card.created_at > copied).length;
export const copyPreview: CopyPreview = {
  name: "Feedwatch 2026-11-18.feedwatch",
  until: copied,
  workspaces: [
    { name: "Alder Skincare", address: null },
    { name: "Tern Outdoor", address: "https://gen.staging.example" },
  ],
  monitors: monitors.length - since,
  monitors_now: monitors.length,
  started_since: since,
  with_posts: true,
};

/** One notice of each tone. */
export const notices: StartNotice[] = [
  { kind: "fell_back", what: "record", damaged: "feedwatch.damaged-1.db", made_at: madeAt(1) },
  { kind: "not_restored" },
  { kind: "restored", kept: "feedwatch.before-restore-1.db" },
];
