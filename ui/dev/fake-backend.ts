import { emit } from "@tauri-apps/api/event";
import { mockIPC } from "@tauri-apps/api/mocks";
import type { BoardPage } from "$lib/bindings/BoardPage";
import type { BoardQuery } from "$lib/bindings/BoardQuery";
import type { BoardView } from "$lib/bindings/BoardView";
import type { BulkWork } from "$lib/bindings/BulkWork";
import type { ChangedField } from "$lib/bindings/ChangedField";
import type { ConnectGen } from "$lib/bindings/ConnectGen";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorDetail } from "$lib/bindings/MonitorDetail";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { MonitorEvent } from "$lib/bindings/MonitorEvent";
import type { KeyView } from "$lib/bindings/KeyView";
import type { Problem } from "$lib/bindings/Problem";
import type { Settle } from "$lib/bindings/Settle";
import type { SourceName } from "$lib/bindings/SourceName";
import type { SourcesView } from "$lib/bindings/SourcesView";
import type { TimelineEntry } from "$lib/bindings/TimelineEntry";
import type { WorkspaceEdit } from "$lib/bindings/WorkspaceEdit";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { draftOf } from "$ui/monitor/draft-of";
import * as bulk from "./fake-bulk";
import * as data from "./fake-data";
import { FakeLists } from "./fake-lists";
import * as past from "./fake-past";
import * as posts from "./fake-posts";
import { price, settingsOf, wrong } from "./fake-price";
import { fakeSources, namesOfSources } from "./fake-sources";
import { spending } from "./fake-spending";

/**
 * An in-memory stand-in for the host, for looking at the window in a browser. Scenarios: `board`,
 * `first-run`, `nowhere` (welcomed, no workspace), `empty` (one workspace, nothing in it), `slow`
 * (never answers about the board), `many` (10,000 monitors, or `?count=`), `broken` (the record cannot be read).
 * Keys in Connect GEN: `list…` lists two agents, `bad…` is refused, `offline…` cannot connect,
 * `store…` finds no key store, anything else needs an agent id. Targets with `fail` in them fail.
 */
