import type { BoardColumn } from "$lib/bindings/BoardColumn";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import { session } from "$app/session.svelte";
import { certainly, here } from "$lib/format";
import { m } from "$lib/paraglide/messages";
import { kindName, stateName } from "$ui/shared/names";

/** The most that one check can cost. */
export function atMost(card: MonitorCard): string {
  if (card.comment_monitoring) return m.board_no_ceiling();
  return card.per_check === 0 ? m.board_free() : here().money(card.per_check);
}

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
    tags: () => card.tags.join(", ") || undefined,
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
