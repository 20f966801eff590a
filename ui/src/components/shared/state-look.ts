import Circle from "@lucide/svelte/icons/circle";
import CircleCheck from "@lucide/svelte/icons/circle-check";
import CircleQuestionMark from "@lucide/svelte/icons/circle-question-mark";
import CircleStop from "@lucide/svelte/icons/circle-stop";
import Clock from "@lucide/svelte/icons/clock";
import Download from "@lucide/svelte/icons/download";
import Eye from "@lucide/svelte/icons/eye";
import Send from "@lucide/svelte/icons/send";
import TriangleAlert from "@lucide/svelte/icons/triangle-alert";
import type { Phase } from "$lib/bindings/Phase";
import type { StateWord } from "$lib/bindings/StateWord";
import type { Icon } from "./icon";

/** The colour of a state, by what it means. */
export type Tone = "trouble" | "calm" | "busy" | "good" | "done";

/** Icon and colour of every state: the one table, used everywhere. */
export const stateLook: Record<StateWord, { icon: Icon; tone: Tone }> = {
  failed: { icon: TriangleAlert, tone: "trouble" },
  not_started: { icon: TriangleAlert, tone: "trouble" },
  not_known: { icon: CircleQuestionMark, tone: "trouble" },
  lost: { icon: CircleQuestionMark, tone: "trouble" },
  sending: { icon: Send, tone: "calm" },
  waiting: { icon: Clock, tone: "calm" },
  collecting: { icon: Download, tone: "busy" },
  watching: { icon: Eye, tone: "good" },
  finished: { icon: CircleCheck, tone: "done" },
  stopped: { icon: CircleStop, tone: "done" },
  other: { icon: Circle, tone: "calm" },
};

/** The state that stands for a column in its heading. */
export const phaseState: Record<Phase, StateWord> = {
  needs_attention: "failed",
  waiting: "waiting",
  collecting: "collecting",
  watching: "watching",
  finished: "finished",
  other: "other",
};
