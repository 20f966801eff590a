import { formatsOf, type Formats } from "./formats";

/** The person's language and zone; the system's until the app has said otherwise. */
let place = $state.raw({ locale: "en", zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
const formats = $derived(formatsOf(place.locale, place.zone));

/** Sets the language and the zone for every place of the window. */
export function readIn(locale: string, zone: string): void {
  place = { locale, zone };
}

/** The formats of the person's language and zone. */
export function here(): Formats {
  return formats;
}
