import { mount } from "svelte";
import "../src/styles/tokens.css";
import "../src/styles/base.css";

if (new URLSearchParams(location.search).get("locale") === "rtl") document.documentElement.dir = "rtl";
const { default: Gallery } = await import("./Gallery.svelte");
const target = document.getElementById("app");
if (target) mount(Gallery, { target });
