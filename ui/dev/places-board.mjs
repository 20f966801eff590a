const id = (page, name) => page.getByTestId(name);

const toTable = async (page) => {
  await id(page, "board-form-table").click();
  await page.waitForSelector("[data-testid=board-row]");
};
const row = (page, name) => page.getByTestId("board-row").filter({ hasText: name });
/** Ticks the rows whose names these are. */
async function tick(page, names) {
  for (const name of names) {
    await row(page, name).getByRole("checkbox").click();
  }
  await page.waitForTimeout(300);
}
const finished = ["@littleoatsoap", "#skincarescience", "@morningshelf", "#thruhike"];

/** The board with something chosen, asked or told. */
export const boardPlaces = {
  "board-selected": {
    go: async (page) => {
      await toTable(page);
      await tick(page, finished);
    },
  },
  "board-selected-columns": {
    go: async (page) => {
      await id(page, "workspace-1").click();
      await page.waitForSelector("[data-testid=board-card]");
      await page.getByTestId("board-card").filter({ hasText: "@alderskin" }).locator(".open").focus();
      await page.keyboard.press(" ");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press(" ");
      await page.waitForTimeout(300);
    },
  },
  "board-run-again": {
    go: async (page) => {
      await toTable(page);
      await tick(page, [...finished, "@alderskin", "#skintok"]);
      await id(page, "bulk-run_again").click();
      await page.waitForTimeout(300);
    },
  },
  "board-run-again-done": {
    go: async (page) => {
      await toTable(page);
      await tick(page, finished);
      await id(page, "bulk-run_again").click();
      await id(page, "bulk-go").click();
      await page.waitForSelector("[data-testid=bulk-done]");
    },
  },
  "board-stop": {
    go: async (page) => {
      await toTable(page);
      await tick(page, ["@alderskin", "#glassskin"]);
      await id(page, "bulk-stop").click();
      await page.waitForTimeout(300);
    },
  },
  "board-change": {
    go: async (page) => {
      await toTable(page);
      await tick(page, ["@alderskin", "#glassskin", "@littleoatsoap"]);
      await id(page, "bulk-change").click();
      await id(page, "bulk-field-posts").fill("10");
      await page.waitForTimeout(500);
    },
  },
  "board-tags": {
    go: async (page) => {
      await toTable(page);
      await tick(page, finished);
      await id(page, "bulk-tags").click();
      await page.waitForTimeout(200);
    },
  },
  "board-menu": {
    go: async (page) => {
      await toTable(page);
      await row(page, "@littleoatsoap").getByRole("button").last().click();
      await page.waitForTimeout(200);
    },
  },
  "board-display": {
    go: async (page) => {
      await toTable(page);
      await id(page, "board-display").click();
      await id(page, "display-density-compact").click();
      await id(page, "display-column-tags").click();
    },
  },
  "board-views": {
    go: async (page) => {
      await id(page, "board-views").click();
      await id(page, "view-save").click();
      await id(page, "view-name").fill("In trouble");
      await id(page, "tags-save").click();
      await page.waitForTimeout(300);
      await id(page, "board-views").click();
    },
  },
  "board-many-far": {
    scenario: "many",
    go: async (page) => {
      await toTable(page);
      const scroller = page.locator("[role=region]");
      await scroller.evaluate((box) => box.scrollTo(0, box.scrollHeight * 0.7));
      await page.waitForTimeout(500);
    },
  },
};
