import { emit } from "@tauri-apps/api/event";
import type { ImportRowView } from "$lib/bindings/ImportRowView";
import type { ImportView } from "$lib/bindings/ImportView";
import type { ListChoice } from "$lib/bindings/ListChoice";
import type { ListRow } from "$lib/bindings/ListRow";
import type { ListView } from "$lib/bindings/ListView";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { RowVerdict } from "$lib/bindings/RowVerdict";
import type { SameAs } from "$lib/bindings/SameAs";
import type { Template } from "$lib/bindings/Template";
import { POST } from "./fake-data";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- arguments as the page sends them
type Args = Record<string, any>;

const draft = (
  platform: string | null,
  type: string | null,
  value: string | null,
  posts = 50,
): MonitorDraft => ({
  platform,
  type,
  value,
  days: 30,
  country: null,
  max_results: posts,
  monitoring: true,
  comment_monitoring: false,
});
const row = (
  line: number,
  given: string,
  what: MonitorDraft,
  verdict: RowVerdict,
  note: ListRow["note"] = null,
): ListRow => ({ line, given, draft: what, note, verdict });

const ready = (posts = 50): RowVerdict => ({ kind: "ready", amount: posts * POST });

/** A list as it would be read, with one row of each fate. */
const rows: ListRow[] = [
  row(
    2,
    "https://www.instagram.com/oliveandoat/?igsh=MWQ1",
    draft("instagram", "username", "@oliveandoat"),
    ready(),
  ),
  row(3, "#glassskin", draft("tiktok", "hashtag", "#glassskin", 20), {
    kind: "watched",
    monitor_id: 1,
    workspace_name: "Alder Skincare",
    state: "watching",
  }),
  row(4, "@fernandsalt", draft("tiktok", "username", "@fernandsalt", 20), ready(20)),
  row(5, "@OliveAndOat", draft("instagram", "username", "@OliveAndOat"), { kind: "repeated", line: 2 }),
  row(
    6,
    "https://vm.tiktok.com/ZMabc123/",
    draft("tiktok", null, null),
    { kind: "wrong", cells: [{ field: "value", reason: "empty", given: "https://vm.tiktok.com/ZMabc123/" }] },
    "short_link",
  ),
  row(7, "barrier repair", draft("facebook", "keyword", "barrier repair", 500), {
    kind: "wrong",
    cells: [
      { field: "platform", reason: "unknown_platform", given: "Facebook" },
      { field: "max_results", reason: "out_of_range", given: "500" },
    ],
  }),
  row(8, "スキンケア", draft("youtube", "keyword", "スキンケア", 30), ready(30)),
  row(9, "#العناية_بالبشرة", draft("tiktok", "hashtag", "#العناية_بالبشرة", 10), ready(10)),
];

function sameAs(verdict: RowVerdict): SameAs | undefined {
  if (verdict.kind === "repeated") return { kind: "row", line: verdict.line };
  return verdict.kind === "watched" ? { kind: "monitor", workspace_name: verdict.workspace_name } : undefined;
}

const left: ImportRowView[] = rows
  .filter((one) => one.verdict.kind !== "ready")
  .map((one) => ({
    line: one.line,
    given: one.given,
    draft: one.draft,
    state: "left_out",
    monitor_id: null,
    problem:
      one.verdict.kind === "wrong"
        ? {
            code: "validation_error",
            message: "",
            fields: one.verdict.cells.map(({ field, reason }) => ({ field, reason })),
          }
        : { code: "duplicate", message: "", same_as: sameAs(one.verdict) },
  }));

/** What rows cost that are not sent yet: the last of those that are ready. */
function waitingPrice(view: ImportView): ImportView["waiting_price"] {
  if (view.state === "running" || view.waiting === 0) return null;
  const amounts = rows.flatMap((one) => (one.verdict.kind === "ready" ? [one.verdict.amount] : []));
  return { first: amounts.slice(-view.waiting).reduce((sum, one) => sum + one, 0), open_ended: false };
}