export function install(scenario: string): void {
  const host = new FakeHost(scenario);
  mockIPC((command, args) => host.answer(command, (args ?? {}) as Args), { shouldMockEvents: true });
  Object.assign(window, { fakeHost: host });
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- arguments as the page sends them
type Args = Record<string, any>;

const refuse = (code: Problem["code"], message = "", more: Partial<Problem> = {}): never => {
  throw { code, message, ...more } satisfies Problem;
};
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

class FakeHost {
  readonly lists = new FakeLists();
  settings = structuredClone(data.settings);
  workspaces: WorkspaceView[] = [];
  monitors: MonitorCard[] = [];
  activity = past.activity();
  sources: SourcesView = structuredClone(fakeSources);
  told = new Map<number, TimelineEntry[]>();
  asked = new Map<number, MonitorDraft>();
  views: BoardView[] = [];
  /** Milliseconds in which it worked, which a true host would take elsewhere. */
  spent = 0;
  /** Lists already sorted, while nothing changes them: the true host has an index. */
  readonly #found = new Map<string, BoardPage>();
  readonly #scenario: string;
  #staged = false;

  constructor(scenario: string) {
    this.#scenario = scenario;
    if (scenario === "first-run") this.settings.welcomed = false;
    if (scenario === "board" || scenario === "notices" || scenario === "slow" || scenario === "many") {
      this.workspaces = structuredClone(data.workspaces);
      this.monitors = structuredClone(data.monitors);
    }
    if (scenario === "many") this.#addMany();
    if (scenario === "empty") this.workspaces = structuredClone(data.workspaces.slice(0, 1));
    if (!this.monitors.length) this.activity = [];
  }

  #withKey(name: SourceName, key: KeyView | null): SourcesView {
    const sources = this.sources.sources.map((source) =>
      source.name === name ? { ...source, key } : source,
    );
    this.sources = { ...this.sources, sources };
    return this.sources;
  }

  #copies(staged = this.#staged) {
    return { copies: data.copies, staged, failed: null };
  }

  #addMany(): void {
    const states = ["watching", "finished", "waiting", "collecting", "failed"] as const;
    const count = Number(new URLSearchParams(location.search).get("count") ?? 10_000);
    for (let index = 0; index < count; index += 1) {
      const state = states[index % states.length] ?? "watching";
      const more =
        state === "failed" ? { problem: { code: "job_failed" as const, message: "profile not found" } } : {};
      this.monitors.push(data.monitor(1 + (index % 2), "tiktok", `@account${index}`, 20, state, more));
    }
  }

  async answer(command: string, args: Args): Promise<unknown> {
    const handler = this.#commands[command];
    if (!handler) {
      if (command.startsWith("plugin:")) return null;
      return refuse("internal", `no such command: ${command}`);
    }
    await wait(command === "preview" ? 15 : 30);
    if (!/^(board|plugin:)/.test(command)) this.#found.clear();
    const began = performance.now();
    try {
      return structuredClone(await handler(args));
    } finally {
      this.spent += performance.now() - began;
    }
  }

  readonly #commands: Record<string, (args: Args) => unknown> = {
    start_view: () => {
      if (this.#scenario === "broken") refuse("store_damaged", "file is not a database");
      return {
        version: "0.1.0",
        settings: this.settings,
        workspaces: this.#workspaces(),
        unread: this.#unread(),
        zone: "Europe/Berlin",
        notices: this.#scenario === "notices" ? data.notices : [],
      };
    },
    countries: () =>
      "ar au at be br ca cl co cz dk eg fi fr de gr hk hu in id ie il it jp ke kr mx nl nz ng no pk pe ph pl pt ro sa sg za es se ch tw th tr ua ae gb us vn"
        .split(" ")
        .map((code) => ({
          code,
          name: new Intl.DisplayNames(["en"], { type: "region" }).of(code.toUpperCase()),
        })),
    save_settings: ({ settings }) => (this.settings = settings),
    copies: () => this.#copies(),
    save_copy: () => "Feedwatch 2026-11-23.feedwatch",
    choose_copy: () => data.copyPreview,
    look_into_copy: () => data.copyPreview,
    restore_copy: () => this.#copies((this.#staged = true)),
    unstage_copy: () => this.#copies((this.#staged = false)),
    restart: () => null,
    posts: ({ workspaceId, query }) => {
      const { service } = this.#workspace(workspaceId);
      const none = service === "gen" || this.#scenario === "empty";
      return none
        ? { posts: [], next: null, total: 0, total_is_floor: false }
        : posts.posts(query, service === "practice");
    },
    post_choices: () => posts.choices(),
    post_creators: () => posts.creators(),
    post: ({ workspaceId, postId }) =>
      posts.post(postId, this.#workspace(workspaceId).service === "practice"),
    insights: () => posts.insights(),
    forget_creator: () => ({ posts: 23, comments: 204 }),
    choose_post_file: () => posts.look(),
    bring_posts: () => posts.bring(),
    cancel_post_file: () => null,
    export_posts: () => ({ file_name: "posts.csv", posts: 480 }),
    workspaces: () => this.#workspaces(),
    open_practice: () => this.#made("practice"),
    open_this_computer: () => this.#made("computer"),
    test_key: ({ key, agentId }) => this.#testKey(key, agentId),
    connect_gen: ({ request }) => this.#connect(request),
    replace_key: ({ workspaceId, key, thisRunOnly }) => {
      const workspace = this.#workspace(workspaceId);
      if (String(key).startsWith("bad")) refuse("unauthorized", "Invalid API key");
      workspace.key = { last_four: String(key).slice(-4), added_at: Date.now(), this_run_only: thisRunOnly };
      return this.#changed(workspace);
    },
    remove_key: ({ workspaceId }) => {
      const workspace = this.#workspace(workspaceId);
      workspace.key = null;
      return this.#changed(workspace);
    },
    answer_closing: ({ keep }) => ((this.settings.keep_running = keep), null),
    stay_open: () => null,
    quit: () => null,
    test_stored_key: () => ({ agents: null, agent: "reached", credits: 12_400 }),
    edit_workspace: ({ workspaceId, edit }) => this.#edit(workspaceId, edit),
    remove_workspace: ({ workspaceId }) => {
      this.workspaces = this.workspaces.filter(({ id }) => id !== workspaceId);
      this.monitors = this.monitors.filter((card) => card.workspace_id !== workspaceId);
      return null;
    },
    sources: () => this.sources,
    test_source_key: () => ({ account: "anna" }),
    keep_source_key: ({ source, key, thisRunOnly }) => {
      if (String(key).startsWith("bad"))
        refuse(
          "source_refused",
          `${namesOfSources[source as SourceName]} refused your key. Put a new one into Settings, under Sources.`,
        );
      return this.#withKey(source, {
        last_four: String(key).slice(-4),
        added_at: Date.now(),
        this_run_only: thisRunOnly,
      });
    },
    remove_source_key: ({ source }) => this.#withKey(source, null),
    choose_source: ({ platform, source }) => {
      const choices = this.sources.choices.map((choice) =>
        choice.platform === platform ? { ...choice, chosen: source } : choice,
      );
      this.sources = { ...this.sources, choices };
      return this.sources;
    },
    new_intent: () => crypto.randomUUID(),
    preview: ({ workspaceId, draft, editing, cadence }) => ({
      fields: wrong(draft),
      price: price(draft, this.#seen(workspaceId), cadence),
      duplicates: this.monitors
        .filter(
          (card) => card.value === draft.value && card.platform === draft.platform && card.id !== editing,
        )
        .map((card) => ({
          monitor_id: card.id,
          workspace_id: card.workspace_id,
          workspace_name: this.#workspace(card.workspace_id).name,
          state: card.state,
        })),
      availability:
        this.#workspace(workspaceId).service === "computer" && draft.platform && draft.platform !== "youtube"
          ? "needs_own_source"
          : "served",
    }),
    create_monitor: ({ workspaceId, draft, tags }) => this.#create(workspaceId, draft, tags),
    ...this.lists.commands,
    board: ({ query }) => (this.#scenario === "slow" ? new Promise(() => {}) : this.#board(query)),
    board_ids: ({ query }) => this.#board({ ...query, offset: 0, limit: 1e6 }).rows.map(({ id }) => id),
    views: () => this.views,
    save_view: ({ view }) => {
      const others = this.views.filter(
        (one) => one.name !== view.name || one.query.workspace_id !== view.query.workspace_id,
      );
      this.views = [...others, { ...view, id: data.takeId() }].toSorted((a, b) =>
        a.name.localeCompare(b.name),
      );
      return this.views;
    },
    remove_view: ({ viewId }) => (this.views = this.views.filter(({ id }) => id !== viewId)),
    quote_bulk: ({ monitors, work }) => bulk.quote(this.#these(monitors), work, this.#workspaces()),
    run_bulk: ({ id, work, items }) => bulk.run(id, items, this.monitors, (card) => this.#work(card, work)),
    end_bulk: ({ id }) => bulk.end(id),
    tag_monitors: ({ monitors, add, remove }) => {
      for (const card of this.#these(monitors)) {
        const kept = card.tags.filter((tag: string) => !remove.includes(tag));
        this.#to(card, { tags: [...new Set([...kept, ...add])] });
      }
      return null;
    },
    monitor: ({ monitorId }) => this.#detail(this.#monitor(monitorId)),
    update_monitor: ({ monitorId, draft }) => this.#update(this.#monitor(monitorId), draft),
    stop_monitor: ({ monitorId }) =>
      this.#to(this.#monitor(monitorId), { state: "stopped", phase: "finished" }),
    settle: ({ monitorId, settle }) => this.#settle(this.#monitor(monitorId), settle),
    look_now: ({ monitorId }) => this.#to(this.#monitor(monitorId), { last_confirmed_at: Date.now() }),
    tag_monitor: ({ monitorId, tags }) => {
      this.#to(this.#monitor(monitorId), { tags });
      return this.#monitor(monitorId);
    },
    cadence: () => null,
    set_cadence: ({ cadence }) => cadence,
    monitors_of_jobs: () => [],
    remove_monitor: ({ monitorId }) => {
      this.monitors = this.monitors.filter(({ id }) => id !== monitorId);
      void emit("monitor-removed", monitorId);
      return null;
    },
    activity: ({ before, limit }) => {
      const rest = this.activity.filter((entry) => before === null || entry.id < before);
      return { entries: rest.slice(0, limit), more: rest.length > limit, unread: this.#unread() };
    },
    mark_activity_read: ({ upTo }) => {
      this.activity = this.activity.map((entry) => (entry.id <= upTo ? { ...entry, read: true } : entry));
      return this.#unread();
    },
    spending: ({ query }) => spending(this.#workspaces(), this.monitors, query),
    test_notification: () => ({ kind: "handed_over", service: "org.freedesktop.Notifications" }),
    diagnostics: () =>
      [
        "Feedwatch 0.1.0 (in-memory backend)",
        "System: Linux x86_64",
        "Zone: Europe/Berlin",
        `Workspaces: ${this.workspaces.length} · Monitors: ${this.monitors.length}`,
        "Key store: Secret Service, unlocked",
        "Last trouble: timed_out at 13:58 (30 s)",
      ].join("\n"),
    open_link: () => null,
    practice_targets: () => [
      { platform: "instagram", type: "username", value: "@private.example", why: "This account is private." },
      { platform: "tiktok", type: "username", value: "@fail.notfound", why: "This account does not exist." },
      { platform: "youtube", type: "keyword", value: "fail slowly", why: "The platform does not answer." },
    ],
  };

  #workspaces(): WorkspaceView[] {
    return this.workspaces.map((workspace) => {
      const own = this.monitors.filter((card) => card.workspace_id === workspace.id);
      const attention = own.filter((card) => card.phase === "needs_attention").length;
      const budget = workspace.budget && data.budgetOf(workspace.id, workspace.budget.limit, own);
      return { ...workspace, monitors: own.length, attention, budget };
    });
  }
  /** A workspace as it is told of, counted anew. */
  #seen = (id: number): WorkspaceView =>
    this.#workspaces().find((one) => one.id === id) ?? refuse("not_found", "workspace");
  #unread = () => this.activity.filter((entry) => !entry.read).length;
  #workspace = (id: number): WorkspaceView =>
    this.workspaces.find((one) => one.id === id) ?? refuse("not_found", "workspace");
  #monitor = (id: number): MonitorCard =>
    this.monitors.find((one) => one.id === id) ?? refuse("not_found", "monitor");

  #these = (ids: number[]): MonitorCard[] =>
    ids.flatMap((id) => this.monitors.filter((one) => one.id === id));
  #work(card: MonitorCard, work: BulkWork): void {
    if (work.kind === "stop") this.#to(card, { state: "stopped", phase: "finished", editable: false });
    else if (work.kind === "change") this.#update(card, { ...work.draft, ...settingsOf(card, work.draft) });
    else this.#create(card.workspace_id, { ...settingsOf(card, null) }, card.tags);
  }

  #changed(workspace: WorkspaceView): WorkspaceView {
    const view = this.#workspaces().find(({ id }) => id === workspace.id) ?? workspace;
    void emit("workspace-changed", structuredClone(view));
    return view;
  }
  #made(service: "practice" | "computer"): WorkspaceView {
    const known = this.workspaces.find((workspace) => workspace.service === service);
    if (known) return known;
    const sample = data.workspaces.find((workspace) => workspace.service === service);
    const made = structuredClone(sample ?? refuse("internal"));
    this.workspaces.push(made);
    return made;
  }
  async #testKey(key: string, agentId: string | null): Promise<unknown> {
    await wait(300);
    if (key.startsWith("bad")) refuse("unauthorized", "Invalid API key");
    if (key.startsWith("offline"))
      refuse("cannot_connect", "connection refused", { retry: { kind: "by_person" } });
    const agents = key.startsWith("list")
      ? [
          { id: "3184", name: "Alder Skincare" },
          { id: "3190", name: "Tern Outdoor" },
        ]
      : null;
    return { agents, agent: agentId ? "reached" : "not_named", credits: agents ? 12_400 : null };
  }
  #connect(request: ConnectGen): WorkspaceView {
    if (request.key.startsWith("store") && !request.this_run_only)
      refuse("keychain_locked", "no unlocked collection");
    const made: WorkspaceView = {
      ...structuredClone(data.workspaces[0] ?? refuse("internal")),
      id: 10 + this.workspaces.length,
      name: request.name || `Agent ${request.agent_id}`,
      agent_id: request.agent_id,
      budget: null,
      key: { last_four: request.key.slice(-4), added_at: Date.now(), this_run_only: request.this_run_only },
      connection: { kind: "answered", at: Date.now() },
    };
    this.workspaces.push(made);
    return made;
  }
  #edit(id: number, edit: WorkspaceEdit): WorkspaceView {
    const workspace = this.#workspace(id);
    if (edit.name !== null) workspace.name = edit.name;
    if (edit.colour !== null) workspace.colour = edit.colour;
    if (edit.checks_per_30_days !== null) workspace.checks_per_30_days = edit.checks_per_30_days;
    if (edit.markup_thousandths !== null) workspace.markup_thousandths = edit.markup_thousandths || null;
    if (edit.base_url !== null) workspace.base_url = edit.base_url || null;
    if (edit.alerts !== null) workspace.alerts = edit.alerts.kind === "own" ? edit.alerts.alerts : null;
    if (edit.budget !== null)
      workspace.budget = edit.budget === 0 ? null : { limit: edit.budget, counted: 0, left: edit.budget };
    return this.#changed(workspace);
  }

  #board({ offset, limit, ...query }: BoardQuery): BoardPage {
    const asked = JSON.stringify(query);
    const found = this.#found.get(asked) ?? this.#search(query);
    this.#found.set(asked, found);
    return { ...found, rows: found.rows.slice(offset, offset + limit) };
  }

  #search(query: Omit<BoardQuery, "offset" | "limit">): BoardPage {
    const practice = this.workspaces.filter((one) => one.service === "practice").map(({ id }) => id);
    const place = this.monitors.filter((card) =>
      query.workspace_id === null
        ? !practice.includes(card.workspace_id)
        : card.workspace_id === query.workspace_id,
    );
    const among = <T>(chosen: T[], own: T) => chosen.length === 0 || chosen.includes(own);
    const found = place.filter(
      (card) =>
        among(query.platforms, card.platform) &&
        among(query.kinds, card.kind) &&
        among(query.phases, card.phase) &&
        query.tags.every((tag) => card.tags.includes(tag)) &&
        (query.monitoring === null || card.monitoring === query.monitoring) &&
        card.value.toLowerCase().includes(query.search.toLowerCase()),
    );
    const phases = ["needs_attention", "waiting", "collecting", "watching", "finished", "other"] as const;
    const keys = {
      phase: (card: MonitorCard) => phases.indexOf(card.phase),
      target: (card: MonitorCard) => card.value.replace(/^[@#]/, ""),
      platform: (card: MonitorCard) => card.platform,
      created: (card: MonitorCard) => card.created_at,
      confirmed: (card: MonitorCard) => card.last_confirmed_at ?? 0,
      so_far: (card: MonitorCard) => card.so_far.amount,
    };
    const key = keys[query.sort];
    const sorted = found.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
    if (query.descending) sorted.reverse();
    return {
      total: found.length,
      counts: phases.map((phase) => ({ phase, count: found.filter((card) => card.phase === phase).length })),
      all: place.length,
      ongoing: place.filter((card) => card.monitoring).length,
      rows: sorted,
      tags: [...new Set(place.flatMap((card) => card.tags))].toSorted(),
    };
  }

  #detail(card: MonitorCard): MonitorDetail {
    const unit = card.max_results > 0 ? card.per_check / card.max_results : 0;
    const amount = card.per_check;
    return {
      card,
      estimate: {
        lines: [
          { kind: "posts", count: card.max_results, unit, amount },
          ...(card.comment_monitoring
            ? [{ kind: "comments" as const, count: null, unit: 2000, amount: null }]
            : []),
        ],
        at_most: card.comment_monitoring ? { kind: "open_ended", posts: amount } : { kind: "known", amount },
      },
      counted:
        amount > 0
          ? [{ checks: Math.round(card.so_far.amount / amount), unit: amount, amount: card.so_far.amount }]
          : [],
      expected: null,
      timeline: this.told.get(card.id) ?? past.timelineOf(card),
      gaps: past.gapsOf(card),
      notes: [],
      asked_for: this.asked.get(card.id) ?? past.askedOf(card),
    };
  }
  #to(card: MonitorCard, change: Partial<MonitorCard>, event?: MonitorEvent): MonitorDetail {
    const changed = { ...card, ...change };
    this.monitors = this.monitors.map((one) => (one.id === card.id ? changed : one));
    if (event) this.#tell(card, event);
    void emit("monitors-changed", [structuredClone(changed)]);
    this.#changed(this.#workspace(card.workspace_id));
    return this.#detail(changed);
  }
  #tell(card: MonitorCard, event: MonitorEvent): void {
    const lines = this.told.get(card.id) ?? past.timelineOf(card);
    this.told.set(card.id, [{ at: Date.now(), event, confirmed: null }, ...lines]);
    const entry = {
      id: (this.activity[0]?.id ?? 0) + 1,
      at: Date.now(),
      workspace_id: card.workspace_id,
      monitor: { id: card.id, platform: card.platform, value: card.value },
      what: { about: "monitor" as const, event },
      notified: "no" as const,
      read: false,
    };
    this.activity = [entry, ...this.activity];
    void emit("activity-added", structuredClone(entry));
  }
  /** Targets with `refused` in them are refused by the service; those with `timeout` get no answer. */
  #hitch(card: MonitorCard): void {
    const attention = { phase: "needs_attention" as const, job_id: null, status: null, editable: false };
    if (card.value.includes("refused")) {
      const problem = {
        code: "no_active_credit_purchase" as const,
        message: "Workspace has no active credit purchase",
      };
      const so_far = { ...card.so_far, amount: 0, certainty: "exact" as const };
      Object.assign(card, attention, { state: "not_started", problem, so_far });
    }
    if (card.value.includes("timeout")) {
      const problem = { code: "outcome_unknown" as const, message: "no answer within 30 s" };
      const so_far = { ...card.so_far, certainty: "held" as const };
      Object.assign(card, attention, { state: "not_known", problem, so_far });
    }
  }
  #create(workspaceId: number, draft: MonitorDraft, tags: string[]): MonitorCard {
    const fields = wrong(draft);
    if (fields.length > 0) refuse("validation_error", "", { fields });
    const budget = price(draft, this.#seen(workspaceId))?.budget;
    if (budget && !budget.fits) refuse("over_budget", "", { fits: budget.smallest_fit ?? undefined });
    const card = data.monitor(
      workspaceId,
      (draft.platform ?? "tiktok") as MonitorCard["platform"],
      draft.value ?? "",
      draft.max_results ?? 50,
      "waiting",
      {
        monitoring: draft.monitoring ?? false,
        comment_monitoring: draft.comment_monitoring ?? false,
        days: (draft.days ?? 30) as MonitorCard["days"],
        country: draft.country || null,
        tags,
        created_at: Date.now(),
        last_confirmed_at: Date.now(),
        answered_hours: 1,
      },
    );
    this.#hitch(card);
    this.monitors.unshift(card);
    this.#changed(this.#workspace(workspaceId));
    this.told.set(card.id, [
      { at: Date.now(), event: { kind: "started", at_most: card.per_check }, confirmed: null },
    ]);
    void emit("monitors-changed", [structuredClone(card)]);
    if (card.state === "waiting") void this.#run(card.id);
    return card;
  }
  async #run(id: number): Promise<void> {
    const state = (
      state: MonitorCard["state"],
      status: string,
      reason: string | null = null,
    ): MonitorEvent => ({
      kind: "state_changed",
      state,
      status,
      reason,
    });
    await wait(1500);
    this.#to(
      this.#monitor(id),
      { state: "collecting", phase: "collecting", status: "processing" },
      state("collecting", "processing"),
    );
    await wait(3000);
    const card = this.#monitor(id);
    if (/fail|private/.test(card.value)) {
      const problem = { code: "job_failed" as const, message: "profile not found" };
      this.#to(
        card,
        { state: "failed", phase: "needs_attention", status: "failed", problem, editable: false },
        state("failed", "failed", problem.message),
      );
    } else if (card.monitoring) {
      this.#to(card, { state: "watching", phase: "watching" }, state("watching", "processing"));
    } else {
      this.#to(
        card,
        { state: "finished", phase: "finished", status: "completed", editable: false },
        state("finished", "completed"),
      );
    }
  }
  #update(card: MonitorCard, draft: MonitorDraft): MonitorDetail {
    const fields = wrong(draft);
    if (fields.length > 0) refuse("validation_error", "", { fields });
    const max_results = draft.max_results ?? card.max_results;
    if (
      max_results === card.max_results &&
      draft.days === card.days &&
      draft.monitoring === card.monitoring
    ) {
      refuse("nothing_changed");
    }
    const asked = { ...draftOf(card), ...draft, max_results };
    return this.#to(card, { change_pending: true }, { kind: "changed", fields: this.#ask(card, asked) });
  }
  /** As where the service has not answered yet: the card stays as it was. */
  #ask(card: MonitorCard, asked: MonitorDraft): ChangedField[] {
    this.asked.set(card.id, { ...asked, country: asked.country === "" ? null : asked.country });
    const before = draftOf(card);
    const all = ["days", "max_results", "monitoring", "comment_monitoring"] as const;
    const differ = all.filter((field) => asked[field] !== before[field]);
    return differ.map((field) => ({ field, from: String(before[field]), to: String(asked[field]) }));
  }
  #settle(card: MonitorCard, settle: Settle): MonitorDetail {
    const decision = { exists: "exists", send_again: "sent_again", leave: "left" } as const;
    return this.#to(
      card,
      {
        state: "waiting",
        phase: "waiting",
        status: "pending",
        problem: null,
        job_id: settle.kind === "exists" ? settle.job_id : "48999",
      },
      { kind: "settled", decision: decision[settle.kind] },
    );
  }
}
