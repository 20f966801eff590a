import type { Found, Note, Sureness } from "./types";

/** Nothing to follow, and why. */
export function noted(note: Note): Found {
  return { certainty: "sure", fixes: [], note };
}

/** What was found, or why nothing was. */
export function orNote(
  found: Found | null,
  note: Note,
  certainty: Sureness = found?.certainty ?? "sure",
): Found {
  return found === null ? noted(note) : { ...found, certainty };
}

/** The account behind a single post. */
export function author(found: Found): Found {
  if (found.value === undefined) return found;
  return { ...found, fixes: [...found.fixes, "took_author_from_link"] };
}
