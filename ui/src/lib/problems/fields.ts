import type { Field } from "$lib/bindings/Field";
import type { FieldProblem } from "$lib/bindings/FieldProblem";
import type { Reason } from "$lib/bindings/Reason";
import type { TargetKind } from "$lib/bindings/TargetKind";
import { m } from "$lib/paraglide/messages";

/** Every reason has its sentence with a remedy; one that is missing is a type error. */
const sentences: Record<Reason, () => string> = {
  missing: m.field_missing,
  wrong_type: m.field_wrong_type,
  unknown_platform: m.field_unknown_platform,
  unknown_kind: m.field_unknown_kind,
  unsupported_pair: m.field_unsupported_pair,
  username_needs_at: m.field_username_needs_at,
  hashtag_needs_hash: m.field_hashtag_needs_hash,
  keyword_is_plain: m.field_keyword_is_plain,
  empty: m.field_empty,
  has_blank: m.field_has_blank,
  has_control: m.field_has_control,
  too_long: m.field_too_long,
  not_a_period: m.field_not_a_period,
  unknown_country: m.field_unknown_country,
  out_of_range: m.field_out_of_range,
};

/** Better sentences where the field is known. */
const special: Partial<Record<Field, Partial<Record<Reason, () => string>>>> = {
  platform: { missing: m.field_platform_missing },
  type: { missing: m.field_type_missing },
  value: { missing: m.field_value_missing },
  days: { missing: m.field_days_missing },
  country: { wrong_type: m.field_country_wrong_type },
  max_results: {
    missing: m.field_max_results_missing,
    wrong_type: m.field_max_results_missing,
    out_of_range: m.field_max_results_out_of_range,
  },
};

const emptyValue: Record<TargetKind, () => string> = {
  username: m.field_value_empty_username,
  hashtag: m.field_value_empty_hashtag,
  keyword: m.field_value_empty_keyword,
};

/** What is wrong with a field and how to mend it. */
export function fieldSentence(problem: FieldProblem, kind?: TargetKind | null): string {
  if (problem.field === "value" && problem.reason === "empty") {
    return (kind ? emptyValue[kind] : m.field_value_missing)();
  }
  return (special[problem.field]?.[problem.reason] ?? sentences[problem.reason])();
}
