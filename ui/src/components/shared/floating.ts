import { getContext, setContext } from "svelte";
import { on } from "svelte/events";
import { createSubscriber } from "svelte/reactivity";

/** How near to the window's edge a list may come, in CSS pixels. */
const EDGE = 8;

/** What all lists that open over the window share. They are fixed: one that does not fit must never make the
    page itself scroll. */
export const floating = {
  strategy: "fixed",
  sideOffset: 4,
  collisionPadding: EDGE,
  preventScroll: false,
} as const;

/** What reads it is read again when the window has another size. */
const followWindow = createSubscriber((update) => on(window, "resize", update));

const FOOT = Symbol("foot");
type Foot = () => HTMLElement | null;

/** Names the bar below a form that its lists must leave in sight. */
export const setFoot = (foot: Foot): void => void setContext(FOOT, foot);
export const footOf = (): Foot => getContext<Foot | undefined>(FOOT) ?? (() => null);

/** The room that a field's list leaves on each side, as the window stands now. */
export function roomAround(field: HTMLElement | null, foot: HTMLElement | null) {
  const around = { top: EDGE, right: EDGE, bottom: EDGE, left: EDGE };
  followWindow();
  if (!field || !foot) return around;
  const [own, below] = [field.getBoundingClientRect(), foot.getBoundingClientRect()];
  const beside = below.left >= own.right || below.right <= own.left;
  return beside ? around : { ...around, bottom: Math.max(EDGE, innerHeight - below.top + EDGE) };
}
