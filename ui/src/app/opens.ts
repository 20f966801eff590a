import type { Opens } from "$lib/bindings/Opens";
import type { Place } from "./router.svelte";

/** The place that a click on a notification leads to. */
export function placeOf(opens: Opens): Place {
  switch (opens.place) {
    case "monitor":
      return { name: "monitor", monitorId: opens.monitor_id };
    case "keys":
      return { name: "settings", section: "keys" };
    case "activity":
      return { name: "activity" };
  }
}
