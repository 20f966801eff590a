import { SERVICE_REASONS, type ServiceReason } from "$lib/bindings/ServiceReason";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";

/** A sentence of this computer's service, found again in its text, with the values in it. */
export type Told = { readonly code: ServiceReason; readonly values: Readonly<Record<string, string>> };

type Places<Text> = Text extends `${string}{${infer Place}}${infer Rest}` ? Place | Places<Rest> : never;
type Said = {
  readonly [Code in ServiceReason as `reason_${Code}`]: (
    values: Readonly<Record<Places<(typeof SERVICE_REASONS)[Code]>, string>>,
  ) => string;
};

/** A sentence without its message, or a message with a place that the sentence does not fill, is a type error. */
const said: Said = m;

const codes = Object.keys(SERVICE_REASONS) as ServiceReason[];
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/gu, "\\$&");
/** A template as the shape of its texts: letter by letter, with anything in its places. */
const shapeOf = (template: string) =>
  new RegExp(
    `^${template
      .split(/(\{\w+\})/u)
      .map(placeOrText)
      .join("")}$`,
    "su",
  );
const placeOrText = (part: string) =>
  /^\{\w+\}$/u.test(part) ? `(?<${part.slice(1, -1)}>.*)` : escaped(part);
const shapes = codes.map((code) => ({ code, shape: shapeOf(SERVICE_REASONS[code]) }));

/** Which sentence of this computer's service a text is; a text of GEN's is never one of them. */
export function reasonIn(text: string, service: ServiceKind): Told | null {
  if (service === "gen") return null;
  for (const { code, shape } of shapes) {
    const hit = shape.exec(text.trim());
    if (hit !== null) return known({ code, values: { ...hit.groups } }, service);
  }
  return null;
}

/** A charge is told on top of another sentence; without that one it is anybody's text. */
function known(told: Told, service: ServiceKind): Told | null {
  const because = told.values["because"];
  return because === undefined || reasonIn(because, service) !== null ? told : null;
}

const goingOn: ReadonlySet<ServiceReason> = new Set<ServiceReason>([
  "hashtags_used_up",
  "searches_used_up",
  "calls_used_up",
  "too_many_requests",
]);

/** Whether a reason says itself that collecting goes on. */
export function saysItGoesOn(text: string, service: ServiceKind): boolean {
  const told = reasonIn(text, service);
  if (told === null) return false;
  const because = told.values["because"];
  return goingOn.has(told.code) || (because !== undefined && saysItGoesOn(because, service));
}

/** A sentence in the person's language, its amounts as that language writes them. */
export function sayReason(told: Told, service: ServiceKind): string {
  const say = said[`reason_${told.code}`] as (values: Readonly<Record<string, string>>) => string;
  return say(valuesOf(told, service));
}

/** A sentence's values in the person's language. */
export function valuesOf(told: Told, service: ServiceKind): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(told.values).map(([place, value]) => [place, shown(place, value, service)]),
  );
}

function shown(place: string, value: string, service: ServiceKind): string {
  if (place === "because") return reasonWords(value, service);
  const dollars = /^\$(\d+\.\d+)$/u.exec(value)?.[1];
  return dollars === undefined ? value : here().money(Math.round(Number(dollars) * 1_000_000));
}

/** A reason in words: ours in the person's language, those of others as they came. */
export function reasonWords(text: string, service: ServiceKind): string {
  const told = reasonIn(text, service);
  return told === null ? text.trim() : sayReason(told, service);
}

/** A reason within a text: ours as a sentence like any other, those of others as a quote. */
export function reasonQuoted(text: string, service: ServiceKind): string {
  const told = reasonIn(text, service);
  return told === null ? m.shared_quoted({ text: text.trim() }) : sayReason(told, service);
}
