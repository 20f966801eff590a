import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BoardPage } from "$lib/bindings/BoardPage";
import type { BoardQuery } from "$lib/bindings/BoardQuery";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import { card } from "../../tests/cards";
import { Board } from "./board.svelte";
import { matches } from "./board-query";

const PRACTICE = 4;

/** A host that keeps cards, filters them as the real one does, and counts what it is asked. */
function host(cards: MonitorCard[]) {
  const asked: BoardQuery[] = [];
  const practice = (id: number) => id === PRACTICE;
  const ask = (query: BoardQuery): Promise<BoardPage> => {
    asked.push(query);
    const found = cards.filter((one) => matches(one, query, practice));
    return Promise.resolve({
      total: found.length,
      counts: [],
      all: cards.length,
      ongoing: cards.filter((one) => one.monitoring).length,
      rows: found.slice(query.offset, query.offset + query.limit),
      tags: [],
    });
  };
  const all = (query: BoardQuery) =>
    Promise.resolve(cards.filter((one) => matches(one, query, practice)).map(({ id }) => id));
  return { asked, ask, ids: all, practice, cards };
}

const ids = (cards: readonly (MonitorCard | undefined)[]) => cards.map((one) => one?.id ?? null);
const settle = () => vi.advanceTimersByTimeAsync(1000);

