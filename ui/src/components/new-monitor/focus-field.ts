import type { Field } from "$lib/bindings/Field";
import { testId } from "$lib/test-ids";

/** Gives focus to the control of a field: the chosen one of a group, or the first. */
export function focusField(root: ParentNode | null, field: Field): void {
  const place = root?.querySelector(`[data-testid="${testId.field(field)}"]`);
  const control =
    place?.querySelector<HTMLElement>("[role='radio'][tabindex='0'], input:checked") ??
    place?.querySelector<HTMLElement>("input, button");
  control?.focus();
}
