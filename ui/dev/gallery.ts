import { mount } from "svelte";
import { speak } from "$lib/language";
import "../src/styles/tokens.css";
import "../src/styles/base.css";

if (new URLSearchParams(location.search).get("locale") === "rtl") document.documentElement.dir = "rtl";
await speak("en");
const { default: Gallery } = await import("./Gallery.svelte");
const target = document.getElementById("app");
if (target) mount(Gallery, { target });
