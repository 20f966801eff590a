import type { ProblemCode } from "$lib/bindings/ProblemCode";
import { m } from "$lib/paraglide/messages";
import type { Action } from "./actions";

/** Who is spoken of: a service's name as people read it. */
export type About = { readonly service: string };

/** One entry: what happened, what it did to money and data, what to do next. */
export type Entry = {
  readonly happened: (about: About) => string;
  readonly effect: (about: About) => string;
  readonly next: (about: About) => string;
  /** Said beside a form whose draft stays; elsewhere there is none. */
  readonly kept?: () => string;
  readonly action?: Action;
};

/** Every code has its entry; one that is missing is a type error. */
export const table: Record<ProblemCode, Entry> = {
  unauthorized: {
    happened: m.problem_unauthorized_happened,
    effect: m.problem_unauthorized_effect,
    next: m.problem_unauthorized_next,
    action: "update_key",
  },
  permission_denied: {
    happened: m.problem_permission_denied_happened,
    effect: m.problem_permission_denied_effect,
    next: m.problem_permission_denied_next,
    action: "choose_agent",
  },
  user_job_not_found: {
    happened: m.problem_user_job_not_found_happened,
    effect: m.problem_user_job_not_found_effect,
    next: m.problem_user_job_not_found_next,
    action: "run_again",
  },
  validation_error: {
    happened: m.problem_validation_error_happened,
    effect: m.problem_validation_error_effect,
    next: m.problem_validation_error_next,
    action: "edit",
  },
  no_active_credit_purchase: {
    happened: m.problem_no_active_credit_purchase_happened,
    effect: m.problem_no_active_credit_purchase_effect,
    next: m.problem_no_active_credit_purchase_next,
    kept: m.problem_draft_kept,
    action: "add_credits",
  },
  job_status_invalid: {
    happened: m.problem_job_status_invalid_happened,
    effect: m.problem_job_status_invalid_effect,
    next: m.problem_job_status_invalid_next,
    action: "run_again",
  },
  too_few_credits: {
    happened: m.problem_too_few_credits_happened,
    effect: m.problem_too_few_credits_effect,
    next: m.problem_too_few_credits_next,
    kept: m.problem_draft_kept,
    action: "add_credits",
  },
  too_many_requests: {
    happened: m.problem_too_many_requests_happened,
    effect: m.problem_too_many_requests_effect,
    next: m.problem_too_many_requests_next,
    action: "retry",
  },
  refused: {
    happened: m.problem_refused_happened,
    effect: m.problem_refused_effect,
    next: m.problem_refused_next,
    action: "copy_details",
  },
  service_failure: {
    happened: m.problem_service_failure_happened,
    effect: m.problem_service_failure_effect,
    next: m.problem_service_failure_next,
    action: "retry",
  },
  job_failed: {
    happened: m.problem_job_failed_happened,
    effect: m.problem_job_failed_effect,
    next: m.problem_job_failed_next,
    action: "run_again",
  },
  name_not_found: {
    happened: m.problem_name_not_found_happened,
    effect: m.problem_name_not_found_effect,
    next: m.problem_name_not_found_next,
    action: "retry",
  },
  cannot_connect: {
    happened: m.problem_cannot_connect_happened,
    effect: m.problem_cannot_connect_effect,
    next: m.problem_cannot_connect_next,
    action: "retry",
  },
  tls_failed: {
    happened: m.problem_tls_failed_happened,
    effect: m.problem_tls_failed_effect,
    next: m.problem_tls_failed_next,
    action: "retry",
  },
  proxy_failed: {
    happened: m.problem_proxy_failed_happened,
    effect: m.problem_proxy_failed_effect,
    next: m.problem_proxy_failed_next,
    action: "retry",
  },
  timed_out: {
    happened: m.problem_timed_out_happened,
    effect: m.problem_timed_out_effect,
    next: m.problem_timed_out_next,
    action: "look_now",
  },
  connection_lost: {
    happened: m.problem_connection_lost_happened,
    effect: m.problem_connection_lost_effect,
    next: m.problem_connection_lost_next,
    action: "look_now",
  },
  answer_unreadable: {
    happened: m.problem_answer_unreadable_happened,
    effect: m.problem_answer_unreadable_effect,
    next: m.problem_answer_unreadable_next,
    action: "look_now",
  },
  address_moved: {
    happened: m.problem_address_moved_happened,
    effect: m.problem_address_moved_effect,
    next: m.problem_address_moved_next,
    action: "open_settings",
  },
  offline: {
    happened: m.problem_offline_happened,
    effect: m.problem_offline_effect,
    next: m.problem_offline_next,
    action: "retry",
  },
  outcome_unknown: {
    happened: m.problem_outcome_unknown_happened,
    effect: m.problem_outcome_unknown_effect,
    next: m.problem_outcome_unknown_next,
    action: "settle",
  },
  key_missing: {
    happened: m.problem_key_missing_happened,
    effect: m.problem_key_missing_effect,
    next: m.problem_key_missing_next,
    action: "update_key",
  },
  key_invalid: {
    happened: m.problem_key_invalid_happened,
    effect: m.problem_key_invalid_effect,
    next: m.problem_key_invalid_next,
    action: "update_key",
  },
  keychain_missing: {
    happened: m.problem_keychain_missing_happened,
    effect: m.problem_keychain_missing_effect,
    next: m.problem_keychain_missing_next,
    action: "keep_this_run",
  },
  keychain_locked: {
    happened: m.problem_keychain_locked_happened,
    effect: m.problem_keychain_locked_effect,
    next: m.problem_keychain_locked_next,
    action: "retry",
  },
  keychain_denied: {
    happened: m.problem_keychain_denied_happened,
    effect: m.problem_keychain_denied_effect,
    next: m.problem_keychain_denied_next,
    action: "keep_this_run",
  },
  keychain_dismissed: {
    happened: m.problem_keychain_dismissed_happened,
    effect: m.problem_keychain_dismissed_effect,
    next: m.problem_keychain_dismissed_next,
    action: "retry",
  },
  keychain_damaged: {
    happened: m.problem_keychain_damaged_happened,
    effect: m.problem_keychain_damaged_effect,
    next: m.problem_keychain_damaged_next,
    action: "update_key",
  },
  keychain_failed: {
    happened: m.problem_keychain_failed_happened,
    effect: m.problem_keychain_failed_effect,
    next: m.problem_keychain_failed_next,
    action: "keep_this_run",
  },
  bad_address: {
    happened: m.problem_bad_address_happened,
    effect: m.problem_bad_address_effect,
    next: m.problem_bad_address_next,
    action: "edit",
  },
  bad_agent: {
    happened: m.problem_bad_agent_happened,
    effect: m.problem_bad_agent_effect,
    next: m.problem_bad_agent_next,
    action: "edit",
  },
  source_refused: {
    happened: m.problem_source_refused_happened,
    effect: m.problem_source_refused_effect,
    next: m.problem_source_refused_next,
    action: "retry",
  },
  no_source: {
    happened: m.problem_no_source_happened,
    effect: m.problem_no_source_effect,
    next: m.problem_no_source_next,
    action: "connect_source",
  },
  over_budget: {
    happened: m.problem_over_budget_happened,
    effect: m.problem_over_budget_effect,
    next: m.problem_over_budget_next,
    action: "open_budget",
  },
  already_sent: {
    happened: m.problem_already_sent_happened,
    effect: m.problem_already_sent_effect,
    next: m.problem_already_sent_next,
    action: "open_board",
  },
  nothing_changed: {
    happened: m.problem_nothing_changed_happened,
    effect: m.problem_nothing_changed_effect,
    next: m.problem_nothing_changed_next,
  },
  not_now: {
    happened: m.problem_not_now_happened,
    effect: m.problem_not_now_effect,
    next: m.problem_not_now_next,
    action: "look_now",
  },
  not_found: {
    happened: m.problem_not_found_happened,
    effect: m.problem_not_found_effect,
    next: m.problem_not_found_next,
    action: "open_board",
  },
  disk_full: {
    happened: m.problem_disk_full_happened,
    effect: m.problem_disk_full_effect,
    next: m.problem_disk_full_next,
    action: "retry",
  },
  store_read_only: {
    happened: m.problem_store_read_only_happened,
    effect: m.problem_store_read_only_effect,
    next: m.problem_store_read_only_next,
    action: "open_settings",
  },
  store_damaged: {
    happened: m.problem_store_damaged_happened,
    effect: m.problem_store_damaged_effect,
    next: m.problem_store_damaged_next,
    action: "open_settings",
  },
  store_too_new: {
    happened: m.problem_store_too_new_happened,
    effect: m.problem_store_too_new_effect,
    next: m.problem_store_too_new_next,
  },
  already_running: {
    happened: m.problem_already_running_happened,
    effect: m.problem_already_running_effect,
    next: m.problem_already_running_next,
    action: "retry",
  },
  copy_unreadable: {
    happened: m.problem_copy_unreadable_happened,
    effect: m.problem_copy_unreadable_effect,
    next: m.problem_copy_unreadable_next,
  },
  copy_not_written: {
    happened: m.problem_copy_not_written_happened,
    effect: m.problem_copy_not_written_effect,
    next: m.problem_copy_not_written_next,
  },
  library_trouble: {
    happened: m.problem_library_trouble_happened,
    effect: m.problem_library_trouble_effect,
    next: m.problem_library_trouble_next,
    action: "retry",
  },
  file_unreadable: {
    happened: m.problem_file_unreadable_happened,
    effect: m.problem_file_unreadable_effect,
    next: m.problem_file_unreadable_next,
  },
  file_unwritable: {
    happened: m.problem_file_unwritable_happened,
    effect: m.problem_file_unwritable_effect,
    next: m.problem_file_unwritable_next,
  },
  file_unknown: {
    happened: m.problem_file_unknown_happened,
    effect: m.problem_file_unknown_effect,
    next: m.problem_file_unknown_next,
  },
  local_service_down: {
    happened: m.problem_local_service_down_happened,
    effect: m.problem_local_service_down_effect,
    next: m.problem_local_service_down_next,
    action: "retry",
  },
  login_entry_failed: {
    happened: m.problem_login_entry_failed_happened,
    effect: m.problem_login_entry_failed_effect,
    next: m.problem_login_entry_failed_next,
    action: "retry",
  },
  list_unreadable: {
    happened: m.problem_list_unreadable_happened,
    effect: m.problem_list_unreadable_effect,
    next: m.problem_list_unreadable_next,
  },
  list_too_large: {
    happened: m.problem_list_too_large_happened,
    effect: m.problem_list_too_large_effect,
    next: m.problem_list_too_large_next,
  },
  list_empty: {
    happened: m.problem_list_empty_happened,
    effect: m.problem_list_empty_effect,
    next: m.problem_list_empty_next,
  },
  list_gone: {
    happened: m.problem_list_gone_happened,
    effect: m.problem_list_gone_effect,
    next: m.problem_list_gone_next,
  },
  duplicate: {
    happened: m.problem_duplicate_happened,
    effect: m.problem_duplicate_effect,
    next: m.problem_duplicate_next,
  },
  name_taken: {
    happened: m.problem_name_taken_happened,
    effect: m.problem_name_taken_effect,
    next: m.problem_name_taken_next,
  },
  internal: {
    happened: m.problem_internal_happened,
    effect: m.problem_internal_effect,
    next: m.problem_internal_next,
    action: "copy_details",
  },
};
