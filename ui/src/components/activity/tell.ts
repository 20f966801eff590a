import BellDot from "@lucide/svelte/icons/bell-dot";
import KeyRound from "@lucide/svelte/icons/key-round";
import Link2 from "@lucide/svelte/icons/link-2";
import Pencil from "@lucide/svelte/icons/pencil";
import Send from "@lucide/svelte/icons/send";
import Unplug from "@lucide/svelte/icons/unplug";
import Wallet from "@lucide/svelte/icons/wallet";
import type { ActivityEntry } from "$lib/bindings/ActivityEntry";
import type { MonitorEvent } from "$lib/bindings/MonitorEvent";
import type { ProblemCode } from "$lib/bindings/ProblemCode";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import type { SettleWord } from "$lib/bindings/SettleWord";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";
import { explain, explainJobFailure, reasonQuoted } from "$lib/problems";
import type { Icon } from "$ui/shared/icon";
import { fieldName, stateName } from "$ui/shared/names";
import { stateLook } from "$ui/shared/state-look";

/** A line of Activity in words: what, a plain clause, and how it looks. */
export type Told = {
  icon: Icon;
  tone: "trouble" | "calm" | "busy" | "good" | "done" | "budget";
  what: string;
  more: string | null;
  /** It is about a key. */
  keys?: boolean;
};

/** Says a line of Activity. */
export function tell(entry: ActivityEntry, workspace: WorkspaceView | undefined): Told {
  const service = workspace?.service ?? "gen";
  const name = workspace?.name ?? "";
  const { what } = entry;
  switch (what.about) {
    case "monitor":
      return event(what.event, entry, service);
    case "workspace_trouble":
      return trouble(what.code, name, service);
    case "workspace_recovered":
      return { icon: Link2, tone: "good", what: m.activity_recovered({ workspace: name }), more: null };
    case "budget": {
      const past = what.percent >= 100 ? m.activity_budget_100 : m.activity_budget_80;
      return { icon: Wallet, tone: "budget", what: past({ workspace: name }), more: null };
    }
  }
}

function trouble(code: ProblemCode, workspace: string, service: ServiceKind): Told {
  const refused = code === "unauthorized" || code === "permission_denied" || code === "key_invalid";
  const keys = refused || code === "key_missing" || code.startsWith("keychain_");
  const words = refused ? m.activity_key_trouble : keys ? m.activity_key_out_of_reach : m.activity_trouble;
  const what = words({ workspace });
  return { icon: keys ? KeyRound : Unplug, tone: "trouble", what, more: why(code, service), keys };
}

const why = (code: ProblemCode, service: ServiceKind) => explain({ code, message: "" }, service).happened;

const settled: Record<SettleWord, () => string> = {
  exists: m.activity_settled_exists,
  sent_again: m.activity_settled_sent_again,
  left: m.activity_settled_left,
  found_in_list: m.activity_settled_found,
};

function event(happened: MonitorEvent, entry: ActivityEntry, service: ServiceKind): Told {
  switch (happened.kind) {
    case "started":
      return plain(Send, "calm", m.activity_started({ amount: here().money(happened.at_most) }));
    case "accepted":
      return plain(Link2, "calm", m.activity_accepted({ job: happened.job_id }));
    case "not_started":
      return { ...looks("not_started"), what: m.activity_not_started(), more: why(happened.code, service) };
    case "outcome_unknown":
      return {
        ...looks("not_known"),
        what: m.activity_outcome_unknown({ amount: here().money(happened.up_to) }),
        more: why(happened.code, service),
      };
    case "settled":
      return plain(Pencil, "calm", settled[happened.decision]());
    case "state_changed":
      return changedState(happened, entry, service);
    case "changed":
      return plain(
        Pencil,
        "calm",
        m.activity_changed({ fields: here().list(happened.fields.map(({ field }) => fieldName(field))) }),
      );
    case "change_confirmed":
      return plain(Pencil, "good", happened.seen ? m.activity_change_confirmed() : m.activity_change_said());
    case "change_refused":
      return { ...looks("failed"), what: m.activity_change_refused(), more: why(happened.code, service) };
    case "no_answer":
      return { icon: Unplug, tone: "calm", what: m.activity_no_answer(), more: why(happened.code, service) };
    case "answers_again":
      return plain(BellDot, "good", m.activity_answers_again());
    case "check_failed":
      return {
        icon: Unplug,
        tone: "calm",
        what: m.activity_check_failed(),
        more: reasonQuoted(happened.reason, service),
      };
    case "check_worked":
      return plain(BellDot, "good", m.activity_check_worked());
    case "works_again":
      return plain(BellDot, "good", worksAgain(happened.posts));
  }
}

const worksAgain = (posts: number | null) =>
  posts === null ? m.activity_works_again_plain() : m.activity_works_again({ count: posts });

type StateChange = Extract<MonitorEvent, { kind: "state_changed" }>;

function changedState(happened: StateChange, entry: ActivityEntry, service: ServiceKind): Told {
  const what = stateName(happened.state, happened.status);
  const reason = happened.reason ?? "";
  const failed = happened.state === "failed" && entry.monitor !== null;
  const more =
    failed && entry.monitor
      ? explainJobFailure(reason, entry.monitor.platform, entry.monitor.value, service).happened
      : null;
  return { ...looks(happened.state), what, more };
}

const looks = (state: keyof typeof stateLook) => stateLook[state];
const plain = (icon: Icon, tone: Told["tone"], what: string): Told => ({ icon, tone, what, more: null });
