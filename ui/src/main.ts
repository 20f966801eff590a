import { mount } from "svelte";
import { languageOf, rememberedSetting, speak } from "$lib/language";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/opening.css";

const target = document.getElementById("app");
// The words come first: a module may take one of them when it is read.
await speak(languageOf(rememberedSetting()));
const { default: App } = await import("./App.svelte");
if (target) {
  target.replaceChildren();
  mount(App, { target });
}
