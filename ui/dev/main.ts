import { languageOf, rememberedSetting, rememberSetting, sayWith, speak } from "$lib/language";
import { settings } from "./fake-data";
import { accent, fromTheRight } from "./pseudo";

const asked = new URLSearchParams(location.search);
const locale = asked.get("locale") ?? "en";
if (locale === "pseudo") sayWith(accent);
if (locale === "rtl") {
  sayWith(fromTheRight);
  document.documentElement.dir = "rtl";
}
// The record says the same as what is remembered; else the page would be read anew again and again.
settings.language = locale.length === 2 ? locale : "en";
rememberSetting(settings.language);

// The words come before the backend: it shares modules with the window that take one when they are read.
await speak(languageOf(rememberedSetting()));
const { install } = await import("./fake-backend");
// The backend must answer before the window asks its first question.
install(asked.get("scenario") ?? "board");
await import("../src/main");
