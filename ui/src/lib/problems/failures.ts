import type { Platform } from "$lib/bindings/Platform";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import type { ServiceReason } from "$lib/bindings/ServiceReason";
import { m } from "$lib/paraglide/messages";
import type { Action } from "./actions";
import { serviceName } from "./explain";
import { reasonIn, sayReason, valuesOf, type Told } from "./reasons";

/** Why a job failed, in plain words, with the fix. */
export type Failure = {
  readonly happened: string;
  readonly next: string;
  readonly action: Action;
  /** Whether the reason was one we know; if not, the service's words say the most. */
  readonly known: boolean;
  /** The service's words, where they are its own and not one of our sentences. */
  readonly words: string | null;
  /** What a provider charged all the same. */
  readonly cost: string | null;
};

type About = { service: string; platform: string; value: string };
type Kind = {
  readonly happened: (about: About) => string;
  readonly next: (about: About) => string;
  readonly action: Action;
};

/** The kinds of failure that have an explanation of their own. */
const kinds = {
  needs_channel: {
    happened: m.failure_needs_channel_happened,
    next: m.failure_needs_channel_next,
    action: "edit",
  },
  rate_limited: {
    happened: m.failure_rate_limited_happened,
    next: m.failure_rate_limited_next,
    action: "run_again",
  },
  out_of_credits: {
    happened: m.failure_out_of_credits_happened,
    next: m.failure_out_of_credits_next,
    action: "add_credits",
  },
  age_restricted: {
    happened: m.failure_age_restricted_happened,
    next: m.failure_age_restricted_next,
    action: "follow_other",
  },
  region: {
    happened: m.failure_region_happened,
    next: m.failure_region_next,
    action: "edit",
  },
  blocked_tag: {
    happened: m.failure_blocked_tag_happened,
    next: m.failure_blocked_tag_next,
    action: "edit",
  },
  suspended: {
    happened: m.failure_suspended_happened,
    next: m.failure_suspended_next,
    action: "follow_other",
  },
  refused_search: {
    happened: m.failure_refused_search_happened,
    next: m.failure_refused_search_next,
    action: "edit",
  },
  not_found: {
    happened: m.failure_not_found_happened,
    next: m.failure_not_found_next,
    action: "edit",
  },
  private: {
    happened: m.failure_private_happened,
    next: m.failure_private_next,
    action: "follow_other",
  },
  login_needed: {
    happened: m.failure_login_needed_happened,
    next: m.failure_login_needed_next,
    action: "follow_other",
  },
  no_posts: {
    happened: m.failure_no_posts_happened,
    next: m.failure_no_posts_next,
    action: "edit",
  },
  timed_out: {
    happened: m.failure_timed_out_happened,
    next: m.failure_timed_out_next,
    action: "run_again",
  },
  cancelled: {
    happened: m.failure_cancelled_happened,
    next: m.failure_cancelled_next,
    action: "run_again",
  },
  platform_trouble: {
    happened: m.failure_platform_trouble_happened,
    next: m.failure_platform_trouble_next,
    action: "run_again",
  },
} satisfies Record<string, Kind>;

