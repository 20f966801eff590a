import type { Platform } from "$lib/bindings/Platform";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import { m } from "$lib/paraglide/messages";
import type { Action } from "./actions";
import { serviceName } from "./explain";

/** Why a job failed, in plain words, with the fix. */
export type Failure = {
  readonly happened: string;
  readonly next: string;
  readonly action: Action;
  /** Whether the reason was one we know; if not, the service's words say the most. */
  readonly known: boolean;
};

type About = { service: string; platform: string; value: string };
type Phrase = {
  readonly shape: RegExp;
  readonly happened: (about: About) => string;
  readonly next: (about: About) => string;
  readonly action: Action;
};

/** Phrases that services and platforms use, most telling first. */
const phrases: readonly Phrase[] = [
  {
    shape: /\bstarts with UC\b|needs? (?:a )?channel (?:id|link)/iu,
    happened: m.failure_needs_channel_happened,
    next: m.failure_needs_channel_next,
    action: "edit",
  },
  {
    shape: /too many requests|rate.?limit|\b429\b|throttl|asks for a pause/iu,
    happened: m.failure_rate_limited_happened,
    next: m.failure_rate_limited_next,
    action: "run_again",
  },
  {
    shape:
      /credits?\b.*(?:exhausted|ran out|insufficient|not enough|too few)|(?:insufficient|not enough|out of|too few) credits?/iu,
    happened: m.failure_out_of_credits_happened,
    next: m.failure_out_of_credits_next,
    action: "add_credits",
  },
  {
    shape: /\bage.?(?:restrict|gated?|limit|verif)|\b18\+|adults? only/iu,
    happened: m.failure_age_restricted_happened,
    next: m.failure_age_restricted_next,
    action: "edit",
  },
  {
    shape:
      /geo.?(?:block|restrict)|not available in (?:your|this) (?:country|region)|region.?(?:block|restrict|lock)/iu,
    happened: m.failure_region_happened,
    next: m.failure_region_next,
    action: "edit",
  },
  {
    shape:
      /(?:hash)?tag\b.*(?:block|banned|hidden|restricted)|#\S+ is (?:blocked|hidden|restricted)|blocked by the platform/iu,
    happened: m.failure_blocked_tag_happened,
    next: m.failure_blocked_tag_next,
    action: "edit",
  },
  {
    shape: /suspended|banned|terminated|deactivated|account (?:was |has been )?(?:removed|deleted)/iu,
    happened: m.failure_suspended_happened,
    next: m.failure_suspended_next,
    action: "edit",
  },
  {
    shape: /refused the search|search (?:was )?(?:refused|blocked|rejected)/iu,
    happened: m.failure_refused_search_happened,
    next: m.failure_refused_search_next,
    action: "edit",
  },
  {
    shape:
      /not.?found|does(?:n['’]t| not) exist|no such (?:user|account|profile|channel)|unknown (?:user|account)|\b404\b|invalid username/iu,
    happened: m.failure_not_found_happened,
    next: m.failure_not_found_next,
    action: "edit",
  },
  {
    shape: /\bprivate\b/iu,
    happened: m.failure_private_happened,
    next: m.failure_private_next,
    action: "edit",
  },
  {
    shape: /log.?in (?:is )?(?:required|needed)|requires? (?:a )?log.?in|must be logged in|checkpoint/iu,
    happened: m.failure_login_needed_happened,
    next: m.failure_login_needed_next,
    action: "edit",
  },
  {
    shape: /no (?:posts|results|videos|items|content)\b|nothing (?:was )?found|empty result/iu,
    happened: m.failure_no_posts_happened,
    next: m.failure_no_posts_next,
    action: "edit",
  },
  {
    shape: /time[sd]?.?out|did not answer in time/iu,
    happened: m.failure_timed_out_happened,
    next: m.failure_timed_out_next,
    action: "run_again",
  },
  {
    shape: /cancel(?:l?ed)|aborted|stopped by/iu,
    happened: m.failure_cancelled_happened,
    next: m.failure_cancelled_next,
    action: "run_again",
  },
  {
    shape:
      /did not give the posts|temporarily|try again later|unavailable|\b50[0234]\b|could not be reached/iu,
    happened: m.failure_platform_trouble_happened,
    next: m.failure_platform_trouble_next,
    action: "run_again",
  },
];

/** A platform's name; the same in every language. */
export function platformName(platform: Platform): string {
  return { tiktok: "TikTok", instagram: "Instagram", youtube: "YouTube" }[platform];
}

/** What a failed job's reason means; words nobody here knows stay the service's own. */
export function explainJobFailure(
  reason: string,
  platform: Platform,
  value: string,
  service: ServiceKind = "gen",
): Failure {
  const about = { service: serviceName(service), platform: platformName(platform), value };
  // The target's own name must not be read as a reason: an account may be called "private".
  const told = reason.split(value).join(" ");
  const phrase = phrases.find(({ shape }) => shape.test(told));
  if (phrase !== undefined) {
    return { happened: phrase.happened(about), next: phrase.next(about), action: phrase.action, known: true };
  }
  const silent = reason.trim() === "";
  const happened = silent ? m.failure_silent_happened(about) : m.failure_verbatim_happened(about);
  const next = silent ? m.failure_silent_next(about) : m.failure_verbatim_next(about);
  return { happened, next, action: "run_again", known: false };
}
