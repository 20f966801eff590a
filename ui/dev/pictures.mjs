// The pictures of the README, drawn anew: npm run pictures
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ui } from "./serve.mjs";

const out = join(ui, "../.github/pictures");
/** Each by its name there: the place it shows, and in which theme. */
const pictures = {
  "activity-dark": ["activity", "dark"],
  board: ["board", "light"],
  "first-run": ["first-run", "light"],
  import: ["im-rows", "light"],
  insights: ["insights", "light"],
  monitor: ["monitor-failed", "light"],
  "new-monitor": ["nm-filled", "light"],
  "palette-dark": ["finder", "dark"],
  posts: ["posts", "light"],
  settings: ["settings-sources", "light"],
  spending: ["spending", "light"],
  "table-dark": ["board-all-table", "dark"],
};

const drawn = mkdtempSync(join(tmpdir(), "pictures-"));
const places = Object.values(pictures).map(([place]) => `=${place}`);
const shots = spawnSync(process.execPath, [join(ui, "dev/shots.mjs"), ...places], {
  stdio: "inherit",
  env: { ...process.env, SHOTS_DIR: drawn, SHOTS_LOCALES: "en", SHOTS_THEMES: "light,dark" },
});
if (shots.status === 0) {
  for (const [name, [place, theme]] of Object.entries(pictures)) {
    copyFileSync(join(drawn, `${place}-${theme}-1200x800.png`), join(out, `${name}.png`));
  }
}
rmSync(drawn, { recursive: true });
process.exitCode = shots.status ?? 1;
