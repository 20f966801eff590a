import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ImportView } from "$lib/bindings/ImportView";
import type { ListCheck } from "$lib/bindings/ListCheck";
import type { ListRow } from "$lib/bindings/ListRow";
import type { ListView } from "$lib/bindings/ListView";
import { ImportList, type ListApi } from "./import-list.svelte";

const list: ListView = {
  list: "8d8ac610-566d-4ef0-9c22-186b2a5ed793",
  name: "rivals.csv",
  headed: true,
  columns: [
    { first: "Account", samples: ["@nike"], role: "target" },
    { first: "Network", samples: ["TikTok"], role: "platform" },
    { first: "Notes", samples: ["x"], role: "ignore" },
  ],
  rows: 3,
  cut: false,
};
const row = (line: number): ListRow => ({
  line,
  given: "@nike",
  draft: {
    platform: "tiktok",
    type: "username",
    value: "@nike",
    days: 30,
    country: null,
    max_results: 50,
    monitoring: true,
    comment_monitoring: false,
  },
  note: null,
  verdict: { kind: "ready", amount: 750_000 },
});
const check = (more: Partial<ListCheck> = {}, ready = 2): ListCheck => ({
  counts: { ready, wrong: 0, repeated: 0, watched: 0, not_served: 0, over_budget: 0 },
  price: {
    lines: [{ monitors: ready, each: 750_000, amount: ready * 750_000 }],
    first: ready * 750_000,
    open_ended: false,
    credits: null,
    month: null,
    budget: null,
  },
  rows: [row(2), row(3)],
  total: 2,
  ...more,
});
const started = { id: 7 } as ImportView;

let ipc: { [K in keyof ListApi]: ReturnType<typeof vi.fn> };
async function opened(): Promise<ImportList> {
  const form = new ImportList(3, ipc as unknown as ListApi);
  form.text = "@nike\n@adidas";
  await form.paste();
  await vi.waitFor(() => expect(form.check).not.toBeNull());
  return form;
}

beforeEach(() => {
  ipc = {
    pickList: vi.fn(async () => list),
    pasteList: vi.fn(async () => list),
    checkList: vi.fn(async () => check()),
    startImport: vi.fn(async () => started),
  };
});

describe("an import", () => {
  it("takes what Rust guessed of the columns, and asks what becomes of the rows", async () => {
    const form = await opened();
    expect(form.choice.roles).toEqual(["target", "platform", "ignore"]);
    expect(form.choice.headed).toBe(true);
    expect(form.rows).toHaveLength(2);
  });

  it("gives a meaning to one column only", async () => {
    const form = await opened();
    form.setRole(2, "target");
    expect(form.choice.roles).toEqual(["ignore", "platform", "target"]);
    form.setRole(1, "ignore");
    form.setRole(0, "ignore");
    expect(form.choice.roles).toEqual(["ignore", "ignore", "target"]);
  });

  it("starts nothing while no column says what to follow", async () => {
    const form = await opened();
    form.setRole(0, "ignore");
    await form.ask();
    expect(form.hasTarget).toBe(false);
    expect(await form.start(vi.fn())).toBe("nothing");
    expect(ipc.startImport).not.toHaveBeenCalled();
  });

  it("is started once however often the button is pressed, at the price that stood there", async () => {
    const form = await opened();
    const onstarted = vi.fn();
    const pressed = await Promise.all([form.start(onstarted), form.start(onstarted)]);
    expect(pressed.toSorted()).toEqual(["busy", "started"]);
    expect(ipc.startImport).toHaveBeenCalledTimes(1);
    expect(ipc.startImport).toHaveBeenCalledWith({
      list: list.list,
      workspace_id: 3,
      choice: form.choice,
      monitors: 2,
      first: 1_500_000,
    });
    expect(onstarted).toHaveBeenCalledWith(started);
  });

  it("looks again where the price moved, and wants another press", async () => {
    const form = await opened();
    ipc.startImport.mockRejectedValueOnce({ code: "not_now", message: "moved" });
    ipc.checkList.mockResolvedValueOnce(check({}, 1));
    expect(await form.start(vi.fn())).toBe("moved");
    expect(form.moved).toBe(true);
    expect(form.ready).toBe(1);
    form.setDefault({ max_results: 10 });
    expect(form.moved).toBe(false);
  });

  it("does not start what passes the budget as a whole", async () => {
    const budget = { limit: 1_000_000, counted: 0, left: 1_000_000, fits: false, fitting: 1 };
    ipc.checkList.mockResolvedValue(check({ price: { ...check().price, budget } }));
    const form = await opened();
    expect(form.overBudget).toBe(true);
    expect(await form.start(vi.fn())).toBe("nothing");
    expect(ipc.startImport).not.toHaveBeenCalled();
  });

  it("keeps what was refused on the screen, with the list as it was", async () => {
    const form = await opened();
    ipc.startImport.mockRejectedValueOnce({ code: "already_sent", message: "" });
    expect(await form.start(vi.fn())).toBe("refused");
    expect(form.problem?.code).toBe("already_sent");
    expect(form.list).not.toBeNull();
  });

  it("shows the newest answer, whichever comes last", async () => {
    const form = await opened();
    let late: (answer: ListCheck) => void = () => undefined;
    ipc.checkList.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
    const first = form.ask();
    ipc.checkList.mockResolvedValueOnce(check({}, 1));
    await form.ask();
    late(check({}, 99));
    await first;
    expect(form.ready).toBe(1);
  });

  it("asks for more rows after those that are there", async () => {
    ipc.checkList.mockResolvedValueOnce(check({ total: 3 }));
    const form = await opened();
    ipc.checkList.mockResolvedValueOnce(check({ rows: [row(4)], total: 3 }));
    await form.more();
    expect(ipc.checkList).toHaveBeenLastCalledWith(3, list.list, form.choice, null, 2, 100);
    expect(form.rows.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  it("says why a file is no list, and takes the next one", async () => {
    const form = new ImportList(3, ipc as unknown as ListApi);
    ipc.pickList.mockRejectedValueOnce({ code: "list_unreadable", message: "a picture" });
    await form.pick();
    expect(form.problem?.code).toBe("list_unreadable");
    expect(form.list).toBeNull();
    await form.pick();
    expect(form.list).toEqual(list);
    expect(form.problem).toBeNull();
  });

  it("does nothing where no file was chosen", async () => {
    const form = new ImportList(3, ipc as unknown as ListApi);
    ipc.pickList.mockResolvedValueOnce(null);
    await form.pick();
    expect(form.list).toBeNull();
    expect(form.problem).toBeNull();
    expect(form.busy).toBe("no");
  });

  it("takes a file that is dropped on the window", async () => {
    const form = new ImportList(3, ipc as unknown as ListApi);
    form.dropped(list, null);
    await vi.waitFor(() => expect(form.check).not.toBeNull());
    form.dropped(null, { code: "list_too_large", message: "" });
    expect(form.problem?.code).toBe("list_too_large");
  });
});
