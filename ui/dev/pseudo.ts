/** Accents on every letter, a third more length, and brackets: what is left plain was not a message. */
const accented = new Map(
  [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((letter, index) => [
    letter,
    [..."àƀçđéƒĝĥíĵķļɱñóþɋŕšţúṽŵẋýžÀƁÇĐÉƑĜĤÍĴĶĻṀÑÓÞɊŔŠŢÚṼŴẊÝŽ"][index] ?? letter,
  ]),
);
/** A letter read from the right at the start, so that the text counts as of such a language. */
const RTL = { start: "\u200f\u202e", end: "\u202c" };

/** `Start` becomes `⟦Šţàŕţ··⟧`. */
export function accent(text: string): string {
  const more = "·".repeat(Math.ceil([...text].length / 3));
  return `⟦${[...text].map((letter) => accented.get(letter) ?? letter).join("")}${more}⟧`;
}

/** As a language that is read from the right would look: mirrored, and as long as English. */
export function fromTheRight(text: string): string {
  // A translator turns the arrow between an old and a new value.
  return `${RTL.start}${text.replaceAll("→", "←")}${RTL.end}`;
}
