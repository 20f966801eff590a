import type { ActivityEntry } from "$lib/bindings/ActivityEntry";
import type { UnixMillis } from "$lib/bindings/UnixMillis";
import { session } from "$app/session.svelte";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";
import { spoken } from "$lib/language";

/** The entries of one day in the person's zone. */
export type DayGroup = { key: number; name: string; entries: ActivityEntry[] };

/** Groups entries, which come newest first, by the day on which they happened. */
export function days(entries: readonly ActivityEntry[]): DayGroup[] {
  const groups: DayGroup[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last && here().sameDay(last.key, entry.at)) last.entries.push(entry);
    else groups.push({ key: entry.at, name: dayName(entry.at), entries: [entry] });
  }
  return groups;
}

function dayName(at: UnixMillis): string {
  if (here().sameDay(at, session.today)) return m.activity_today();
  if (here().dayBefore(at, session.today)) return m.activity_yesterday();
  const tag = spoken() === "en" ? "en-GB" : spoken();
  return new Intl.DateTimeFormat(tag, {
    timeZone: here().zone,
    weekday: "long",
    day: "numeric",
    month: "long",
  }).format(at);
}
