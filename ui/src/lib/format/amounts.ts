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

/** "up to $0.75 per check". */
export function perCheck(amount: Money): string {
  return m.amount_up_to_per_check({ amount: here().money(amount) });
}
