import type { Problem } from "$lib/bindings/Problem";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import { m } from "$lib/paraglide/messages";
import type { Action } from "./actions";
import { reasonQuoted } from "./reasons";
import { table } from "./table";

/** A problem in plain words. */
export type Explained = {
  readonly happened: string;
  /** What it did to money and data. */
  readonly effect: string;
  readonly next: string;
  /** That the draft stays, for the form that has one. */
  readonly kept: string | null;
  readonly action: Action | null;
  /** What the service said beside its code, where it said something: ours in words, others' as a quote. */
  readonly words: string | null;
};

/** A service's name as people read it. */
export function serviceName(service: ServiceKind): string {
  return { gen: m.who_gen, computer: m.who_computer, practice: m.who_practice }[service]();
}

/** What a problem means to a person, with whoever serves the workspace named. */
export function explain(problem: Problem, service: ServiceKind = "gen"): Explained {
  const entry = table[problem.code] ?? table.internal;
  const about = { service: serviceName(service) };
  return {
    happened: entry.happened(about),
    effect: entry.effect(about),
    next: entry.next(about),
    kept: entry.kept?.() ?? null,
    action: entry.action ?? null,
    words: problem.message.trim() === "" ? null : reasonQuoted(problem.message, service),
  };
}
