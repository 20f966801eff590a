import type { Cadence } from "$lib/bindings/Cadence";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";

const DAY = 24;
const WEEK = 7 * DAY;

/** The hours between two checks that one can choose. */
export const steps: readonly number[] = [1, 3, 6, 12, DAY, 2 * DAY, WEEK];

/** "Every 6 hours". */
export function everyWords(hours: number): string {
  if (hours === WEEK) return m.cadence_week();
  if (hours % DAY === 0) {
    const days = hours / DAY;
    return m.cadence_days({ count: days, n: here().count(days) });
  }
  return m.cadence_hours({ count: hours, n: here().count(hours) });
}

/** `08:00`. */
export const hourText = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

export const isAllDay = (cadence: Cadence): boolean => cadence.from_hour === 0 && cadence.until_hour === DAY;

/** Monday is 1, as the service counts. */
export const weekdays: readonly number[] = [1, 2, 3, 4, 5, 6, 7];
export const weekdayName = (day: number): string => here().weekday(day - 1);

/** None listed means every day. */
export const isEveryDay = (cadence: Cadence): boolean => cadence.weekdays.length === 0;

/** The days after one was pressed. The last one stays: a monitor that is never checked is one to be stopped. */
export function pressedDay(days: readonly number[], day: number): number[] {
  const after = days.includes(day) ? days.filter((one) => one !== day) : [...days, day].toSorted();
  return after.length === 0 ? [...days] : after;
}

/** When a monitor is checked, in words: "Every 6 hours, from 08:00 to 20:00 (Europe/Berlin), on Mon and Tue". */
export function cadenceWords(cadence: Cadence | null): string {
  if (cadence === null) return m.cadence_usual();
  const words = hoursWords(cadence);
  if (isEveryDay(cadence)) return words;
  return m.cadence_on_days({ cadence: words, days: here().list(cadence.weekdays.map(weekdayName)) });
}

function hoursWords(cadence: Cadence): string {
  const every = everyWords(cadence.every_hours);
  if (isAllDay(cadence)) return every;
  const { zone } = cadence;
  return m.cadence_between({
    every,
    from: hourText(cadence.from_hour),
    until: hourText(cadence.until_hour),
    zone,
  });
}

/** A step at any hour, in the person's zone. */
export const cadenceOf = (hours: number): Cadence => ({
  every_hours: hours,
  from_hour: 0,
  until_hour: DAY,
  weekdays: [],
  zone: here().zone,
});
