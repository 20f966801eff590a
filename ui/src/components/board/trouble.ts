import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { Problem } from "$lib/bindings/Problem";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import { explain, explainJobFailure, type Action } from "$lib/problems";

/** The one sentence of a card in trouble, and what its button is for. */
export type Trouble = { happened: string; action: Action | null };

/** A job that failed is told by its reason; everything else by its code. */
export function whyTrouble(card: MonitorCard, problem: Problem, service: ServiceKind): Trouble {
  if (problem.code === "job_failed") {
    return explainJobFailure(problem.message, card.platform, card.value, service);
  }
  return explain(problem, service);
}
