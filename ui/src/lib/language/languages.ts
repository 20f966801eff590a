/** The languages of the window. English is complete by definition: it is what the others are made from. */
export const LANGUAGES = ["en", "de", "es", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];

const REMEMBERED = "language";

/** The first of these tags that the window speaks, in any regional form; English where it speaks none. */
export function nearest(tags: readonly string[]): Language {
  for (const tag of tags) {
    const language = tag.toLowerCase().split("-")[0];
    const found = LANGUAGES.find((known) => known === language);
    if (found) return found;
  }
  return "en";
}

/** What a setting means: empty is the system's language. */
export function languageOf(setting: string): Language {
  return setting === "" ? nearest(navigator.languages) : nearest([setting]);
}

/** A language's name in its own words. */
export function ownName(language: Language): string {
  return new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
}

/** The setting as it was at the last start, so that the first picture has the right words already. */
export function rememberedSetting(): string {
  try {
    return localStorage.getItem(REMEMBERED) ?? "";
  } catch {
    return "";
  }
}

/** Keeps a setting for the next first picture; the host's record stays the truth. */
export function rememberSetting(setting: string): void {
  try {
    localStorage.setItem(REMEMBERED, setting);
  } catch {
    // Without storage the first picture is in the system's language; nothing else is lost.
  }
}
