import type { Field } from "$lib/bindings/Field";
import type { ImportPrice } from "$lib/bindings/ImportPrice";
import type { ImportRowState } from "$lib/bindings/ImportRowState";
import type { ImportRowView } from "$lib/bindings/ImportRowView";
import type { ListCheck } from "$lib/bindings/ListCheck";
import type { ListRow } from "$lib/bindings/ListRow";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { Platform } from "$lib/bindings/Platform";
import type { ProblemCode } from "$lib/bindings/ProblemCode";
import type { Role } from "$lib/bindings/Role";
import type { RowVerdict } from "$lib/bindings/RowVerdict";
import type { SameAs } from "$lib/bindings/SameAs";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import type { TargetKind } from "$lib/bindings/TargetKind";
import type { WrongCell } from "$lib/bindings/WrongCell";
import { here, mostWords, priced } from "$lib/format";
import { m } from "$lib/paraglide/messages";
import { explain, fieldSentence, reasonQuoted } from "$lib/problems";
import { understand, type Note } from "$lib/understand";
import { availabilityWords } from "$ui/new-monitor/availability";
import { noteSentence } from "$ui/new-monitor/words";
import { kindsInOrder, platformName, platformsInOrder, stateName } from "$ui/shared/names";

const roles: Record<Role, () => string> = {
  target: m.role_target,
  platform: m.role_platform,
  type: m.role_type,
  days: m.role_days,
  country: m.role_country,
  max_results: m.role_max_results,
  monitoring: m.role_monitoring,
  comments: m.role_comments,
  tags: m.role_tags,
  ignore: m.role_ignore,
};
/** Every meaning of a column, in the order of the form. */
export const roleChoices = (): { value: Role; label: string }[] =>
  (Object.keys(roles) as Role[]).map((value) => ({ value, label: roles[value]() }));

const columnOf: Record<Field, Role> = {
  platform: "platform",
  type: "type",
  value: "target",
  days: "days",
  country: "country",
  max_results: "max_results",
  monitoring: "monitoring",
  comment_monitoring: "comments",
};
/** A field by the name of its column. */
export const fieldName = (field: Field): string => roles[columnOf[field]]();

export const platformOf = (draft: MonitorDraft): Platform | null =>
  platformsInOrder.find((platform) => platform === draft.platform) ?? null;
export const kindOf = (draft: MonitorDraft): TargetKind | null =>
  kindsInOrder.find((kind) => kind === draft.type) ?? null;

/** A wrong cell; of a started list only how it was read may be kept, which no quotation marks may claim to be the cell. */
type Cell = WrongCell & { read?: true };

/** "Platform: Choose TikTok, Instagram or YouTube. “Facebook”" */
function wrongSentence(cell: Cell, kind: TargetKind | null): string {
  const why = fieldSentence(cell, kind);
  const told = m.import_wrong_cell({ field: fieldName(cell.field), why });
  if (cell.given === "") return told;
  return `${told} ${(cell.read ? m.import_wrong_read : m.import_wrong_given)({ given: cell.given })}`;
}

/** Everything that is wrong with a row, one sentence each; a note says more than an empty field. */
function wrongSentences(row: { draft: MonitorDraft; note: Note | null }, cells: readonly Cell[]): string[] {
  const kind = kindOf(row.draft);
  return cells.map((cell) =>
    cell.field === "value" && row.note !== null
      ? m.import_wrong_cell({ field: fieldName("value"), why: noteSentence(row.note) })
      : wrongSentence(cell, kind),
  );
}

/** What happens to a row, and the way out where nothing does. */
export function verdictSentences(row: ListRow): string[] {
  const f = here();
  const verdict: RowVerdict = row.verdict;
  switch (verdict.kind) {
    case "ready": {
      const told =
        verdict.amount === 0 ? m.import_ready_free() : m.import_ready({ amount: f.money(verdict.amount) });
      return row.note === null ? [told] : [told, noteSentence(row.note)];
    }
    case "wrong":
      return wrongSentences(row, verdict.cells);
    case "repeated":
      return [m.import_repeated({ line: f.count(verdict.line) })];
    case "watched":
      return [m.import_watched({ workspace: verdict.workspace_name, state: stateName(verdict.state) })];
    case "not_served": {
      const why = availabilityWords(verdict.availability, platformOf(row.draft));
      return why === null ? [m.problem_no_source_happened()] : [why.title, why.about];
    }
    case "over_budget":
      return [m.import_over_budget()];
  }
}

/** The button: so many monitors, and the amount that their first checks cost at most. */
export function startWords(check: ListCheck | null, ready: number): string {
  if (check === null || ready === 0) return m.import_start_none();
  const { first, open_ended, month } = check.price;
  const n = here().count(ready);
  const most = mostWords(first, open_ended);
  // Ongoing ones cost that again at every check; with that said, what starts has to be short.
  const again = month !== null && (first > 0 || open_ended);
  return again
    ? priced(m.import_start_short({ n }), m.import_first({ count: ready, price: most }))
    : priced(m.import_start({ count: ready, n }), most);
}

/** What the first checks of so many rows cost at most, for the button that sends them; nothing where it is not known yet. */
export function withPrice(words: string, count: number, price: ImportPrice | null): string {
  if (price === null) return words;
  const most = mostWords(price.first, price.open_ended);
  const costs = price.first > 0 || price.open_ended;
  return priced(words, costs ? m.import_first({ count, price: most }) : most);
}

const waiting: Record<Exclude<ImportRowState, "refused" | "left_out">, () => string> = {
  waiting: m.import_row_waiting,
  unknown: m.import_unknown_about,
  started: m.import_finished,
};
/** Codes whose detail says more than their sentence. */
const inDetail: ReadonlySet<ProblemCode> = new Set(["refused", "job_failed"]);

/** As the dry run said it: where the same stands. */
const sameSentence = (same: SameAs): string =>
  same.kind === "row"
    ? m.import_repeated({ line: here().count(same.line) })
    : m.import_left_watched({ workspace: same.workspace_name });

/** What stands in a row for a field, as far as the record has it: the cell of the target, of others their reading. */
function givenOf(row: ImportRowView, field: Field): Pick<Cell, "given" | "read"> {
  if (field === "value") return { given: row.given };
  const read = row.draft[field];
  return { given: typeof read === "string" || typeof read === "number" ? String(read) : "", read: true };
}

/** Why a row of a started list is no monitor. */
export function leftoverSentences(row: ImportRowView, service: ServiceKind): string[] {
  if (row.state !== "refused" && row.state !== "left_out") return [waiting[row.state]()];
  const problem = row.problem;
  if (problem === null) return [];
  if (problem.same_as !== undefined) return [sameSentence(problem.same_as)];
  if (problem.fields !== undefined && problem.fields.length > 0) {
    const cells = problem.fields.map((one) => ({ ...one, ...givenOf(row, one.field) }));
    return wrongSentences({ draft: row.draft, note: understand(row.given).note ?? null }, cells);
  }
  const told = explain(problem, service);
  return inDetail.has(problem.code) && problem.message !== ""
    ? [told.happened, reasonQuoted(problem.message, service)]
    : [told.happened];
}

/** A target as it was understood: "@name on TikTok", or what there is of it. */
export function targetWords(draft: MonitorDraft): string {
  const platform = platformOf(draft);
  if (draft.value === null) return "";
  return platform === null ? draft.value : `${draft.value} · ${platformName(platform)}`;
}