/** Lists and templates of the in-memory host. */
export class FakeLists {
  #templates: Template[] = [
    {
      id: 1,
      name: "Weekly competitor look",
      draft: { ...draft("instagram", "username", null, 20), days: 7 },
    },
  ];
  #imports: ImportView[] = [];

  readonly commands: Record<string, (args: Args) => unknown> = {
    templates: () => this.#templates,
    add_template: ({ name, draft: kept }) =>
      (this.#templates = [...this.#templates, { id: Date.now(), name, draft: kept }]),
    rename_template: ({ templateId, name }) =>
      (this.#templates = this.#templates.map((one) => (one.id === templateId ? { ...one, name } : one))),
    remove_template: ({ templateId }) =>
      (this.#templates = this.#templates.filter(({ id }) => id !== templateId)),
    pick_list: () => this.#list("competitors.xlsx"),
    paste_list: ({ text }) => {
      if (String(text).startsWith("%PDF"))
        throw { code: "list_unreadable", message: "it is neither text nor an .xlsx" };
      return this.#list("");
    },
    check_list: ({ choice, group }) => this.#check(choice, group),
    start_import: ({ start }) => this.#start(start.workspace_id, start.monitors),
    imports: () => this.#imports,
    import_leftovers: () => left,
    stop_import: ({ importId }) => this.#to(importId, { state: "stopped" }),
    continue_import: ({ importId }) => this.#to(importId, { state: "running" }),
    retry_import: ({ importId }) => this.#to(importId, { state: "running" }),
    remove_import: ({ importId }) => {
      this.#imports = this.#imports.filter(({ id }) => id !== importId);
      return null;
    },
    export_import: () => left.length,
  };

  #list(name: string): ListView {
    const column = (first: string, role: ListView["columns"][number]["role"], ...samples: string[]) => ({
      first,
      role,
      samples,
    });
    return {
      list: crypto.randomUUID(),
      name,
      headed: true,
      columns: [
        column(
          "Profile",
          "target",
          "https://www.instagram.com/oliveandoat/?igsh=MWQ1",
          "#glassskin",
          "@fernandsalt",
        ),
        column("Network", "platform", "Instagram", "TikTok", "TikTok"),
        column("Posts", "max_results", "50", "20", "20"),
        column("Contact at the agency", "ignore", "Mara", "Jonas", "Mara"),
      ],
      rows: rows.length + 1,
      cut: false,
    };
  }

  #check(choice: ListChoice, group: string | null): unknown {
    const judged = rows.map((one) =>
      choice.watched_too && one.verdict.kind === "watched" ? { ...one, verdict: ready(20) } : one,
    );
    const groupOf = (verdict: RowVerdict) =>
      verdict.kind === "ready"
        ? "ready"
        : verdict.kind === "repeated" || verdict.kind === "watched"
          ? "duplicate"
          : "attention";
    const shown = judged.filter((one) => group === null || groupOf(one.verdict) === group);
    const count = (kind: RowVerdict["kind"]) => judged.filter((one) => one.verdict.kind === kind).length;
    const amounts = judged.flatMap((one) => (one.verdict.kind === "ready" ? [one.verdict.amount] : []));
    const first = amounts.reduce((sum, amount) => sum + amount, 0);
    const left = 46_500_000;
    return {
      counts: {
        ready: count("ready"),
        wrong: count("wrong"),
        repeated: count("repeated"),
        watched: count("watched"),
        not_served: 0,
        over_budget: 0,
      },
      price: {
        lines: amounts.map((each) => ({ monitors: 1, each, amount: each })),
        first,
        open_ended: false,
        credits: { low: Math.round(first / 8700), high: Math.round((first / 8700) * 3) },
        month: first * 30,
        budget: { limit: 120_000_000, counted: 73_500_000, left, fits: true, fitting: amounts.length },
      },
      rows: shown,
      total: shown.length,
    };
  }

  #start(workspaceId: number, waiting: number): ImportView {
    const view: ImportView = {
      id: this.#imports.length + 1,
      workspace_id: workspaceId,
      name: "competitors.xlsx",
      state: "running",
      problem: null,
      created_at: Date.now(),
      waiting,
      started: 0,
      refused: 0,
      unknown: 0,
      left_out: left.length,
      waiting_price: null,
      refused_price: null,
    };
    this.#imports = [view, ...this.#imports];
    void this.#run(view.id);
    return view;
  }

  async #run(id: number): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 400));
      const view = this.#imports.find((one) => one.id === id);
      if (view?.state !== "running") return;
      const over = view.waiting <= 1;
      this.#to(id, {
        waiting: view.waiting - 1,
        started: view.started + 1,
        state: over ? "finished" : "running",
      });
      if (over) return;
    }
  }

  #to(id: number, change: Partial<ImportView>): ImportView {
    this.#imports = this.#imports.map((one) => (one.id === id ? { ...one, ...change } : one));
    const view = this.#imports.find((one) => one.id === id) as ImportView;
    view.waiting_price = waitingPrice(view);
    // Rows go on by themselves, also when the window that listened is gone.
    emit("import-changed", structuredClone(view)).catch(() => undefined);
    if (change.state === "running") void this.#run(id);
    return view;
  }
}
