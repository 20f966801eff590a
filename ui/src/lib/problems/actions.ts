import { m } from "$lib/paraglide/messages";

/** What a button under a problem can do; each place offers those it can carry out. */
export type Action =
  | "update_key"
  | "choose_agent"
  | "add_credits"
  | "run_again"
  | "edit"
  | "follow_other"
  | "retry"
  | "look_now"
  | "settle"
  | "open_settings"
  | "open_budget"
  | "open_board"
  | "keep_this_run"
  | "connect_source"
  | "copy_details";

const labels: Record<Action, () => string> = {
  update_key: m.action_update_key,
  choose_agent: m.action_choose_agent,
  add_credits: m.action_add_credits,
  run_again: m.action_run_again,
  edit: m.action_edit,
  follow_other: m.action_follow_other,
  retry: m.action_retry,
  look_now: m.action_look_now,
  settle: m.action_settle,
  open_settings: m.action_open_settings,
  open_budget: m.action_open_budget,
  open_board: m.action_open_board,
  keep_this_run: m.action_keep_this_run,
  connect_source: m.action_connect_source,
  copy_details: m.action_copy_details,
};

/** The words on an action's button. */
export function actionLabel(action: Action): string {
  return labels[action]();
}
