import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";
import { explain, explainJobFailure, serviceName, type Action } from "$lib/problems";

/** A failure as the page tells it: what happened, whose words, what of money and posts, the fix. */
export type Story = {
  title: string;
  happened: string;
  next: string;
  /** What the service said, as it is shown. */
  words: string | null;
  money: string;
  posts: string;
  action: Action;
  /** It had begun, and a stopped monitor cannot be changed. */
  locked: boolean;
};

/** The story of a card that needs attention; none where it does not, or where its outcome is unknown. */
export function storyOf(card: MonitorCard, service: ServiceKind): Story | null {
  const who = serviceName(service);
  if (card.state === "failed") return failed(card, service, who);
  if (card.state === "not_started") return notStarted(card, service);
  if (card.state === "lost") return lost(card, service, who);
  return null;
}

function failed(card: MonitorCard, service: ServiceKind, who: string): Story {
  const why = explainJobFailure(card.problem?.message ?? "", card.platform, card.value, service);
  return {
    title: m.fail_title({ who }),
    // Where the reason is not known to us, the title says what happened already.
    happened: why.known ? why.happened : "",
    next: why.next,
    words: why.words === null ? null : m.shared_quoted({ text: why.words }),
    money: why.cost === null ? moneyAfter(card, service) : m.fail_money_charged({ cost: why.cost }),
    posts: postsAfter(service),
    action: why.action,
    locked: true,
  };
}

function notStarted(card: MonitorCard, service: ServiceKind): Story {
  if (card.problem?.code === "outcome_unknown") return sentAgain();
  const told = explain(card.problem ?? { code: "refused", message: "" }, service);
  return {
    title: m.fail_not_started(),
    happened: told.happened,
    next: told.next,
    words: told.words,
    money: m.fail_money_none(),
    posts: m.fail_posts_none(),
    action: told.action ?? "run_again",
    locked: false,
  };
}

/** The person said that the first start does not exist, and sent it again: that one has its own page. */
function sentAgain(): Story {
  return {
    title: m.fail_sent_again(),
    happened: m.fail_sent_again_about(),
    next: "",
    words: null,
    money: m.fail_sent_again_money(),
    posts: m.fail_posts_none(),
    action: "open_board",
    locked: false,
  };
}

function lost(card: MonitorCard, service: ServiceKind, who: string): Story {
  const told = explain({ code: "user_job_not_found", message: card.problem?.message ?? "" }, service);
  return {
    title: m.fail_lost({ who }),
    happened: "",
    next: told.next,
    words: told.words,
    money: told.effect,
    posts: postsAfter(service),
    action: "run_again",
    locked: true,
  };
}

function moneyAfter(card: MonitorCard, service: ServiceKind): string {
  if (service === "practice") return m.fail_money_practice();
  if (service === "computer") return m.fail_money_local();
  return m.fail_money_gen({ amount: here().money(card.so_far.amount) });
}

function postsAfter(service: ServiceKind): string {
  if (service === "practice") return m.fail_posts_practice();
  return service === "computer" ? m.fail_posts_local() : m.fail_posts_gen();
}

/** Everything a helper would ask for, to be copied; no secret is in it. */
export function detailsText(card: MonitorCard, service: ServiceKind): string {
  const lines = [
    `${card.platform} ${card.kind} ${card.value}`,
    `state: ${card.state}${card.status === null ? "" : ` (${card.status})`}`,
    `since: ${new Date(card.state_since).toISOString()}`,
    `service: ${service}`,
    `job: ${card.job_id ?? "-"}`,
  ];
  if (card.problem) lines.push(`problem: ${card.problem.code}`, card.problem.message);
  return lines.join("\n").trim();
}
