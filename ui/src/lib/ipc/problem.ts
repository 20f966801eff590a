import type { Problem } from "$lib/bindings/Problem";

/** Whether a value is a failure as the host sends it. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}

/** A failure of a command as a `Problem`; whatever else was thrown is a fault of ours. */
export function asProblem(value: unknown): Problem {
  if (isProblem(value)) return value;
  const message = value instanceof Error ? value.message : String(value);
  return { code: "internal", message };
}
