import type * as all from "../paraglide/messages/_index.js";
import type { Language } from "./languages";
import { besideWords } from "./sides";

/** Every message as a typed function. */
export type Messages = typeof all;
type Words = Readonly<Record<string, unknown>>;

/** Read when a language is chosen, so that the first picture waits for one language only. Each is whole: a
    test finds a message that one of them lacks. */
const languages: Record<Language, () => Promise<Words>> = {
  en: () => import("../paraglide/messages/en.js"),
  de: () => import("../paraglide/messages/de.js"),
  es: () => import("../paraglide/messages/es.js"),
  ja: () => import("../paraglide/messages/ja.js"),
};

type Inputs = Readonly<Record<string, unknown>>;
type Message = (inputs: Inputs) => string;

let words: Words = {};
let language: Language = "en";
let last: ((message: string) => string) | null = null;

const placed = (inputs: Inputs): Inputs =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      typeof value === "string" ? besideWords(value) : value,
    ]),
  );

function find(name: string): unknown {
  const message = words[name];
  if (typeof message !== "function") return message;
  return (inputs: Inputs = {}) => {
    const said = (message as Message)(placed(inputs));
    return last === null ? said : last(said);
  };
}

/** Everything the window says, in the language it speaks; nothing before one was chosen. */
export const m = new Proxy({} as Messages, { get: (_, name: string) => find(name) });

/** The language that the window speaks. */
export function spoken(): Language {
  return language;
}

/** Speaks a language from now on. What was drawn before stays as it is: call it before drawing. */
export async function speak(wanted: Language): Promise<void> {
  words = await languages[wanted]();
  language = wanted;
  document.documentElement.lang = wanted;
}

/** Puts every message through this as the last step, such as for a pseudo-locale; for development. */
export function sayWith(change: (message: string) => string): void {
  last = change;
}
