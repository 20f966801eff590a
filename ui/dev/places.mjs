import { boardPlaces } from "./places-board.mjs";
import { importPlaces } from "./places-import.mjs";
import { monitorPlaces } from "./places-monitor.mjs";
import { postsPlaces } from "./places-posts.mjs";

const id = (page, name) => page.getByTestId(name);
const card = (page, name) => page.getByRole("button", { name }).first();

async function gen(page, key) {
  await id(page, "first-run-key").fill(key);
  await id(page, "first-run-test").click();
  await page.waitForTimeout(600);
}
const settings = (section, more) => ({
  go: async (page) => {
    await id(page, "place-settings").click();
    await id(page, `settings-section-${section}`).click();
    await more?.(page);
  },
});
const alder = async (page) => {
  await id(page, "workspace-1").click();
  await page.waitForSelector("[data-testid=board-card]");
};

/** Every place of the window and the way to it. */
export const places = {
  "first-run": { scenario: "first-run" },
  "first-run-agents": {
    scenario: "first-run",
    go: async (page) => {
      await gen(page, "list-of-agents");
      await page.getByRole("checkbox").first().check();
    },
  },
  "first-run-agent-id": { scenario: "first-run", go: (page) => gen(page, "plain-key") },
  "first-run-refused": { scenario: "first-run", go: (page) => gen(page, "bad-key") },
  "first-run-no-store": {
    scenario: "first-run",
    go: async (page) => {
      await gen(page, "store-locked");
      await id(page, "first-run-agent").fill("3184");
      await id(page, "first-run-connect").click();
    },
  },
  "first-run-practice": {
    scenario: "first-run",
    go: (page) => id(page, "first-run-practice").check({ force: true }),
  },
  gallery: { page: "gallery.html", tall: 2000 },
  board: { go: alder },
  "board-all-table": { go: (page) => id(page, "board-form-table").click() },
  "board-all": {},
  "board-filter": {
    go: async (page) => {
      await alder(page);
      await id(page, "board-filter-platform").click();
      await page.getByRole("menuitemcheckbox").first().click();
    },
  },
  "board-nothing-matches": {
    go: async (page) => {
      await alder(page);
      await id(page, "board-search").fill("zzz");
      await page.waitForTimeout(300);
    },
  },
  "board-practice": { go: (page) => id(page, "workspace-4").click() },
  "board-empty": { scenario: "empty" },
  "board-nowhere": { scenario: "nowhere" },
  "board-loading": { scenario: "slow" },
  "board-many": { scenario: "many" },
  spending: { go: (page) => id(page, "place-spending").click() },
  "spending-workspace": {
    go: async (page) => {
      await id(page, "place-spending").click();
      await id(page, "workspace-2").click();
    },
  },
  "spending-table": {
    go: async (page) => {
      await id(page, "place-spending").click();
      await id(page, "as-table").click();
    },
  },
  "spending-month": {
    go: async (page) => {
      await id(page, "place-spending").click();
      await id(page, "spending-month").click();
    },
  },
  "spending-budget": {
    go: async (page) => {
      await id(page, "place-spending").click();
      await id(page, "spending-edit-1").click();
    },
  },
  "spending-practice": {
    go: async (page) => {
      await id(page, "place-spending").click();
      await id(page, "workspace-4").click();
    },
  },
  "spending-empty": { scenario: "empty", go: (page) => id(page, "place-spending").click() },
  activity: { go: (page) => id(page, "place-activity").click() },
  "settings-keys": settings("keys"),
  "settings-keys-replace": settings("keys", (page) => id(page, "settings-key-replace").first().click()),
  "settings-sources": settings("sources"),
  "settings-sources-key": settings("sources", (page) => id(page, "source-enter-instagram_graph").click()),
  "settings-sources-refused": settings("sources", async (page) => {
    await id(page, "source-enter-instagram_graph").click();
    await id(page, "source-key").fill("bad-key");
    await id(page, "source-save").click();
  }),
  "settings-notifications": settings("notifications"),
  "settings-workspaces": settings("workspaces"),
  "settings-workspaces-edit": settings("workspaces", (page) =>
    id(page, "settings-workspace-edit").first().click(),
  ),
  "settings-workspaces-remove": settings("workspaces", (page) =>
    id(page, "settings-workspace-remove").first().click(),
  ),
  "settings-workspaces-alerts": settings("workspaces", async (page) => {
    await id(page, "settings-workspace-alerts").first().click();
    await id(page, "workspace-alerts-own").click();
    await page.waitForSelector("[data-testid=workspace-notify-failed]");
  }),
  closing: {
    go: (page) =>
      page.evaluate(() =>
        window.__TAURI_INTERNALS__.invoke("plugin:event|emit", { event: "closing-asked", payload: null }),
      ),
  },
  "settings-look": settings("look"),
  "settings-background": settings("background"),
  "settings-backup": settings("backup"),
  "settings-backup-restore": settings("backup", (page) => id(page, "backup-choose").click()),
  "settings-backup-staged": settings("backup", async (page) => {
    await id(page, "backup-choose").click();
    await id(page, "restore-go").click();
    await page.waitForSelector("[data-testid=backup-staged]");
  }),
  notices: { scenario: "notices" },
  "settings-diagnostics": settings("diagnostics"),
  finder: {
    go: async (page) => {
      await alder(page);
      await page.keyboard.press("Control+k");
      await id(page, "finder-input").fill("skin");
      await page.waitForTimeout(300);
    },
  },
  "keys-sheet": { go: (page) => page.keyboard.press("?") },
  toast: settings("notifications", async (page) => {
    await id(page, "settings-test-notification").click();
    // Under the pointer it stays.
    await id(page, "toast").hover();
  }),
  "start-failed": { scenario: "broken" },
  "new-monitor": {
    go: async (page) => {
      await alder(page);
      await page.keyboard.press("n");
      await id(page, "smart-field").fill("https://www.instagram.com/oliveandoat/");
      await page.waitForTimeout(500);
    },
  },
  "new-monitor-empty": {
    go: async (page) => {
      await alder(page);
      await page.keyboard.press("n");
      await page.waitForTimeout(400);
    },
  },
  "monitor-failed": {
    go: async (page) => {
      await alder(page);
      await card(page, /@fashionbrand/).click();
      await page.waitForTimeout(400);
    },
  },
  "monitor-watching": {
    go: async (page) => {
      await alder(page);
      await card(page, /#glassskin/).click();
      await page.waitForTimeout(400);
    },
  },
  "monitor-not-known": {
    go: async (page) => {
      await alder(page);
      await card(page, /#skintok/).click();
      await page.waitForTimeout(400);
    },
  },
  ...boardPlaces,
  ...monitorPlaces,
  ...importPlaces,
  ...postsPlaces,
};
