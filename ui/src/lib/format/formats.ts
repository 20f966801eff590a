import type { Money } from "../bindings/Money";
import type { UnixMillis } from "../bindings/UnixMillis";
import { besideWords } from "../language/sides";

/** Micro-dollars in a dollar. */
const MICROS = 1_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Figures, amounts and times as a person reads them: one language, one zone. */
export type Formats = {
  /** The zone, as an IANA name. */
  readonly zone: string;
  /** A total: two decimals, more only where the amount has them, so that a sum never looks wrong. */
  money(amount: Money): string;
  /** The price of one: at least three decimals (`$0.015`). */
  unitPrice(amount: Money): string;
  /** A whole number with the language's grouping. */
  count(count: number): string;
  /** A large number in few letters: `1.2M`. */
  short(count: number): string;
  /** A share with one decimal, so that those of a column agree: `9.1%`, `3.0%`. */
  percent(share: number): string;
  /** A share of work that is done: `50%`. */
  wholePercent(share: number): string;
  /** A number with at most one decimal: `6.4`, `2`. */
  times(number: number): string;
  /** A number with one decimal, so that those of a column agree: `6.4`, `2.0`. */
  tenths(number: number): string;
  /** A size in bytes: `12 MB`. */
  bytes(size: number): string;
  /** A weekday, Monday being 0. */
  weekday(index: number): string;
  /** A language in this one's words; its code where there is none. */
  language(code: string): string;
  /** `14:31`. */
  clock(at: UnixMillis): string;
  /** `9 Nov`, with the year where it is not this one. */
  day(at: UnixMillis, now: UnixMillis): string;
  /** `14:31` today, `9 Nov 10:12` on other days. */
  moment(at: UnixMillis, now: UnixMillis): string;
  /** `9 Nov 10:12`, today too: for what is compared with other days. */
  dayAndClock(at: UnixMillis, now: UnixMillis): string;
  /** `14:31` today, `9 Nov` on other days. */
  dayOrClock(at: UnixMillis, now: UnixMillis): string;
  /** Everything, with the zone: for a title. */
  full(at: UnixMillis): string;
  /** Whether both lie on one day of the zone. */
  sameDay(one: UnixMillis, other: UnixMillis): boolean;
  /** Whether it was on the day before, by the calendar: a day with a change of the clocks is no 24 hours. */
  dayBefore(at: UnixMillis, now: UnixMillis): boolean;
  /** A country in the language's words; its code where the language has none. */
  country(code: string): string;
  /** Several as one phrase: `a, b and c`. */
  list(items: readonly string[]): string;
  /** The name of the month of a time. */
  month(at: UnixMillis): string;
  /** `November 2026` for `2026-11`. */
  monthOfYear(month: string): string;
  /** `9 November`. */
  dayOfMonth(at: UnixMillis): string;
  /** A guess: two decimals and no more, as its last digits mean nothing. */
  cents(amount: Money): string;
  /** A mark of an axis: decimals only where it has them. */
  round(amount: Money): string;
  /** The last day of a time's month: `30 November`. */
  monthEnd(at: UnixMillis): string;
};

/** English writes days before months here, as the rest of the app does; dollars stay plain `$`. */
function dateTag(locale: string): string {
  return locale === "en" ? "en-GB" : locale;
}

