import type { MonitorCard } from "$lib/bindings/MonitorCard";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";

/** What sending it again may cost: the same on the button that asks and on the one that sends. */
export function settlePrice(card: MonitorCard): string {
  const amount = here().money(card.per_check);
  if (card.comment_monitoring) return m.amount_plus_comments({ amount });
  return card.per_check === 0 ? m.board_free() : m.amount_up_to({ amount });
}
