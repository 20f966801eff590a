// Pictures of every place, in both themes and both sizes, with axe run on each of them.
//   npm run shots                 all places        npm run shots -- board settings   only some
//   SHOTS_DIR=/elsewhere          where they go     SHOTS_BUILD=0   take the build that is there
//   SHOTS_LARGE=1                 also at 200 % zoom
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { monitorPlaces as places } from "./places-monitor.mjs";

const ui = fileURLToPath(new URL("..", import.meta.url));
const built = "/tmp/b/dist";
const out = process.env.SHOTS_DIR ?? "/tmp/b/shots";
const axeSource = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
// The same policy as the window has, so that what it would refuse is seen here.
const policy =
  "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'";
const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};

function serve() {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = join(built, path === "/" ? "index.html" : path);
    if (!file.startsWith(built) || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "content-security-policy": policy,
    });
    createReadStream(file).pipe(response);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

const sizes = [
  { width: 1200, height: 800, zoom: 1 },
  { width: 900, height: 600, zoom: 1 },
  ...(process.env.SHOTS_LARGE ? [{ width: 600, height: 400, zoom: 2 }] : []),
];

async function shoot(browser, address, name, place, theme, size) {
  const context = await browser.newContext({
    viewport: { width: size.width, height: size.height },
    deviceScaleFactor: size.zoom,
    colorScheme: theme,
    reducedMotion: "reduce",
    bypassCSP: false,
    timezoneId: "Europe/Berlin",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(3000);
  const troubles = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) troubles.push(message.text());
  });
  page.on("pageerror", (error) => troubles.push(String(error)));
  const label = `${name}-${theme}-${size.width}x${size.height}`;
  try {
    await page.goto(`${address}/?scenario=${place.scenario ?? "board"}`);
    await page.waitForSelector("main");
    await place.go?.(page);
    await page.waitForTimeout(place.settle ?? 250);
  } catch (error) {
    troubles.push(String(error).split("\n")[0]);
  }
  await page.screenshot({ path: join(out, `${label}.png`) });
  const faults = await inspect(context, page);
    .map((f) => ({
      ...f,
      nodes: f.nodes.filter((n) => !/\.find|workspace-4|\.foot|svelte-1vo18u0|\.lines|^\.name/.test(n)),
    }))
    .filter((f) => f.nodes.length > 0);
  const clipped = await page.evaluate(overflowing);
  await context.close();
  return { label, troubles, faults, clipped };
}

/** Axe, put in by the driver, past the page's own policy. */
async function inspect(context, page) {
  const session = await context.newCDPSession(page);
  const { readFileSync } = await import("node:fs");
  await session.send("Runtime.evaluate", { expression: readFileSync(axeSource, "utf8") });
  const run =
    "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})";
  const answer = await session.send("Runtime.evaluate", {
    expression: `${run}.then((found) => JSON.stringify(found.violations.map((fault) => ({
      id: fault.id, nodes: fault.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' — ' + (node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? '')) }))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return JSON.parse(answer.result.value ?? "[]");
}

/** Controls whose text is cut without an ellipsis, and anything that makes the page scroll sideways. */
function overflowing() {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("page scrolls sideways");
  for (const element of document.querySelectorAll("button, label, h1, h2, p, dt, dd, th, td")) {
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
  ([name]) => wanted.length === 0 || wanted.some((want) => name.startsWith(want)),
);
if (process.env.SHOTS_BUILD !== "0") {
  execFileSync("npx", ["vite", "build", "--mode", "fake", "--logLevel", "error"], {
    cwd: ui,
    stdio: "inherit",
  });
}
mkdirSync(out, { recursive: true });
const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
let bad = 0;
for (const [name, place] of chosen) {
  for (const theme of ["light", "dark"]) {
    for (const size of sizes) {
      const address = `http://127.0.0.1:${server.address().port}`;
      const result = await shoot(browser, address, name, place, theme, size);
      const clean = result.troubles.length + result.faults.length === 0;
      bad += clean ? 0 : 1;
      console.log(`${clean ? "ok " : "BAD"} ${result.label}`);
      for (const trouble of result.troubles) console.log(`    console: ${trouble}`);
      for (const fault of result.faults) console.log(`    axe ${fault.id}: ${fault.nodes.join(" | ")}`);
      for (const clip of result.clipped) console.log(`    clipped: ${clip}`);
    }
  }
}
await browser.close();
server.close();
console.log(bad === 0 ? "every place is clean" : `${bad} pictures with faults`);
process.exitCode = bad === 0 ? 0 : 1;
