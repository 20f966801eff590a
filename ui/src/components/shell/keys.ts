import { besideWords } from "$lib/language";
import { m } from "$lib/paraglide/messages";

/** Whether this system's keyboards carry signs in place of names. */
const apple = /Mac|iPhone|iPad/.test(navigator.platform);

/** A shortcut as this system's and language's keyboards write it: `Ctrl K`, `Strg K`, or `⌘K`. */
export const commandKey = (key: string): string =>
  apple ? `⌘${key}` : `${besideWords(m.key_ctrl())} ${key}`;
export const shiftKey = (key: string): string => (apple ? `⇧${key}` : `${besideWords(m.key_shift())} ${key}`);
