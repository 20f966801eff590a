import type { LookBack } from "$lib/bindings/LookBack";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { Platform } from "$lib/bindings/Platform";
import type { TargetKind } from "$lib/bindings/TargetKind";
import { here } from "$lib/format";
import { isolated } from "$lib/language";
import { m } from "$lib/paraglide/messages";
import { fieldName, kindName, platformName } from "$ui/shared/names";
import { periodName } from "./field-words";

/** A field of a monitor: what it is, and what an open change asks for where that differs. */
type SettingRow = { name: string; value: string; asked?: string };

/** What a monitor does, field by field, and beside it what was asked for and is not confirmed. */
export function settingRows(now: MonitorDraft, asked: MonitorDraft | null): SettingRow[] {
  const wanted = asked === null ? [] : told(asked);
  return told(now).map(([name, value], at) => {
    const other = wanted[at]?.[1] ?? value;
    return other === value ? { name, value } : { name, value, asked: other };
  });
}

/** Every draft that gets here was checked before: its words are ours. */
function told(draft: MonitorDraft): [string, string][] {
  const { country, max_results } = draft;
  const count = max_results ?? 0;
  return [
    [fieldName("platform"), platformName(draft.platform as Platform)],
    [fieldName("value"), `${kindName(draft.type as TargetKind)} ${isolated(draft.value ?? "")}`],
    [fieldName("days"), periodName(draft.days as LookBack)],
    [fieldName("max_results"), m.set_up_to({ count, n: here().count(count) })],
    [fieldName("country"), country ? here().country(country) : m.set_any()],
    [fieldName("monitoring"), draft.monitoring ? m.set_ongoing() : m.set_once()],
    [fieldName("comment_monitoring"), draft.comment_monitoring ? m.set_on() : m.set_off()],
  ];
}
