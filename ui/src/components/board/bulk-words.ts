import type { BulkName } from "$lib/bindings/BulkName";
import type { BulkQuote } from "$lib/bindings/BulkQuote";
import type { BulkUnable } from "$lib/bindings/BulkUnable";
import type { WhyNot } from "$lib/bindings/WhyNot";
import { session } from "$app/session.svelte";
import { here, mostWords, perCheck, priced } from "$lib/format";
import { m } from "$lib/paraglide/messages";
import { strong } from "$ui/new-monitor/told";
import type { Kind } from "./work.svelte";

/** Names said one by one before the rest is only counted. */
const NAMED = 4;

/** `{count, n}`: a number for the plural, and as it is written. */
const counted = (count: number) => ({ count, n: here().count(count) });

/** "170 posts × $0.015 = $2.55", "+ comments": parts, none of which may break. */
function arithmetic(quote: BulkQuote): string[] {
  const f = here();
  const lines = quote.lines.map((line) =>
    line.unit === 0
      ? m.bulk_line_free(counted(line.posts))
      : m.bulk_line({ ...counted(line.posts), unit: f.unitPrice(line.unit), amount: f.money(line.amount) }),
  );
  const sum = lines.map((line, at) => (at === 0 ? line : `+ ${line}`));
  return quote.open_ended > 0 ? [...sum, m.bulk_plus_comments()] : sum;
}

/** "left: Alder $46.50,", "Tern $6.40"; none where no workspace has a budget. */
function leftOver(quote: BulkQuote): string[] {
  const budgets = quote.budgets.filter((budget) => budget.left !== null);
  return budgets.map((budget, at) => {
    const name = session.workspace(budget.workspace_id)?.name ?? "";
    const left = m.bulk_left_in({ name, amount: here().money(budget.left ?? 0) });
    const said = at === 0 ? m.bulk_left({ list: left }) : left;
    return at < budgets.length - 1 ? `${said},` : said;
  });
}

/** What it costs and what the budgets have left, in parts that each stay on one line. */
export function sumParts(quote: BulkQuote): string[] {
  return [...arithmetic(quote), ...leftOver(quote)];
}

/** How many the work may be for. What no field was chosen for yet can still be changed. */
export function takers(kind: Kind, { able, unable }: BulkQuote): number {
  if (able.length > 0 || kind !== "change") return able.length;
  return unable.filter(({ why }) => why === "unchanged" || why === "wrong_fields").length;
}

/** What opens the question: its ellipsis says that nothing happens before the answer. */
export function askLabel(kind: "run_again" | "stop", quote: BulkQuote): string {
  const many = counted(quote.able.length);
  const what = m.bulk_ask({ what: kind === "stop" ? m.bulk_stop(many) : m.bulk_again(many) });
  return kind === "run_again" && costs(quote) ? priced(what, most(quote)) : what;
}

/** What stopping them comes to, in the order in which it is told of one. */
export function stopAbout(quote: BulkQuote): string {
  const count = quote.able.length;
  if (quote.before === 0) return m.bulk_stop_about_free({ count });
  return m.bulk_stop_about({ count, most: strong(mostWords(quote.before, quote.open_ended > 0)) });
}

/** The button's words: the verb and the amount. */
export function goLabel(kind: Kind, quote: BulkQuote): string {
  const many = counted(takers(kind, quote));
  if (kind === "stop") return m.bulk_stop_go(many);
  if (kind === "run_again")
    return costs(quote) ? priced(m.bulk_again(many), most(quote)) : m.bulk_again(many);
  const change = m.bulk_change_go(many);
  return quote.at_most > quote.before ? priced(change, perCheck(quote.at_most)) : change;
}

const costs = (quote: BulkQuote) => quote.at_most > 0 || quote.open_ended > 0;
const most = (quote: BulkQuote) => mostWords(quote.at_most, quote.open_ended > 0);

/** The question. Where some of the chosen ones are left out, it says so as the button does. */
export function askTitle(kind: Kind, able: number, chosen: number): string {
  const some = { run_again: m.bulk_again_some, stop: m.bulk_stop_some, change: m.bulk_change_some };
  const all = { run_again: m.bulk_again_title, stop: m.bulk_stop_title, change: m.bulk_change_title };
  const n = here().count(able);
  return able < chosen ? some[kind]({ n, of: here().count(chosen) }) : all[kind](counted(able));
}

/** Said in place of the question where not one of the chosen ones can take part. */
export function noneTitle(kind: Kind, chosen: number): string {
  const words = { run_again: m.bulk_again_none, stop: m.bulk_stop_none, change: m.bulk_change_cannot };
  return words[kind](counted(chosen));
}

/** What is under way; it asks nothing any more. */
export function runningTitle(kind: Kind): string {
  return { run_again: m.bulk_again_runs, stop: m.bulk_stop_runs, change: m.bulk_change_runs }[kind]();
}

/** What came of it. */
export function endTitle(kind: Kind, done: number, of: number): string {
  const words = { run_again: m.bulk_again_end, stop: m.bulk_stop_end, change: m.bulk_change_end };
  return words[kind]({ done: here().count(done), of: here().count(of) });
}

export function doneWords(kind: Kind, count: number): string {
  const words = { run_again: m.bulk_done_again, stop: m.bulk_done_stop, change: m.bulk_done_change };
  return words[kind](counted(count));
}

const whys: Record<WhyNot, () => string> = {
  still_runs: m.bulk_why_still_runs,
  outcome_open: m.bulk_why_outcome_open,
  over: m.bulk_why_over,
  takes_no_changes: m.bulk_why_takes_no_changes,
  unchanged: m.bulk_why_unchanged,
  wrong_fields: m.bulk_why_wrong_fields,
  no_source: m.bulk_why_no_source,
};

/** Names, the first few of them said and the rest counted. */
export function names(list: readonly BulkName[]): string {
  const said = list.slice(0, NAMED).map(({ value }) => value);
  const more = list.length - said.length;
  return here().list(more > 0 ? [...said, m.bulk_and_more(counted(more))] : said);
}

/** Who is left out, one line for each reason. */
export function leftOut(unable: readonly BulkUnable[]): string[] {
  return (Object.keys(whys) as WhyNot[]).flatMap((why) => {
    const these = unable.filter((one) => one.why === why).map(({ monitor }) => monitor);
    return these.length === 0 ? [] : [m.bulk_reason({ names: names(these), why: whys[why]() })];
  });
}
