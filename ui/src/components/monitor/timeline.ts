import type { ChangedField } from "$lib/bindings/ChangedField";
import type { Gap } from "$lib/bindings/Gap";
import type { Money } from "$lib/bindings/Money";
import type { MonitorEvent } from "$lib/bindings/MonitorEvent";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import type { StateWord } from "$lib/bindings/StateWord";
import type { TimelineEntry } from "$lib/bindings/TimelineEntry";
import type { UnixMillis } from "$lib/bindings/UnixMillis";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";
import { explain, reasonQuoted, serviceName } from "$lib/problems";
import { fieldName, stateName } from "$ui/shared/names";
import { wireWords } from "./field-words";

/** The mark of a row: a state's own, or that of something the person or the connection did. */
export type Mark =
  { kind: "state"; state: StateWord } | { kind: "sent" | "edited" | "decided" | "silent" | "unseen" };

/** A row of the timeline. */
export type Row = {
  key: string;
  at: UnixMillis;
  /** Until when it was confirmed, where it was. */
  until: UnixMillis | null;
  mark: Mark;
  word: string;
  text: string;
  /** The rail below it is pine. */
  watching: boolean;
};

type About = { who: string; service: ServiceKind; ongoing: boolean };
type Told = { mark: Mark; word: string; text: string[] };

/**
 * The history as rows, newest first: answers fold into what they answer, gaps into the state they lie in.
 * A row is as new as the last moment it tells of: a state that was seen again after a change is not past.
 */
export function rowsOf(
  timeline: readonly TimelineEntry[],
  gaps: readonly Gap[],
  service: ServiceKind,
  ongoing: boolean,
): Row[] {
  const about = { who: serviceName(service), service, ongoing };
  const rows: Row[] = [];
  // Oldest first: what comes later may fold into what stands there.
  for (const entry of [...timeline].reverse()) {
    if (folded(rows.at(-1), entry, about)) continue;
    const row = rowOf(entry, about, rows.length);
    if (row !== null) rows.push(row);
  }
  return withGaps(rows, gaps)
    .reverse()
    .toSorted((one, other) => latest(other) - latest(one));
}

const latest = (row: Row): UnixMillis => row.until ?? row.at;

/**
 * Tells each gap with the state in which it lay, where that state's row is the latest before it; otherwise
 * in a row of its own, as what stands before it did not happen again. Rows are oldest first.
 */
function withGaps(rows: readonly Row[], gaps: readonly Gap[]): Row[] {
  return rows.flatMap((row, at) => {
    const next = rows[at + 1]?.at ?? Infinity;
    const text = gapsText(gaps.filter((gap) => gap.from >= row.at && gap.from < next));
    if (text === null) return [row];
    if (row.mark.kind === "state") return [{ ...row, text: `${row.text} ${text.words}` }];
    return [row, gapRow(`${row.key} gap`, text)];
  });
}

function gapRow(key: string, { words, from }: { words: string; from: UnixMillis }): Row {
  return {
    key,
    at: from,
    until: null,
    mark: { kind: "unseen" },
    word: m.tl_gap(),
    text: words,
    watching: false,
  };
}

/** The latest gap says the most; a year of nights would fill the page. */
function gapsText(gaps: readonly Gap[]): { words: string; from: UnixMillis } | null {
  const last = gaps.at(-1);
  if (last === undefined) return null;
  const more = gaps.length - 1;
  const others = more > 0 ? ` ${m.tl_gap_more({ count: more, n: here().count(more) })}` : "";
  return { words: gapText(last) + others, from: last.from };
}

function rowOf(entry: TimelineEntry, about: About, index: number): Row | null {
  const told = tell(entry, about);
  if (told === null) return null;
  const { confirmed } = entry;
  if (confirmed !== null && confirmed.times > 0) {
    told.text.push(m.tl_confirmed({ count: confirmed.times, n: here().count(confirmed.times) }));
  }
  return {
    key: `${index} ${entry.event.kind}`,
    at: entry.at,
    until: confirmed !== null && confirmed.times > 0 ? confirmed.until : null,
    mark: told.mark,
    word: told.word,
    text: told.text.join(" "),
    watching: told.mark.kind === "state" && told.mark.state === "watching",
  };
}

/** Puts an entry into the row before it where the two are one story. */
function folded(row: Row | undefined, entry: TimelineEntry, about: About): boolean {
  if (row === undefined) return false;
  const { event } = entry;
  const text = foldedText(row, event, entry, about);
  if (text === null) return false;
  row.text = [row.text, text].filter((part) => part !== "").join(" ");
  if (entry.confirmed !== null) row.until = entry.confirmed.until;
  return true;
}

function foldedText(row: Row, event: MonitorEvent, entry: TimelineEntry, about: About): string | null {
  if (event.kind === "change_confirmed" && row.mark.kind === "edited") {
    return event.seen ? m.tl_change_seen(about) : m.tl_change_taken(about);
  }
  const accepted = row.key.endsWith(" accepted");
  if (event.kind === "state_changed" && event.state === "waiting" && accepted) {
    const times = entry.confirmed?.times ?? 0;
    return times > 0 ? m.tl_confirmed({ count: times, n: here().count(times) }) : "";
  }
  return null;
}

