import type { Availability } from "$lib/bindings/Availability";
import type { Platform } from "$lib/bindings/Platform";
import { m } from "$lib/paraglide/messages";
import { platformName } from "$ui/shared/names";

type Words = { title: string; about: string };

const words: Record<Availability, ((platform: string) => Words) | null> = {
  served: null,
  not_yet_known: null,
  needs_own_source: (platform) => ({
    title: m.served_own_source({ platform }),
    about: m.served_own_source_about(),
  }),
  needs_you_tube_key: () => ({ title: m.served_key(), about: m.served_key_about() }),
  needs_channel_link: () => ({ title: m.served_channel(), about: m.served_channel_about() }),
  needs_other_source: (platform) => ({
    title: m.served_other({ platform }),
    about: m.served_other_about(),
  }),
};

/** Whether a workspace can collect a target, as far as is known: then nothing stands in the way of a start. */
export const isServed = (availability: Availability): boolean => words[availability] === null;

/** Why a workspace cannot collect a target, and the way out; none where it can. */
export function availabilityWords(availability: Availability, platform: Platform | null): Words | null {
  return words[availability]?.(platform === null ? "" : platformName(platform)) ?? null;
}
