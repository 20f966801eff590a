import type { Theme } from "$lib/bindings/Theme";

/** Puts the chosen look on the page; `system` leaves it to the system. */
export function wear(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
