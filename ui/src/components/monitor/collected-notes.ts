import { m } from "$lib/paraglide/messages";

/** What this computer tells about the posts of a check, by its name. */
const words = {
  practice_data: m.note_practice_data,
  country_not_applied: m.note_country_not_applied,
  country_partly_applied: m.note_country_partly_applied,
  comments_not_available: m.note_comments_not_available,
  comments_turned_off: m.note_comments_turned_off,
  comments_partial: m.note_comments_partial,
  latest_only: m.note_latest_only,
  partial: m.note_partial,
  stopped_early: m.note_stopped_early,
  tag_checked: m.note_tag_checked,
  window_24h_only: m.note_window_24h_only,
  author_not_available: m.note_author_not_available,
  shorts_not_included: m.note_shorts_not_included,
  dates_approximate: m.note_dates_approximate,
  cost_is_ceiling: m.note_cost_is_ceiling,
} satisfies Record<string, () => string>;

export const noteCodes = Object.keys(words);

const isKnown = (code: string): code is keyof typeof words => Object.hasOwn(words, code);

/** The note in words; what has none, such as one of an earlier version, is shown as it came. */
export const noteWords = (code: string): string => (isKnown(code) ? words[code]() : code);