/** The formats of a language and a zone; a zone that the system does not know becomes UTC. */
export function formatsOf(locale: string, zone: string): Formats {
  const timeZone = known(zone);
  const tag = dateTag(locale);
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone, ...options });
  const clock = date({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = date({ day: "numeric", month: "short" });
  const dayOfYear = date({ day: "numeric", month: "short", year: "numeric" });
  const full = date({ dateStyle: "long", timeStyle: "long", hourCycle: "h23" });
  const month = date({ month: "long" });
  const monthOfYear = new Intl.DateTimeFormat(tag, { timeZone: "UTC", month: "long", year: "numeric" });
  const dayOfMonth = date({ day: "numeric", month: "long" });
  const key = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  const year = new Intl.DateTimeFormat("en", { timeZone, year: "numeric" });
  const regions = new Intl.DisplayNames([locale], { type: "region", fallback: "code" });
  const number = new Intl.NumberFormat(locale);
  const short = new Intl.NumberFormat(locale, {
    notation: "compact",
    maximumFractionDigits: 1,
    // As whole numbers are: 7.500 above 10.000, and never 7500.
    useGrouping: true,
  });
  const shares = (digits: number) =>
    new Intl.NumberFormat(locale, {
      style: "percent",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  const [percent, wholePercent] = [shares(1), shares(0)];
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const times = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const weekday = new Intl.DateTimeFormat(tag, { timeZone: "UTC", weekday: "short" });
  const languages = new Intl.DisplayNames([locale], { type: "language", fallback: "code" });
  const list = new Intl.ListFormat(dateTag(locale), { type: "conjunction" });
  const money = dollars(locale, 2);
  const unit = dollars(locale, 3);
  const round = dollars(locale, 0);
  const dayText = (at: UnixMillis, now: UnixMillis) =>
    (year.format(at) === year.format(now) ? day : dayOfYear).format(at);
  const dayAndClock = (at: UnixMillis, now: UnixMillis) => `${dayText(at, now)} ${clock.format(at)}`;
  const sameDay = (one: UnixMillis, other: UnixMillis) => key.format(one) === key.format(other);
  const midnight = (at: UnixMillis) => Date.parse(key.format(at));
  return {
    zone: timeZone,
    money: (amount) => money.format(amount / MICROS),
    unitPrice: (amount) => unit.format(amount / MICROS),
    count: (count) => number.format(count),
    short: (count) => short.format(count),
    percent: (share) => percent.format(share),
    wholePercent: (share) => wholePercent.format(share),
    times: (value) => times.format(value),
    tenths: (value) => tenths.format(value),
    bytes: (size) => sizeText(locale, size),
    // 1 January 2024 was a Monday.
    weekday: (index) => weekday.format(Date.UTC(2024, 0, 1 + index, 12)),
    language: (code) => regionName(languages, code, code),
    clock: (at) => clock.format(at),
    day: dayText,
    moment: (at, now) => (sameDay(at, now) ? clock.format(at) : dayAndClock(at, now)),
    dayAndClock,
    dayOrClock: (at, now) => (sameDay(at, now) ? clock.format(at) : dayText(at, now)),
    full: (at) => full.format(at),
    sameDay,
    dayBefore: (at, now) => midnight(now) - midnight(at) === DAY,
    country: (code) => regionName(regions, code),
    list: (items) => list.format(items.map(besideWords)),
    month: (at) => month.format(at),
    round: (amount) => (amount % MICROS === 0 ? round : money).format(amount / MICROS),
    monthOfYear: (name) => monthOfYear.format(new Date(`${name}-15T00:00:00Z`)),
    dayOfMonth: (at) => dayOfMonth.format(at),
    cents: (amount) => money.format(Math.round(amount / 10_000) / 100),
    monthEnd: (at) => dayOfMonth.format(lastDay(at, key)),
  };
}

function known(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

function dollars(locale: string, minimumFractionDigits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits,
    maximumFractionDigits: 6,
  });
}

/** The name of a code; the code itself where it is none. */
function regionName(names: Intl.DisplayNames, code: string, plain = code.toUpperCase()): string {
  try {
    return names.of(plain) ?? plain;
  } catch {
    return plain;
  }
}

const SIZES = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

function sizeText(locale: string, size: number): string {
  const step = Math.min(SIZES.length - 1, Math.floor(Math.log10(Math.max(size, 1)) / 3));
  const unit = SIZES[step] ?? "byte";
  const format = new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: step === 0 ? 0 : 1,
  });
  return format.format(size / 1000 ** step);
}

/** Walks to the last day of the month in the zone; no table of months, no leap rule of ours. */
function lastDay(at: UnixMillis, key: Intl.DateTimeFormat): UnixMillis {
  const monthOf = (time: UnixMillis) => key.format(time).slice(0, 7);
  let last = at;
  while (monthOf(last + DAY) === monthOf(at)) last += DAY;
  return last;
}
