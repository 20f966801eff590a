import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PostCard } from "$lib/bindings/PostCard";
import type { PostPage } from "$lib/bindings/PostPage";
import type { PostQuery } from "$lib/bindings/PostQuery";
import { flushSync } from "svelte";
import { evenly, niceTop, some } from "./chart";
import { PostList } from "./posts.svelte";
import { lengthText } from "./words";

const settle = () => vi.advanceTimersByTimeAsync(500);
const card = (id: number) => ({ id }) as PostCard;

/** A host with so many posts, which remembers what it was asked. */
function host(count: number) {
  const asked: PostQuery[] = [];
  const ask = (_: number | null, query: PostQuery): Promise<PostPage> => {
    asked.push(query);
    const start = Number(query.after?.place ?? 0);
    const ids = Array.from({ length: count }, (_, index) => index).slice(start, start + query.limit);
    const end = start + query.limit;
    return Promise.resolve({
      posts: ids.map(card),
      next: end < count ? { value: null, place: String(end) } : null,
      total: query.after ? null : count,
      total_is_floor: false,
    });
  };
  return { asked, list: new PostList(ask) };
}

describe("the posts", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("looks never like an empty place while they come", async () => {
    const { list } = host(3);
    const seen: string[] = [];
    const stop = $effect.root(() => {
      $effect.pre(() => void seen.push(`${list.loading} ${list.total}`));
    });
    const opened = list.open();
    // Each step that the answer takes is looked at by itself, as the page may be.
    for (let step = 0; step < 20; step += 1) {
      flushSync();
      await Promise.resolve();
    }
    await opened;
    flushSync();
    stop();
    expect(seen).toContain("null 3");
    expect(seen).not.toContain("null 0");
  });

  it("brings page after page, each post once, and ends", async () => {
    const { list } = host(130);
    await list.open();
    expect(list.total).toBe(130);
    await list.more();
    await list.more();
    await list.more();
    expect(list.rows.map((post) => post.id)).toEqual(Array.from({ length: 130 }, (_, index) => index));
    expect(list.hasMore).toBe(false);
  });

  it("asks once for words that are typed letter by letter", async () => {
    const { list, asked } = host(3);
    await list.open();
    for (const search of ["s", "su", "sun"]) list.narrow({ search });
    await settle();
    expect(asked.map((query) => query.filter.search)).toEqual(["", "sun"]);
  });

  it("shows the answer to the later of two questions, in whatever order they come", async () => {
    const answers: ((ids: number[]) => void)[] = [];
    const ask = () =>
      new Promise<PostPage>((answer) => {
        answers.push((ids) =>
          answer({ posts: ids.map(card), next: null, total: ids.length, total_is_floor: false }),
        );
      });
    const list = new PostList(ask);
    void list.open();
    list.narrow({ platforms: ["tiktok"] });
    answers[1]?.([2]);
    answers[0]?.([1]);
    await settle();
    expect(list.rows.map((post) => post.id)).toEqual([2]);
  });

  it("begins anew when the order changes, and keeps what it shows until the answer is there", async () => {
    const { list, asked } = host(70);
    await list.open();
    await list.more();
    list.order("views");
    expect(list.rows.length).toBe(70);
    await settle();
    expect(asked.at(-1)).toMatchObject({ sort: "views", after: null });
    expect(list.rows.length).toBe(60);
  });

  it("says why it could not be read, and keeps what it shows", async () => {
    let broken = false;
    const good = { posts: [card(1)], next: null, total: 1, total_is_floor: false };
    const list = new PostList(() =>
      broken ? Promise.reject({ code: "library_trouble", message: "" }) : Promise.resolve(good),
    );
    await list.open();
    broken = true;
    await list.load();
    expect(list.problem?.code).toBe("library_trouble");
    expect(list.rows.length).toBe(1);
  });

  it("knows whether anything is left out", async () => {
    const { list } = host(1);
    await list.open();
    expect(list.narrowed).toBe(false);
    list.narrow({ outlier_min: 3000 });
    expect(list.narrowed).toBe(true);
    list.clear();
    expect(list.narrowed).toBe(false);
  });
});

describe("figures of posts", () => {
  it("tell a length as a clock", () => {
    expect([42_000, 668_000, 3_725_000, null].map(lengthText)).toEqual(["0:42", "11:08", "1:02:05", null]);
  });

  it("stand below a round number", () => {
    const top = (...values: (number | null)[]) => niceTop([{ name: "", colour: "c1", values }]);
    expect([top(38), top(7.4), top(0, null), top(120_000)]).toEqual([40, 8, 1, 200_000]);
  });

  it("are named at five places at most, the first and the last among them", () => {
    expect(some(3)).toEqual([0, 1, 2]);
    expect(some(12)).toEqual([0, 3, 6, 8, 11]);
  });

  it("are named equally far apart where they are, the last among them", () => {
    expect(evenly(1)).toEqual([0]);
    expect(evenly(12)).toEqual([2, 5, 8, 11]);
    for (const count of [2, 5, 7, 13, 30, 53]) {
      const named = evenly(count);
      const steps = new Set(named.slice(1).map((at, index) => at - (named[index] ?? 0)));
      expect(steps.size).toBe(1);
      expect(named.at(-1)).toBe(count - 1);
      expect(named.length).toBeLessThanOrEqual(5);
    }
  });
});
