import type { Settings } from "$lib/bindings/Settings";
import { session } from "$app/session.svelte";
import { asProblem } from "$lib/ipc";
import { explain } from "$lib/problems";
import { toasts } from "$ui/shared/toasts.svelte";
import TriangleAlert from "@lucide/svelte/icons/triangle-alert";

/** Saves a change; where that fails, the window shows the old value again and says why. */
export function change(to: Partial<Settings>): void {
  void saved(to);
}

/** As `change`, and whether it was saved. */
export async function saved(to: Partial<Settings>): Promise<boolean> {
  try {
    await session.change(to);
    return true;
  } catch (refusal) {
    toasts.show(explain(asProblem(refusal)).happened, { icon: TriangleAlert });
    return false;
  }
}
