import { router } from "$app/router.svelte";
import { session } from "$app/session.svelte";
import { testId } from "$lib/test-ids";

/** What opens over the window. */
type Over = { sheet: () => void; find: () => void };

/** Keys that work anywhere; single ones only where nobody types and nothing lies over the window. */
export function shortcut(event: KeyboardEvent, over: Over): void {
  if (event.defaultPrevented || event.isComposing || event.altKey || covered()) return;
  if (event.ctrlKey || event.metaKey) return withControl(event, over);
  if (event.key === "Escape" && mayLeave(event.target)) return router.back();
  if (!session.settings.single_key_shortcuts || typing(event.target)) return;
  const does: Record<string, () => void> = {
    n: () => press("new-monitor"),
    "/": () => press("search"),
    "?": over.sheet,
  };
  const act = does[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function withControl(event: KeyboardEvent, over: Over): void {
  if (event.key.toLowerCase() === "k" && !event.shiftKey) {
    event.preventDefault();
    over.find();
    return;
  }
  if (!/^[1-9]$/.test(event.key)) return;
  const workspace = session.workspaces[Number(event.key) - 1];
  if (!workspace) return;
  event.preventDefault();
  router.go({ name: "board", workspaceId: workspace.id });
}

/** Focuses a field, or presses a button, wherever it is on the page. */
export function press(mark: string): void {
  const wanted = document.querySelector<HTMLElement>(`[data-shortcut="${mark}"]`);
  if (wanted instanceof HTMLInputElement) wanted.focus();
  else wanted?.click();
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"))
  );
}

/** Escape leaves a place, never a form: what was typed there would be lost. */
function mayLeave(target: EventTarget | null): boolean {
  const { name } = router.place;
  if (name === "board" || name === "new-monitor" || typing(target)) return false;
  return !(target instanceof Element && target.closest(`form, [data-testid="${testId.editForm}"]`));
}

/** Whether something lies over the window. What is closed but still fades covers nothing: a person goes on
    at once. */
export function covered(): boolean {
  const over = document.querySelectorAll("[role='dialog'], [role='menu'], [role='listbox']");
  return [...over].some((layer) => layer.getAttribute("data-state") !== "closed");
}
