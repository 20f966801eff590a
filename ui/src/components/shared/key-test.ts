import type { KeyTest } from "$lib/bindings/KeyTest";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";

/** How many credits a tested key's agent has, where its service tells. */
export const creditsFound = ({ credits }: KeyTest): string[] =>
  credits === null ? [] : [m.first_credits({ credits: here().count(credits) })];
