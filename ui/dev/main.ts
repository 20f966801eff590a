import { rememberSetting, sayWith } from "$lib/language";
import { install } from "./fake-backend";
import { accent, fromTheRight } from "./pseudo";

const asked = new URLSearchParams(location.search);
const locale = asked.get("locale") ?? "en";
if (locale === "pseudo") sayWith(accent);
if (locale === "rtl") {
  sayWith(fromTheRight);
  document.documentElement.dir = "rtl";
}
rememberSetting(locale.length === 2 ? locale : "en");

// The backend must answer before the window asks its first question.
install(asked.get("scenario") ?? "board");
await import("../src/main");