function startedFor(most: Money, about: About): string {
  if (most === 0) return m.tl_started_free();
  const amount = here().money(most);
  return about.ongoing ? m.tl_started_about({ amount }) : m.tl_started_once({ amount });
}

/** An event in words; none for one that only a newer host knows. */
function tell(entry: TimelineEntry, about: About): Told | null {
  const { event } = entry;
  switch (event.kind) {
    case "started": {
      return { mark: { kind: "sent" }, word: m.tl_started(), text: [startedFor(event.at_most, about)] };
    }
    case "accepted":
      return state("waiting", m.tl_accepted(), [m.tl_accepted_about({ who: about.who, job: event.job_id })]);
    case "not_started":
      return state("not_started", m.tl_not_started(), [problemText(event.code, event.message, about)]);
    case "outcome_unknown": {
      const amount = here().money(event.up_to);
      return state("not_known", m.tl_unknown(), [m.tl_unknown_about({ who: about.who, amount })]);
    }
    case "settled":
      return { mark: { kind: "decided" }, word: m.tl_settled(), text: [settledText(event.decision, about)] };
    case "state_changed":
      return state(event.state, stateName(event.state, event.status), stateText(event, about));
    case "changed":
      return { mark: { kind: "edited" }, word: m.tl_changed(), text: event.fields.map(changeText) };
    case "change_confirmed":
      return {
        mark: { kind: "edited" },
        word: m.tl_changed(),
        text: [event.seen ? m.tl_change_seen(about) : m.tl_change_taken(about)],
      };
    case "change_refused":
      return {
        mark: { kind: "edited" },
        word: m.tl_change_refused(),
        text: [problemText(event.code, event.message, about)],
      };
    case "no_answer":
      return { mark: { kind: "silent" }, word: m.tl_no_answer(), text: [problemText(event.code, "", about)] };
    case "answers_again":
      return {
        mark: { kind: "silent" },
        word: m.tl_answers_again(),
        text: [m.tl_answers_again_about(about)],
      };
    case "check_failed":
      return {
        mark: { kind: "silent" },
        word: m.tl_check_failed(),
        text: [reasonQuoted(event.reason, about.service)],
      };
    case "check_worked":
      return { mark: { kind: "silent" }, word: m.tl_check_worked(), text: [] };
    case "works_again":
      return { mark: { kind: "silent" }, word: m.tl_works_again(), text: [m.tl_works_again_about()] };
    default:
      return null;
  }
}

const state = (word: StateWord, name: string, text: string[]): Told => ({
  mark: { kind: "state", state: word },
  word: name,
  text,
});

function stateText(event: Extract<MonitorEvent, { kind: "state_changed" }>, about: About): string[] {
  if (event.state !== "failed") return [m.tl_answered({ who: about.who, status: event.status })];
  const words = event.reason ? [reasonQuoted(event.reason, about.service)] : [];
  return [m.tl_failed(about), ...words];
}

function problemText(code: Parameters<typeof explain>[0]["code"], message: string, about: About): string {
  const told = explain({ code, message }, about.service);
  return told.words === null ? told.happened : `${told.happened} ${told.words}`;
}

function settledText(decision: "exists" | "sent_again" | "left" | "found_in_list", about: About): string {
  return {
    exists: m.tl_settled_exists,
    sent_again: m.tl_settled_sent_again,
    left: m.tl_settled_left,
    found_in_list: () => m.tl_settled_found_in_list(about),
  }[decision]();
}

function changeText(change: ChangedField): string {
  return m.tl_field({
    field: fieldName(change.field),
    from: wireWords(change.field, change.from),
    to: wireWords(change.field, change.to),
  });
}

function gapText(gap: Gap): string {
  const f = here();
  const from = f.moment(gap.from, gap.until);
  const until = f.clock(gap.until);
  return {
    closed: m.tl_gap_closed,
    asleep: m.tl_gap_asleep,
    offline: m.tl_gap_offline,
  }[gap.why]({ from, until });
}

/** The time of a row: "Today 14:26", "14 Nov – today 14:21". */
export function rowTime(row: Pick<Row, "at" | "until">, now: UnixMillis): string {
  const f = here();
  if (row.until === null || f.clock(row.until) === f.clock(row.at)) return stamp(row.at, now);
  if (f.sameDay(row.at, row.until)) return m.tl_range({ from: stamp(row.at, now), to: f.clock(row.until) });
  const to = f.sameDay(row.until, now)
    ? m.tl_until_today({ time: f.clock(row.until) })
    : stamp(row.until, now);
  return m.tl_range({ from: f.day(row.at, now), to });
}

function stamp(at: UnixMillis, now: UnixMillis): string {
  const f = here();
  return f.sameDay(at, now) ? m.tl_today({ time: f.clock(at) }) : f.moment(at, now);
}
