import { languageOf, rememberedSetting, rememberSetting, spoken } from "$lib/language";
import { router, type Place } from "./router.svelte";

const WAY_BACK = "way-back";

/**
 * Takes a language setting over. Where it means another language than the one that is spoken, the page is
 * read anew in that language: a word that was taken earlier would stay behind otherwise.
 */
export function takeLanguage(setting: string, back?: Place): void {
  rememberSetting(setting);
  // A setting that cannot be remembered would be asked for again after every reading.
  if (languageOf(setting) === spoken() || rememberedSetting() !== setting) return;
  if (back) sessionStorage.setItem(WAY_BACK, JSON.stringify(back));
  location.reload();
}

/** Goes back to where the language was changed, once; whether there was such a place. */
export function goBack(): boolean {
  const kept = sessionStorage.getItem(WAY_BACK);
  sessionStorage.removeItem(WAY_BACK);
  if (kept === null) return false;
  router.replace(JSON.parse(kept) as Place);
  return true;
}
