import type { Money } from "../bindings/Money";
import type { SoFar } from "../bindings/SoFar";
import { m } from "$lib/paraglide/messages";
import { here } from "./here.svelte";

/** An amount with the word for how sure it is: "up to $0.75", "about $9.00 + comments". */
export function certainly(soFar: SoFar): string {
  const amount = here().money(soFar.amount);
  const words = {
    exact: amount,
    up_to: m.amount_up_to({ amount }),
    about: m.amount_about({ amount }),
    held: m.amount_held({ amount }),
  }[soFar.certainty];
  return soFar.plus_comments ? m.amount_plus_comments({ amount: words }) : words;
}

/** What something costs at most: "free", "up to $2.55", or "up to $2.55 + comments" where those come on top. */
export function mostWords(most: Money, openEnded: boolean): string {
  const amount = m.amount_up_to({ amount: here().money(most) });
  if (openEnded) return m.amount_plus_comments({ amount });
  return most === 0 ? m.board_free() : amount;
}

/** A button that pays: the verb and the amount. */
export const priced = (verb: string, price: string): string => m.amount_priced({ verb, price });

/** "up to $0.75 per check". */
export function perCheck(amount: Money): string {
  return m.amount_up_to_per_check({ amount: here().money(amount) });
}
