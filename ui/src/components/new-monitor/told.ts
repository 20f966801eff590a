/** Marks in a sentence where bold begins and ends; of the private use area, so no text holds them. */
const OPEN = "\ue000";
const CLOSE = "\ue001";

/** A part of a sentence that is to stand out: a name, an amount. */
export const strong = (text: string): string => `${OPEN}${text.replace(/[\ue000\ue001]/gu, "")}${CLOSE}`;

/** The sentence without its marks, for places that show plain text. */
export const plain = (sentence: string): string => sentence.replace(/[\ue000\ue001]/gu, "");

/** The sentence in parts, each bold or not. */
export function partsOf(sentence: string): { text: string; bold: boolean }[] {
  return sentence
    .split(/(\ue000[^\ue001]*\ue001)/u)
    .filter((part) => part !== "")
    .map((part) => ({ text: plain(part), bold: part.startsWith(OPEN) }));
}
