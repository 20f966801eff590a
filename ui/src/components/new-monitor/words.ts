import type { CostEstimate } from "$lib/bindings/CostEstimate";
import type { Country } from "$lib/bindings/Country";
import type { LookBack } from "$lib/bindings/LookBack";
import type { Money } from "$lib/bindings/Money";
import type { Platform } from "$lib/bindings/Platform";
import type { PricePreview } from "$lib/bindings/PricePreview";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import type { TargetKind } from "$lib/bindings/TargetKind";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";
import { serviceName } from "$lib/problems";
import type { Fix, Note, Understanding } from "$lib/understand";
import { platformName } from "$ui/shared/names";
import { isFree } from "./price-lines";
import { strong } from "./told";

const fixes: Record<Fix, () => string> = {
  added_at: m.fix_added_at,
  added_hash: m.fix_added_hash,
  took_author_from_link: m.fix_took_author_from_link,
  took_platform_from_words: m.fix_took_platform_from_words,
  removed_blanks: m.fix_removed_blanks,
  removed_punctuation: m.fix_removed_punctuation,
  removed_invisible: m.fix_removed_invisible,
  removed_quotes: m.fix_removed_quotes,
  removed_surroundings: m.fix_removed_surroundings,
  narrowed_sign: m.fix_narrowed_sign,
  took_first: m.fix_took_first,
};

const notes: Record<Note, () => string> = {
  single_video: m.note_single_video,
  single_post: m.note_single_post,
  short_link: m.note_short_link,
  sound_link: m.note_sound_link,
  place_link: m.note_place_link,
  playlist_link: m.note_playlist_link,
  not_followable: m.note_not_followable,
  front_page: m.note_front_page,
  other_site: m.note_other_site,
  email_address: m.note_email_address,
  old_channel_address: m.note_old_channel_address,
  keyword_not_on_instagram: m.note_keyword_not_on_instagram,
  several_targets: m.note_several_targets,
  sign_alone: m.note_sign_alone,
};

/** What was mended, one sentence each. */
export const fixSentences = (understood: Understanding): string[] =>
  understood.fixes.map((fix) => fixes[fix]());

/** What a person should know of the text. */
export const noteSentence = (note: Note): string => notes[note]();

const understoodOn: Record<TargetKind, (of: { value: string; platform: string }) => string> = {
  username: m.understood_username,
  hashtag: m.understood_hashtag,
  keyword: m.understood_keyword,
};
const understoodAnywhere: Record<TargetKind, (of: { value: string }) => string> = {
  username: m.understood_username_anywhere,
  hashtag: m.understood_hashtag_anywhere,
  keyword: m.understood_keyword_anywhere,
};

/** "The account @name on Instagram." */
export function understoodSentence(kind: TargetKind, value: string, platform: Platform | null): string {
  const shown = strong(value);
  if (platform === null) return understoodAnywhere[kind]({ value: shown });
  return understoodOn[kind]({ value: shown, platform: platformName(platform) });
}

const targets: Record<TargetKind, (of: { value: string; platform: string }) => string> = {
  username: m.target_username,
  hashtag: m.target_hashtag,
  keyword: m.target_keyword,
};

/** "the account @name on Instagram". */
export const targetPhrase = (kind: TargetKind, value: string, platform: Platform): string =>
  targets[kind]({ value: strong(value), platform: platformName(platform) });

/** What one check collects. */
export type What = { count: number; days: LookBack; country: Country | "" | null; comments: boolean };

/** "up to 50 posts from the last 30 days, without comments". */
export function whatPhrase(what: What): string {
  return m.what_posts({
    count: what.count,
    n: here().count(what.count),
    period: periodPhrase(what.days),
    where: what.country ? m.what_where({ country: here().country(what.country) }) : "",
    comments: what.comments ? m.what_with() : m.what_without(),
  });
}

function periodPhrase(days: LookBack): string {
  if (days === 0) return m.what_any_time();
  return days === 1 ? m.what_day() : m.what_days({ count: days, n: here().count(days) });
}

const oftenWords: Record<ServiceKind, () => string> = {
  gen: m.often_gen,
  computer: m.often_computer,
  practice: m.often_practice,
};
/** What "ongoing" means at a service, honestly. */
export const ongoingWords = (service: ServiceKind): string => oftenWords[service]();

/** What comments cost, and that nobody knows how many come. */
export function commentWords(service: ServiceKind, price: Money | null, on: boolean): string {
  if (price === null) return m.comments_unpriced();
  return price === 0 ? m.comments_free() : pricedComments(service, here().unitPrice(price), on);
}

function pricedComments(service: ServiceKind, price: string, on: boolean): string {
  if (service !== "gen") return m.comments_other({ price });
  return on ? m.comments_gen_on({ price }) : m.comments_gen({ price });
}

const assumptions: Readonly<Record<number, () => string>> = {
  4: m.often_4,
  10: m.often_10,
  30: m.often_30,
  60: m.often_60,
  120: m.often_120,
  720: m.often_720,
};
/** The assumptions one can choose, with the present one among them. */
export function assumptionChoices(checks: number): { value: string; label: string }[] {
  const all = [...new Set([...Object.keys(assumptions).map(Number), checks])].sort((a, b) => a - b);
  return all.map((value) => ({ value: String(value), label: assumptionName(value) }));
}

function assumptionName(checks: number): string {
  return assumptions[checks]?.() ?? m.often_n({ count: checks, n: here().count(checks) });
}

/** The amount on a button: "up to $0.75 per check". */
export function estimatePrice(estimate: CostEstimate, monitoring: boolean): string {
  const most = estimate.at_most;
  if (isFree(estimate)) return m.start_free();
  const amount = here().money(most.kind === "known" ? most.amount : most.posts);
  if (most.kind === "open_ended") {
    return monitoring ? m.start_price_open({ amount }) : m.start_price_open_once({ amount });
  }
  return monitoring ? m.start_price({ amount }) : m.start_price_once({ amount });
}

/** "Start monitor · up to $0.75 per check". */
export function buttonWords(price: PricePreview | null, monitoring: boolean): string {
  if (price === null) return m.start_plain();
  const amount = estimatePrice(price.estimate, monitoring);
  // The longer price of comments leaves no room for the longer verb.
  const short = price.estimate.at_most.kind === "open_ended";
  return short ? m.start_once({ price: amount }) : m.start_monitor({ price: amount });
}

/** What will happen, told before the button. */
export function happensSentence(
  service: ServiceKind,
  target: { kind: TargetKind; value: string; platform: Platform },
  what: What,
  monitoring: boolean,
): string {
  const told = {
    who: serviceName(service),
    target: targetPhrase(target.kind, target.value, target.platform),
    what: whatPhrase(what),
  };
  return monitoring ? m.happens_ongoing(told) : m.happens_once(told);
}
