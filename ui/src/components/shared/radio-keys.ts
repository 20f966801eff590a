/** Moves between the radios of one name with the arrows: not every web view does it by itself. */
export function radioKeys(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const input = event.currentTarget as HTMLInputElement;
  const rtl = getComputedStyle(input).direction === "rtl";
  const by = { ArrowDown: 1, ArrowUp: -1, ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const named = `input[type="radio"][name="${CSS.escape(input.name)}"]:not(:disabled)`;
  const radios = [...document.querySelectorAll<HTMLInputElement>(named)];
  const next = radios[(radios.indexOf(input) + by + radios.length) % radios.length];
  next?.focus();
  next?.click();
}