async function opened(cards: MonitorCard[], form: "columns" | "table" = "columns") {
  const backend = host(cards);
  const board = new Board(backend);
  board.open(1, form);
  await settle();
  return { board, ...backend };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("the board", () => {
  it("fills each column with its own monitors", async () => {
    const { board } = await opened([card(1), card(2, { phase: "waiting", state: "waiting" })]);
    expect(ids(board.columns.watching.rows)).toEqual([1]);
    expect(ids(board.columns.waiting.rows)).toEqual([2]);
    expect(board.total).toBe(2);
    expect(board.loading).toBe(false);
  });

  it("moves a card to its new column when the host says that it changed", async () => {
    const { board, cards } = await opened([card(1), card(2)]);
    const changed = card(1, { phase: "needs_attention", state: "failed" });
    cards[0] = changed;
    board.put([changed]);
    expect(ids(board.columns.watching.rows)).toEqual([2]);
    expect(ids(board.columns.needs_attention.rows)).toEqual([1]);
    expect(board.columns.needs_attention.total).toBe(1);
    expect(board.total).toBe(2);
  });

  it("keeps a confirmed card where it stands, and asks nothing for it", async () => {
    const { board, asked } = await opened([card(1), card(2), card(3)]);
    const before = asked.length;
    board.put([card(2, { last_confirmed_at: 99 })]);
    await settle();
    expect(ids(board.columns.watching.rows)).toEqual([1, 2, 3]);
    expect(board.columns.watching.rows[1]?.last_confirmed_at).toBe(99);
    expect(asked.length).toBe(before);
  });

  it("counts anew after a monitor came or went", async () => {
    const { board, cards } = await opened([card(1)]);
    cards.push(card(2));
    board.put([card(2)]);
    expect(board.columns.watching.total).toBe(2);
    expect(board.all).toBe(1);
    await settle();
    expect(board.all).toBe(2);
  });

  it("takes in many at once as one after the other, and counts anew once", async () => {
    const cards = [card(1), card(2), card(3)];
    const { board, asked } = await opened(cards, "table");
    board.filter({ platforms: ["tiktok"] });
    await settle();
    const before = asked.length;
    cards.push(card(4), card(5));
    const { rows } = board.table;
    board.put([card(2, { tags: ["new"] }), card(4), card(3, { platform: "youtube" }), card(5)]);
    expect(ids(board.table.rows)).toEqual([5, 4, 1, 2]);
    expect(board.table.rows[3]?.tags).toEqual(["new"]);
    expect(board.table.rows).not.toBe(rows);
    await settle();
    expect(asked.length - before).toBe(1);
  });

  it("holds what is said last of a monitor, and leaves its rows be where nothing is said of them", async () => {
    const { board } = await opened([card(1), card(2)], "table");
    board.put([card(1, { tags: ["first"] }), card(1, { tags: ["last"] })]);
    expect(board.table.rows[0]?.tags).toEqual(["last"]);
    const { rows } = board.table;
    board.put([card(3, { workspace_id: 2 })]);
    board.put([]);
    expect(board.table.rows).toBe(rows);
  });

  it("drops a removed monitor", async () => {
    const { board, cards } = await opened([card(1), card(2)]);
    cards.shift();
    board.drop(1);
    expect(ids(board.columns.watching.rows)).toEqual([2]);
    expect(board.total).toBe(1);
  });

  it("leaves out what the filters leave out, also when the host tells of it", async () => {
    const { board } = await opened([card(1), card(2, { platform: "youtube" })]);
    board.filter({ platforms: ["youtube"] });
    await settle();
    expect(ids(board.columns.watching.rows)).toEqual([2]);
    board.put([card(1, { last_confirmed_at: 5 })]);
    expect(ids(board.columns.watching.rows)).toEqual([2]);
  });

  it("asks once for a word that is typed letter by letter", async () => {
    const { board, asked } = await opened([card(1)], "table");
    const before = asked.length;
    for (const search of ["a", "ac", "acc"]) board.filter({ search });
    await settle();
    expect(asked.length - before).toBe(1);
    expect(asked.at(-1)?.search).toBe("acc");
  });

  it("shows only the columns of the chosen states", async () => {
    const { board } = await opened([card(1)]);
    board.filter({ phases: ["finished"] });
    await settle();
    expect(board.phases).toEqual(["finished"]);
    expect(board.total).toBe(0);
  });

  it("leaves practice out of all workspaces", () => {
    const query = { ...emptyQuery, workspace_id: null };
    const practice = (id: number) => id === PRACTICE;
    expect(matches(card(1), query, practice)).toBe(true);
    expect(matches(card(1, { workspace_id: PRACTICE }), query, practice)).toBe(false);
  });

  it("turns the order round when a column is chosen twice", async () => {
    const { board, asked } = await opened([card(1)], "table");
    board.sortBy("target");
    board.sortBy("target");
    expect(asked.at(-1)).toMatchObject({ sort: "target", descending: true });
  });

  it("takes the later of two answers, in whatever order they come", async () => {
    const { board, slow } = late();
    board.open(1, "table");
    board.filter({ search: "b" });
    await vi.advanceTimersByTimeAsync(100);
    slow[1]?.([card(2)]);
    slow[0]?.([card(1)]);
    await settle();
    expect(ids(board.table.rows)).toEqual([2]);
  });

  it("asks for a page once it is in sight, and for no page twice", async () => {
    const many = Array.from({ length: 1000 }, (_, index) => card(index + 1));
    const { board, asked } = await opened(many);
    const list = board.columns.watching;
    expect(list.total).toBe(1000);
    expect(list.rows.filter((row) => row !== undefined).length).toBe(40);
    const before = asked.length;
    void list.seen(500, 510);
    void list.seen(501, 511);
    await settle();
    expect(list.rows[505]?.id).toBe(506);
    await list.seen(505, 515);
    expect(asked.length - before).toBe(1);
  });

  it("keeps to the rows in sight when the same question is asked again", async () => {
    const many = Array.from({ length: 1000 }, (_, index) => card(index + 1));
    const { board } = await opened(many);
    const list = board.columns.watching;
    await list.seen(500, 510);
    board.refresh();
    await settle();
    expect(list.rows[505]?.id).toBe(506);
    expect(list.total).toBe(1000);
  });

  it("does not count a monitor twice that is told of and not on the page yet", async () => {
    const many = Array.from({ length: 1000 }, (_, index) => card(index + 1));
    const { board } = await opened(many);
    board.put([card(900, { last_confirmed_at: 5 })]);
    expect(board.columns.watching.total).toBe(1000);
    board.put([card(2000, { state_since: Date.now() + 1 })]);
    expect(board.columns.watching.total).toBe(1001);
  });

  it("forgets rows far away, so that a long walk does not fill the memory", async () => {
    const many = Array.from({ length: 8000 }, (_, index) => card(index + 1));
    const { board } = await opened(many, "table");
    for (let at = 0; at < 8000; at += 100) await board.table.seen(at, at + 30);
    expect(board.table.rows.filter((row) => row !== undefined).length).toBeLessThan(3500);
    expect(board.table.rows[7910]?.id).toBe(7911);
  });

  it("chooses all that match, and what lies between two choices, also where no page was asked for", async () => {
    const many = Array.from({ length: 300 }, (_, index) => card(index + 1));
    const { board } = await opened(many, "table");
    board.selection.toggle(5, 4);
    await board.selectTo(board.table, 249);
    expect(board.selection.size).toBe(246);
    await board.selectAll();
    expect(board.selection.size).toBe(300);
  });

  it("chooses nothing that cannot be seen: another filter or place begins anew", async () => {
    const { board } = await opened([card(1), card(2)]);
    board.selection.toggle(1, 0);
    board.filter({ search: "x" });
    expect(board.selection.size).toBe(0);
    board.selection.toggle(1, 0);
    board.open(2, "columns");
    expect(board.selection.size).toBe(0);
    board.selection.toggle(1, 0);
    board.drop(1);
    expect(board.selection.size).toBe(0);
  });

  it("says why it could not be read, and keeps what it shows", async () => {
    const backend = host([card(1)]);
    let broken = false;
    const ask = (query: BoardQuery) =>
      broken ? Promise.reject({ code: "store_damaged", message: "" }) : backend.ask(query);
    const board = new Board({ ...backend, ask });
    board.open(1, "table");
    await settle();
    broken = true;
    board.filter({ search: "x" });
    await settle();
    expect(board.problem?.code).toBe("store_damaged");
    expect(ids(board.table.rows)).toEqual([1]);
  });
});

const emptyQuery: BoardQuery = {
  workspace_id: 1,
  search: "",
  platforms: [],
  kinds: [],
  phases: [],
  tags: [],
  monitoring: null,
  sort: "phase",
  descending: false,
  offset: 0,
  limit: 50,
};

/** A host whose answers are given by hand. */
function late() {
  const slow: ((rows: MonitorCard[]) => void)[] = [];
  const ask = () =>
    new Promise<BoardPage>((answer) => {
      slow.push((rows) => answer({ total: rows.length, counts: [], all: 2, ongoing: 2, rows, tags: [] }));
    });
  return { slow, board: new Board({ ask, ids: () => Promise.resolve([]), practice: () => false }) };
}
