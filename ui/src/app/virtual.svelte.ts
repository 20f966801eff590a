import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type Range,
  type VirtualItem,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";

type Sizes = {
  /** How high a row is likely to be, in pixels. */
  estimate: (index: number) => number;
  /** Between two rows, in pixels. */
  gap?: number;
  /** What lies over the first rows, such as a head that stays. */
  above?: number;
};

/**
 * Rows over and under those in sight: as many always, most of them where the list is scrolled to. `still` is for
 * a list that was not scrolled yet: one that rests keeps what its last step left, as to fill rows anew for both
 * sides would cost more than it saves at the next.
 */
const AROUND = { forward: [2, 8], backward: [8, 2], still: [5, 5] } as const;
/** Rows around those in sight that are told of as well, so that they are here before one comes to them. */
const AHEAD = 24;

/** The rows of a long list that are on the page: those in sight, some around them, and the one with focus. */
export class VirtualRows {
  items: readonly VirtualItem[] = $state.raw([]);
  /** The height of all rows together. */
  size = $state(0);
  /** Whether the list is being scrolled, or was a moment ago. */
  moving = $state(false);
  #count = 0;
  #kept: number | null = null;
  #most = 0;
  #frame: HTMLElement | null = null;
  readonly #sizes: Sizes;
  readonly #seen: (from: number, until: number) => void;
  readonly #inner: Virtualizer<HTMLElement, HTMLElement>;

  /** `seen` hears which rows are in sight or close to it, the end not included. */
  constructor(sizes: Sizes, seen: (from: number, until: number) => void) {
    this.#sizes = sizes;
    this.#seen = seen;
    this.#inner = new Virtualizer(this.#options());
  }

  /** An attachment: the element that scrolls. */
  readonly scroller = (node: HTMLElement): (() => void) => {
    this.#frame = node;
    const stop = this.#inner._didMount();
    this.#inner._willUpdate();
    this.#read();
    return () => {
      stop();
      this.#frame = null;
    };
  };

  /** An attachment: a row whose height differs from the estimate. It carries its `data-index`. */
  readonly measured = (node: HTMLElement): void => this.#inner.measureElement(node);

  /** How many rows there are now. */
  count(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#again();
  }

  /** Heights are other ones now. */
  resized(): void {
    this.#most = 0;
    this.#inner.measure();
    this.#again();
  }

  /** Keeps a row on the page, wherever the list is scrolled to, so that it does not lose focus. */
  keep(index: number | null): void {
    if (index === this.#kept) return;
    this.#kept = index;
    this.#again();
  }

  /** Scrolls a row into sight, as little as that takes. */
  show(index: number): void {
    this.#inner.scrollToIndex(index, { align: "auto" });
  }

  toTop(): void {
    this.#frame?.scrollTo({ top: 0 });
  }

  #again(): void {
    this.#inner.setOptions(this.#options());
    this.#inner._willUpdate();
    this.#read();
  }

  #read(): void {
    this.items = this.#inner.getVirtualItems();
    this.size = this.#inner.getTotalSize();
    this.moving = this.#inner.isScrolling;
    const { range } = this.#inner;
    if (!range || this.#count === 0) return;
    this.#seen(Math.max(0, range.startIndex - AHEAD), Math.min(this.#count, range.endIndex + 1 + AHEAD));
  }

  /** As many rows as at the fullest: where one comes for each that goes, it can stand in the same element. */
  #level(range: Range): Range {
    this.#most = Math.max(this.#most, range.endIndex - range.startIndex);
    return { ...range, endIndex: Math.min(range.count - 1, range.startIndex + this.#most) };
  }

  #options(): VirtualizerOptions<HTMLElement, HTMLElement> {
    return {
      count: this.#count,
      getScrollElement: () => this.#frame,
      estimateSize: this.#sizes.estimate,
      gap: this.#sizes.gap ?? 0,
      scrollPaddingStart: this.#sizes.above ?? 0,
      overscan: 0,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      rangeExtractor: (range) =>
        withKept(this.#level(range), AROUND[this.#inner.scrollDirection ?? "still"], this.#kept),
      onChange: () => this.#read(),
    };
  }
}

/** The rows in sight, as many over and under them as is said, and the kept one in its place among them. */
export function withKept(
  range: Range,
  [over, under]: readonly [number, number],
  kept: number | null,
): number[] {
  const from = Math.max(0, range.startIndex - over);
  const until = Math.min(range.count, range.endIndex + under + 1);
  const rows = Array.from({ length: Math.max(0, until - from) }, (_, index) => from + index);
  if (kept === null || kept >= range.count || (kept >= from && kept < until)) return rows;
  return kept < from ? [kept, ...rows] : [...rows, kept];
}
