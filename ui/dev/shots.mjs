// Pictures of every place, in both themes and both sizes, with axe run on each of them.
//   npm run shots                 all places        npm run shots -- board settings   only some
//   npm run shots -- =board       that one, and none whose name only begins so
//   SHOTS_DIR=/elsewhere          where they go     SHOTS_BUILD=0   take the build that is there
//   SHOTS_LARGE=1                 also at 200 % zoom
//   SHOTS_THEMES=light            only that theme
//   SHOTS_LOCALES=en,de,rtl       languages; `rtl` is English read from the right
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { places } from "./places.mjs";
import { build, launch, serve, ui } from "./serve.mjs";

const out = process.env.SHOTS_DIR ?? "/tmp/shots";
const axeSource = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const sizes = [
  { width: 1200, height: 800, label: "1200x800" },
  { width: 900, height: 600, label: "900x600" },
  // What 200 % zoom leaves of the larger window.
  ...(process.env.SHOTS_LARGE ? [{ width: 600, height: 400, label: "zoom-200" }] : []),
];
const themes = (process.env.SHOTS_THEMES ?? "light,dark").split(",");
const spoken = JSON.parse(readFileSync(join(ui, "project.inlang/settings.json"), "utf8")).locales;
const locales = (process.env.SHOTS_LOCALES ?? "en").split(",").filter((locale) => {
  const there = ["rtl", "pseudo"].includes(locale) || spoken.includes(locale);
  if (!there) console.log(`no messages in ${locale} yet: left out`);
  return there;
});

/** Every picture is drawn on the same afternoon, so that two runs differ only where the window does. */
function setClock(start) {
  const shift = start - Date.now();
  const Real = Date;
  window.Date = class extends Real {
    constructor(...given) {
      if (given.length === 0) super(Real.now() + shift);
      else super(...given);
    }
    static now() {
      return Real.now() + shift;
    }
  };
}

/** Goes to a place once, and looks at it in every theme and size. */
async function shoot(browser, address, name, place, locale, report) {
  const context = await browser.newContext({
    viewport: { width: sizes[0].width, height: sizes[0].height },
    reducedMotion: "reduce",
    timezoneId: "Europe/Berlin",
  });
  await context.addInitScript(setClock, Date.UTC(2026, 10, 23, 13, 31));
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.setDefaultNavigationTimeout(120_000);
  let troubles = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) troubles.push(message.text());
  });
  page.on("pageerror", (error) => troubles.push(String(error)));
  try {
    const query = new URLSearchParams({ scenario: place.scenario ?? "board", locale });
    await page.goto(`${address}/${place.page ?? ""}?${query}`);
    await page.waitForSelector("main");
    await place.go?.(page);
    await page.waitForTimeout(place.settle ?? 250);
    // The gallery shows the shapes of what loads as such.
    if (place.scenario !== "slow" && name !== "gallery")
      await page.waitForFunction(settled, null, { timeout: 5_000 });
  } catch (error) {
    troubles.push(String(error).split("\n")[0]);
  }
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const size of sizes) {
      await page.setViewportSize({ width: size.width, height: place.tall ?? size.height });
      await page.waitForTimeout(120);
      const label = [name, ...(locales.length > 1 ? [locale] : []), theme, size.label].join("-");
      await page.screenshot({ path: join(out, `${label}.png`) });
      const [faults, clipped] = await looked(context, page).catch((error) => {
        troubles.push(String(error).split("\n")[0]);
        return [[], []];
      });
      report({ label, troubles, faults, clipped });
      troubles = [];
    }
  }
  await context.close();
}

/** Whether all has come: no shape of what loads is left, and nothing fades in any more. */
function settled() {
  const moves = (one) =>
    one.playState === "running" && one.effect?.getComputedTiming().iterations !== Infinity;
  return document.querySelector(".bone") === null && !document.getAnimations().some(moves);
}

const looked = async (context, page) => [await inspect(context, page), await page.evaluate(overflowing)];

/** Axe, put in by the driver, past the page's own policy. */
async function inspect(context, page) {
  const session = await context.newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: readFileSync(axeSource, "utf8") });
  const run =
    "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})";
  const answer = await session.send("Runtime.evaluate", {
    expression: `${run}.then((found) => JSON.stringify(found.violations.map((fault) => ({
      id: fault.id, nodes: fault.nodes.filter((node) => fault.id !== "region" || !document.querySelector(node.target[0])?.closest("[data-bits-floating-content-wrapper]")).slice(0, 3).map((node) => node.target.join(' ') + ' — ' + (node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? '')) }))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  // A menu stands outside of the landmarks by its nature; everything else must be inside one.
  return JSON.parse(answer.result.value ?? "[]").filter((fault) => fault.nodes.length > 0);
}

/** Controls whose text is cut without an ellipsis, and anything that makes the page scroll sideways. */
function overflowing() {
  const found = [];
  const texts =
    "button, label, h1, h2, p, dt, dd, th, td, [role=cell], [role=rowheader], [role=columnheader]";
  if (document.documentElement.scrollWidth > innerWidth) found.push("page scrolls sideways");
  for (const element of document.querySelectorAll(texts)) {
    const style = getComputedStyle(element);
    if (
      style.overflow === "visible" &&
      style.display !== "inline" &&
      element.scrollWidth > element.clientWidth + 2 &&
      element.clientWidth > 0
    ) {
      found.push(
        `${element.tagName.toLowerCase()}.${[...element.classList].join(".")}: ${element.textContent.trim().slice(0, 40)}`,
      );
    }
  }
  return found.slice(0, 6);
}

const wanted = process.argv.slice(2);
const chosen = Object.entries(places).filter(
  ([name]) => wanted.length === 0 || wanted.some((want) => `=${name}` === want || name.startsWith(want)),
);
if (process.env.SHOTS_BUILD !== "0") build();
mkdirSync(out, { recursive: true });
const server = await serve();
const browser = await launch();
let bad = 0;
const told = [];
function report({ label, troubles, faults, clipped }) {
  const clean = troubles.length + faults.length === 0;
  bad += clean ? 0 : 1;
  told.push({ label, troubles, axe: faults, clipped });
  console.log(`${clean ? "ok " : "BAD"} ${label}`);
  for (const trouble of troubles) console.log(`    console: ${trouble}`);
  for (const fault of faults) console.log(`    axe ${fault.id}: ${fault.nodes.join(" | ")}`);
  for (const clip of clipped) console.log(`    clipped: ${clip}`);
}
const address = `http://127.0.0.1:${server.address().port}`;
// Places are found by English words; in other languages those that need them are left out.
const visits = locales.flatMap((locale) =>
  chosen.filter(([, place]) => !place.english || locale === "en").map((place) => [locale, ...place]),
);
async function visit() {
  for (let next = visits.shift(); next; next = visits.shift()) {
    const [locale, name, place] = next;
    await shoot(browser, address, name, place, locale, report);
  }
}
// One for each core: a picture waits for the page far longer than for this script.
await Promise.all(Array.from({ length: availableParallelism() }, visit));
told.sort((one, other) => one.label.localeCompare(other.label));
writeFileSync(join(out, "report.json"), JSON.stringify(told, null, 2));
await browser.close();
server.close();
console.log(bad === 0 ? "every place is clean" : `${bad} pictures with faults`);
process.exitCode = bad === 0 ? 0 : 1;
