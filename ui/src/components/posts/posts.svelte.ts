import type { MonitorId } from "$lib/bindings/MonitorId";
import type { PostCard } from "$lib/bindings/PostCard";
import type { PostCursor } from "$lib/bindings/PostCursor";
import type { PostFilter } from "$lib/bindings/PostFilter";
import type { PostPage } from "$lib/bindings/PostPage";
import type { PostQuery } from "$lib/bindings/PostQuery";
import type { PostSort } from "$lib/bindings/PostSort";
import type { Problem } from "$lib/bindings/Problem";
import { asProblem } from "$lib/ipc";

const PAGE = 60;
/** Letters typed within this time are one question. */
const TYPING = 120;

export const noFilter: PostFilter = {
  search: "",
  in_comments: false,
  platforms: [],
  creator: null,
  from: null,
  until: null,
  media: [],
  languages: [],
  countries: [],
  outlier_min: null,
};

type Ask = (monitor: MonitorId | null, query: PostQuery) => Promise<PostPage>;

/** The posts that are shown: asked for page by page, and anew whenever what is wanted changes. */
export class PostList {
  filter: PostFilter = $state.raw(noFilter);
  sort: PostSort = $state("newest");
  monitor: MonitorId | null = $state(null);
  rows: readonly PostCard[] = $state.raw([]);
  total = $state(0);
  totalIsFloor = $state(false);
  loading: "first" | "more" | null = $state("first");
  problem: Problem | null = $state.raw(null);
  #next: PostCursor | null = $state.raw(null);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #ask: Ask;

  readonly hasMore = $derived(this.#next !== null);
  /** Whether anything is left out. */
  readonly narrowed = $derived(
    this.monitor !== null || JSON.stringify(this.filter) !== JSON.stringify(noFilter),
  );

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Begins with these filters. */
  open(filter: Partial<PostFilter> = {}, monitor: MonitorId | null = null): Promise<void> {
    this.filter = { ...noFilter, ...filter };
    this.monitor = monitor;
    return this.load();
  }

  narrow(change: Partial<PostFilter>): void {
    const typing = "search" in change;
    this.filter = { ...this.filter, ...change };
    clearTimeout(this.#timer);
    if (typing) this.#timer = setTimeout(() => void this.load(), TYPING);
    else void this.load();
  }

  follow(monitor: MonitorId | null): void {
    this.monitor = monitor;
    void this.load();
  }

  clear(): void {
    this.filter = noFilter;
    this.follow(null);
  }

  order(sort: PostSort): void {
    this.sort = sort;
    void this.load();
  }

  /** The first page. What is shown stays until the answer is there. */
  async load(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#asked;
    this.loading = "first";
    await this.#page(null, turn, (page) => {
      this.rows = page.posts;
      this.total = page.total ?? page.posts.length;
      this.totalIsFloor = page.total_is_floor;
    });
  }

  /** The next page, once at a time. */
  async more(): Promise<void> {
    if (this.loading !== null || this.#next === null) return;
    this.loading = "more";
    await this.#page(this.#next, ++this.#asked, (page) => {
      this.rows = [...this.rows, ...page.posts];
    });
  }

  /** Ends what is still to be asked. */
  close(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  /** What came is taken in the step that ends the loading: in between, the place would look like an empty
      one, whose search field is gone, and with it the focus. */
  async #page(after: PostCursor | null, turn: number, take: (page: PostPage) => void): Promise<void> {
    try {
      const page = await this.#ask(this.monitor, {
        filter: this.filter,
        sort: this.sort,
        after,
        limit: PAGE,
      });
      // A later question is under way: this answer is to an old one.
      if (turn !== this.#asked) return;
      this.#next = page.next;
      this.problem = null;
      take(page);
    } catch (refusal) {
      if (turn !== this.#asked) return;
      this.problem = asProblem(refusal);
    }
    this.loading = null;
  }
}
