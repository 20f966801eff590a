import type { Field } from "$lib/bindings/Field";
import type { LookBack } from "$lib/bindings/LookBack";
import type { Platform } from "$lib/bindings/Platform";
import type { TargetKind } from "$lib/bindings/TargetKind";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";
import { kindName, platformName } from "$ui/shared/names";

/** "Last 30 days". */
export function periodName(days: LookBack): string {
  if (days === 0) return m.set_no_limit();
  return days === 1 ? m.set_last_day() : m.set_last({ count: days, n: here().count(days) });
}

const isTrue = (wire: string) => wire === "true";
const words: Partial<Record<Field, (wire: string) => string>> = {
  platform: (wire) => platformName(wire as Platform),
  type: (wire) => kindName(wire as TargetKind),
  days: (wire) => periodName(Number(wire) as LookBack),
  country: (wire) => (wire === "" ? m.set_any() : here().country(wire)),
  monitoring: (wire) => (isTrue(wire) ? m.set_ongoing() : m.set_once()),
  comment_monitoring: (wire) => (isTrue(wire) ? m.tl_on() : m.tl_off()),
};

/** A value as it stood on the wire, as people read it; what cannot be read stays as it is. */
export function wireWords(field: Field, wire: string): string {
  try {
    return words[field]?.(wire) ?? wire;
  } catch {
    return wire;
  }
}