/** Phrases that services and platforms use, most telling first. */
const phrases: readonly (readonly [keyof typeof kinds, RegExp])[] = [
  ["needs_channel", /\bstarts with UC\b|needs? (?:a )?channel (?:id|link)/iu],
  ["rate_limited", /too many requests|rate.?limit|\b429\b|throttl|asks for a pause/iu],
  [
    "out_of_credits",
    /credits?\b.*(?:exhausted|ran out|insufficient|not enough|too few)|(?:insufficient|not enough|out of|too few) credits?/iu,
  ],
  ["age_restricted", /\bage.?(?:restrict|gated?|limit|verif)|\b18\+|adults? only/iu],
  [
    "region",
    /geo.?(?:block|restrict)|not available in (?:your|this) (?:country|region)|region.?(?:block|restrict|lock)/iu,
  ],
  [
    "blocked_tag",
    /(?:hash)?tag\b.*(?:block|banned|hidden|restricted)|#\S+ is (?:blocked|hidden|restricted)|blocked by the platform/iu,
  ],
  ["suspended", /suspended|banned|terminated|deactivated|account (?:was |has been )?(?:removed|deleted)/iu],
  ["refused_search", /refused the search|search (?:was )?(?:refused|blocked|rejected)/iu],
  [
    "not_found",
    /not.?found|does(?:n['’]t| not) exist|no such (?:user|account|profile|channel)|unknown (?:user|account)|\b404\b|invalid username/iu,
  ],
  ["private", /\bprivate\b/iu],
  [
    "login_needed",
    /log.?in (?:is )?(?:required|needed)|requires? (?:a )?log.?in|must be logged in|checkpoint/iu,
  ],
  ["no_posts", /no (?:posts|results|videos|items|content)\b|nothing (?:was )?found|empty result/iu],
  ["timed_out", /time[sd]?.?out|did not answer in time/iu],
  ["cancelled", /cancel(?:l?ed)|aborted|stopped by/iu],
  [
    "platform_trouble",
    /did not give the posts|temporarily|try again later|unavailable|\b50[0234]\b|could not be reached/iu,
  ],
];

/** What our own service's sentences are kinds of; the others say by themselves what happened and what to do. */
const kindOf: Partial<Record<ServiceReason, keyof typeof kinds>> = {
  account_not_found: "not_found",
  account_private: "private",
  hashtag_blocked: "blocked_tag",
  search_refused: "refused_search",
  needs_channel_id: "needs_channel",
  no_channel_link: "needs_channel",
  too_many_requests: "rate_limited",
  try_later: "platform_trouble",
};

/** What mends the others; what is not here is run again. */
const wayOf: Partial<Record<ServiceReason, Action>> = {
  not_professional: "edit",
  no_keyword_search: "edit",
  no_apify_token: "connect_source",
  no_instagram_source: "connect_source",
  no_instagram_connection: "connect_source",
  no_youtube_source: "connect_source",
  other_source_chosen: "connect_source",
  needs_key: "connect_source",
  key_refused: "connect_source",
  no_own_account: "connect_source",
  key_starts_nothing: "connect_source",
  collector_rent: "connect_source",
  over_budget: "open_budget",
};

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
  const told = reasonIn(reason, service);
  if (told !== null) return explainOurs(told, about, service);
  // The target's own name must not be read as a reason: an account may be called "private".
  const bare = reason.split(value).join(" ");
  const phrase = phrases.find(([, shape]) => shape.test(bare));
  if (phrase !== undefined) return { ...explainKind(phrase[0], about), ...quoting(reason) };
  const silent = reason.trim() === "";
  const happened = silent ? m.failure_silent_happened(about) : m.failure_verbatim_happened(about);
  const next = silent ? m.failure_silent_next(about) : m.failure_verbatim_next(about);
  return { happened, next, action: "run_again", known: false, ...quoting(reason) };
}

const quoting = (reason: string) => ({ words: reason.trim() === "" ? null : reason.trim(), cost: null });
const ours = { words: null, cost: null };

function explainKind(name: keyof typeof kinds, about: About): Failure {
  const kind: Kind = kinds[name];
  const { action } = kind;
  return { happened: kind.happened(about), next: kind.next(about), action, known: true, ...ours };
}

/** By the sentence itself, not by words in it; a charge is told beside what it was for. */
function explainOurs(told: Told, about: About, service: ServiceKind): Failure {
  const because = told.values["because"];
  const inner = because === undefined ? null : reasonIn(because, service);
  if (inner !== null)
    return { ...explainOurs(inner, about, service), cost: valuesOf(told, service)["cost"] ?? null };
  const kind = kindOf[told.code];
  if (kind !== undefined) return explainKind(kind, about);
  const action = wayOf[told.code] ?? "run_again";
  return { happened: sayReason(told, service), next: "", action, known: true, ...ours };
}
