import type { Field } from "$lib/bindings/Field";
import type { Phase } from "$lib/bindings/Phase";
import type { Platform } from "$lib/bindings/Platform";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import type { StateWord } from "$lib/bindings/StateWord";
import type { TargetKind } from "$lib/bindings/TargetKind";
import { m } from "$lib/paraglide/messages";

const platforms: Record<Platform, () => string> = {
  tiktok: m.platform_tiktok,
  instagram: m.platform_instagram,
  youtube: m.platform_youtube,
};
/** A platform's name as people write it. */
export const platformName = (platform: Platform): string => platforms[platform]();

const kinds: Record<TargetKind, () => string> = {
  username: m.kind_username,
  hashtag: m.kind_hashtag,
  keyword: m.kind_keyword,
};
/** Account, Hashtag or Keyword. */
export const kindName = (kind: TargetKind): string => kinds[kind]();

const fields: Record<Field, () => string> = {
  platform: m.choice_platform,
  type: m.choice_type,
  value: m.role_target,
  days: m.form_period,
  country: m.form_country,
  max_results: m.form_count,
  monitoring: m.form_often,
  comment_monitoring: m.role_comments,
};
/** A field of a monitor, as the form that set it names it. */
export const fieldName = (field: Field): string => fields[field]();

const phases: Record<Phase, () => string> = {
  needs_attention: m.phase_needs_attention,
  waiting: m.phase_waiting,
  collecting: m.phase_collecting,
  watching: m.phase_watching,
  finished: m.phase_finished,
  other: m.phase_other,
};
/** A column's heading. */
export const phaseName = (phase: Phase): string => phases[phase]();

const states: Record<Exclude<StateWord, "other">, () => string> = {
  sending: m.state_sending,
  not_started: m.state_not_started,
  not_known: m.state_not_known,
  waiting: m.state_waiting,
  collecting: m.state_collecting,
  watching: m.state_watching,
  finished: m.state_finished,
  stopped: m.state_stopped,
  failed: m.state_failed,
  lost: m.state_lost,
};
/** The word of a state; a status nobody knows yet is quoted as the service wrote it. */
export const stateName = (state: StateWord, status: string | null = null): string =>
  state === "other" ? unheardOf(status) : states[state]();
const unheardOf = (status: string | null) =>
  status === null ? m.state_other() : m.shared_quoted({ text: status });

const services: Record<ServiceKind, () => string> = {
  gen: m.service_gen,
  computer: m.service_computer,
  practice: m.service_practice,
};
/** The group of a workspace in the side bar. */
export const serviceName = (service: ServiceKind): string => services[service]();

/** The columns in the order in which they stand, everywhere. */
export const phasesInOrder: readonly Phase[] = [
  "needs_attention",
  "waiting",
  "collecting",
  "watching",
  "finished",
  "other",
];
export const platformsInOrder: readonly Platform[] = ["tiktok", "instagram", "youtube"];
export const kindsInOrder: readonly TargetKind[] = ["username", "hashtag", "keyword"];
