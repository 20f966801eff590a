import { reading } from "./reading";

/** Letters read from the right, Hebrew to Arabic with all their forms (Unicode 16, DerivedBidiClass: R and AL). */
const fromTheRight = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** A text among words: it is read from its own side and turns nothing beside it, and its "@" or "#" stays
    before it (Unicode UAX 9, isolates). */
export const isolated = (text: string): string => `\u2068${text}\u2069`;

/** A text as it may stand in a sentence: one read from the other side would draw what stands beside it to its
    own, and lose its sign. */
export const besideWords = (text: string): string =>
  reading() === "rtl" || fromTheRight.test(text) ? isolated(text) : text;

/** Names one after the other, each read from its own side. */
export const listed = (texts: readonly string[]): string => texts.map(besideWords).join(", ");
