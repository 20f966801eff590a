// How the board bears ten thousand monitors, in Chromium with the in-memory backend. Prints one line of
// JSON: { key: [ours, control] }, each beside a control of the same run; `cargo xtask bench window_scale`
// puts them into its table.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, launch, serve, ui } from "./serve.mjs";

const MANY = 10_000;
const FEW = 100;
const OPENINGS = 9;
const FRAMES = 240;
const TYPED = "account1234567890";

if (process.env.SHOTS_BUILD !== "0") build();
const server = await serve();
const browser = await launch();
const figures = {};
try {
  const few = await opened(FEW);
  const many = await opened(MANY);
  // Turn by turn, so that what else the machine does falls on both.
  const times = { few: [], many: [] };
  for (let turn = 0; turn < OPENINGS; turn += 1) {
    times.few.push(await openBoard(few));
    times.many.push(await openBoard(many));
  }
  figures.first_page = [median(times.many), median(times.few)];
  await few.close();

  const empty = await scrolled(many, true);
  const full = await scrolled(many, false);
  figures.scroll_frame = [full, empty];
  figures.typing_block = [await blocked(many), await idle(many)];
} finally {
  await browser.close();
  server.close();
}
figures.initial_script = [initialScript(), null];
console.log(JSON.stringify(figures));

function sorted(values) {
  return values.toSorted((one, other) => one - other);
}
function median(values) {
  return sorted(values)[Math.floor(values.length / 2)];
}
function percentile(values, part) {
  return sorted(values)[Math.min(values.length - 1, Math.ceil(values.length * part) - 1)];
}

/** A window with so many monitors, on the board's table. */
async function opened(count) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  page.setDefaultTimeout(120_000);
  await page.goto(`http://127.0.0.1:${server.address().port}/?scenario=many&count=${count}`);
  await page.getByTestId("board-form-table").click();
  await page.waitForSelector("[data-testid=board-row]");
  return page;
}

/** Milliseconds from leaving another place until the rows are painted, without what the backend took. */
async function openBoard(page) {
  await page.getByTestId("place-activity").click();
  await page.waitForSelector("[data-testid=activity-entry]");
  return page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    const backend = window.fakeHost.spent;
    const began = performance.now();
    document.querySelector("[data-testid=place-board]").click();
    while (!document.querySelector("[data-testid=board-row]")) await frame();
    await frame();
    return performance.now() - began - (window.fakeHost.spent - backend);
  });
}

/** The 95th percentile of the time between two frames, scrolling a screen every few frames. */
async function scrolled(page, empty) {
  const frames = await page.evaluate(
    async ([count, empty]) => {
      const list =
        document.querySelector("[data-testid=board] [role=region]") ??
        document.querySelector("[role=region]");
      let box = list;
      if (empty) {
        box = document.createElement("div");
        box.style.cssText = `position:fixed;inset:100px 0 0 212px;overflow:auto;z-index:9`;
        const tall = document.createElement("div");
        tall.style.blockSize = `${list.scrollHeight}px`;
        box.append(tall);
        document.body.append(box);
      }
      const times = [];
      let last = await new Promise((done) => requestAnimationFrame(done));
      for (let turn = 0; turn < count; turn += 1) {
        box.scrollTop += 90;
        const now = await new Promise((done) => requestAnimationFrame(done));
        times.push(now - last);
        last = now;
      }
      if (empty) box.remove();
      else box.scrollTop = 0;
      return times;
    },
    [FRAMES, empty],
  );
  return percentile(frames, 0.95);
}

/** The longest task of the page while somebody types. The list was just thrown back to its top: to draw that
    whole screen is no part of typing, so it is waited for. */
async function blocked(page) {
  await page.waitForTimeout(600);
  await watch(page);
  await page.getByTestId("board-search").focus();
  for (const letter of TYPED) {
    await page.keyboard.press(letter);
    await page.waitForTimeout(90);
  }
  await page.waitForTimeout(600);
  return longest(page);
}

/** The same time with nobody typing: what the machine itself takes away. */
async function idle(page) {
  await watch(page);
  await page.waitForTimeout(90 * TYPED.length + 600);
  return longest(page);
}
async function watch(page) {
  await page.evaluate(() => {
    window.tasks = [];
    window.watcher = new PerformanceObserver((list) => window.tasks.push(...list.getEntries()));
    window.watcher.observe({ type: "longtask" });
  });
}
/** In milliseconds; the browser tells of none below 50. */
async function longest(page) {
  return page.evaluate(() => {
    window.watcher.disconnect();
    return Math.max(0, ...window.tasks.map((task) => task.duration));
  });
}

/** What the page reads before the first picture of the board in English: the entry, the language, the window. */
function initialScript() {
  const folder = join(ui, "dist/assets");
  const files = readdirSync(folder).filter((name) => name.endsWith(".js"));
  const index = readFileSync(join(ui, "dist/index.html"), "utf8");
  const begun = [/assets\/([^"]+\.js)/.exec(index)[1]];
  for (const part of ["App-", "en-"]) begun.push(...files.filter((name) => name.startsWith(part)));
  const read = new Set();
  while (begun.length > 0) {
    const name = begun.pop();
    if (read.has(name)) continue;
    read.add(name);
    const text = readFileSync(join(folder, name), "utf8");
    for (const [, other] of text.matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)) begun.push(other);
  }
  for (const lazy of ["LineChart", "Insights", "Spending", "Import", "Posts"]) {
    const early = [...read].find((name) => name.startsWith(`${lazy}-`));
    if (early !== undefined) throw new Error(`${early} is read before it is needed`);
  }
  const bytes = [...read].map((name) => gzipSync(readFileSync(join(folder, name))).length);
  return bytes.reduce((sum, one) => sum + one, 0) / 1024;
}
