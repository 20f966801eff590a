import type { BoardColumn } from "$lib/bindings/BoardColumn";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { UnixMillis } from "$lib/bindings/UnixMillis";
import { session } from "$app/session.svelte";
import { certainly, here } from "$lib/format";
import { listed } from "$lib/language";
import { m } from "$lib/paraglide/messages";
import { kindName, stateName } from "$ui/shared/names";

/** The most that one check can cost. */
export function atMost(card: MonitorCard): string {
  if (card.comment_monitoring) return m.board_no_ceiling();
  return card.per_check === 0 ? m.board_free() : here().money(card.per_check);
}

/** What it has cost so far. Comments that come on top are a plus in the table, where a column is narrow; an
    amount is never cut. */
export function soFarShort({ so_far: soFar }: MonitorCard): string {
  const amount = certainly({ ...soFar, plus_comments: false });
  return soFar.plus_comments ? m.amount_plus_short({ amount }) : amount;
}

/** The same in whole words; what comes on top breaks to the next line in one piece. */
export const soFar = ({ so_far: amount }: MonitorCard): string =>
  certainly(amount).replace(/\+ /gu, "+\u00a0");

const texts: Partial<Record<BoardColumn, (card: MonitorCard) => string>> = {
  follows: ({ kind }) => kindName(kind),
  confirmed: ({ last_confirmed_at: at }) => shortTime(at),
  next: ({ next_check: next }) => (next.kind === "at" ? shortTime(next.at) : ""),
  tags: ({ tags }) => listed(tags),
  created: ({ created_at: at }) => shortTime(at),
  at_most: atMost,
  so_far: soFarShort,
};
/** What a cell of the table says that holds a text and nothing else. */
export const textOf = (card: MonitorCard, name: BoardColumn): string => texts[name]?.(card) ?? "";

/** The hour today, the date before that. */
function shortTime(at: UnixMillis | null): string {
  return at === null ? "" : here().dayOrClock(at, session.today);
}

/** What none of these letters is wider than in the font that comes along, in pixels at the table's size. */
const letters: [number, string][] = [
  [3.5, " \u00a0\u202f.,:;!'()ijlI"],
  [5.5, "frt-–·/"],
  [7.5, "0123456789$€£¥+abcdeghknopqsuvxyzáéíóúñäöü"],
  [10, "wABCDEFGHJKLNOPQRSTUVXYZÁÉÍÓÚÑÄÖÜ"],
  [10.5, "mM"],
];
const widths = new Map(letters.flatMap(([width, all]) => [...all].map((letter) => [letter, width] as const)));
/** Any other letter, which may be a full square of another font; and a picture, which may be wider than that. */
const SQUARE = 13;
const PICTURE = 18;
/** The room beside the text of a cell. */
const BESIDE = 14;

/** Whether a text surely fits into a column of this width. */
export function fits(text: string, width: number): boolean {
  let needs = BESIDE;
  for (const letter of text) needs += widths.get(letter) ?? (letter.length > 1 ? PICTURE : SQUARE);
  return needs <= width;
}

/** Whether a cell cuts its text. What a person writes may be joined from any signs: it is not reckoned at all. */
export const cuts = (name: BoardColumn, text: string, width: number): boolean =>
  text !== "" && (name === "tags" || !fits(text, width));

/** The whole of what a cell of the table tells in short, or may have to cut. */
export function wholeOf(card: MonitorCard, name: BoardColumn): string | undefined {
  const whole: Record<BoardColumn, () => string | undefined> = {
    follows: () => kindName(card.kind),
    workspace: () => session.workspace(card.workspace_id)?.name,
    state: () => stateName(card.state, card.status),
    confirmed: () => (card.last_confirmed_at === null ? undefined : here().full(card.last_confirmed_at)),
    next: () => nextOf(card),
    // It tells itself.
    day: () => undefined,
    tags: () => listed(card.tags) || undefined,
    created: () => here().full(card.created_at),
    at_most: () => atMost(card),
    so_far: () => certainly(card.so_far),
  };
  return whole[name]();
}

function nextOf({ next_check: next }: MonitorCard): string | undefined {
  if (next.kind === "at") return here().full(next.at);
  return next.kind === "not_published" ? m.board_not_published() : undefined;
}
