const id = (page, name) => page.getByTestId(name);
const open = (workspace, more) => ({
  go: async (page) => {
    await id(page, `workspace-${workspace}`).click();
    await page.waitForTimeout(150);
    await page.keyboard.press("n");
    await id(page, "smart-field").waitFor();
    await more?.(page);
    await page.waitForTimeout(500);
  },
});
const typed = (workspace, text, more) =>
  open(workspace, async (page) => {
    await id(page, "smart-field").fill(text);
    await page.waitForTimeout(300);
    await more?.(page);
  });
const monitor = (workspace, name, more) => ({
  go: async (page) => {
    await id(page, `workspace-${workspace}`).click();
    await page.waitForSelector("[data-testid=board-card]");
    await page
      .getByTestId("board-card")
      .filter({ hasText: name })
      .first()
      .getByRole("button")
      .first()
      .click();
    await id(page, "monitor-timeline").waitFor();
    await more?.(page);
    await page.waitForTimeout(350);
  },
});
const menu = (item) => async (page) => {
  await id(page, "monitor-more").click();
  await id(page, item).click();
};

/** Every form that New monitor and Monitor can take. */
export const monitorPlaces = {
  "nm-filled": typed(1, "https://www.instagram.com/oliveandoat/"),
  "nm-empty": open(1),
  "nm-errors": open(1, async (page) => {
    await id(page, "count-input").fill("70");
    // It looks off while something is missing, and says at a press what it is.
    await id(page, "start-monitor").click({ force: true });
  }),
  "nm-video": typed(1, "https://youtu.be/dQw4w9WgXcQ"),
  "nm-pair": typed(1, "instagram: ai tools"),
  "nm-guess": typed(1, "nike"),
  "nm-fixed": typed(1, "tiktok \u201c@khaby.lame\u201d please"),
  "nm-comments": typed(1, "https://www.tiktok.com/@khaby.lame", (page) =>
    id(page, "comments-switch").click(),
  ),
  "nm-once": typed(1, "https://www.tiktok.com/@khaby.lame", (page) =>
    id(page, "often-once").check({ force: true }),
  ),
  "nm-duplicate": typed(1, "tiktok #glassskin"),
  "nm-budget": typed(2, "https://www.tiktok.com/@khaby.lame"),
  "nm-practice": open(4),
  "nm-own-source": typed(3, "https://www.tiktok.com/@khaby.lame"),
  "nm-free": typed(3, "https://www.youtube.com/@MrBeast", (page) => id(page, "comments-switch").click()),
  "nm-cadence": typed(3, "https://www.youtube.com/@MrBeast", async (page) => {
    await page.locator("details > summary").first().click();
    await id(page, "cadence-every").scrollIntoViewIfNeeded();
  }),
  "nm-arabic": typed(1, "#العناية_بالبشرة"),
  "nm-country": typed(1, "#skincare", async (page) => {
    await id(page, "country-input").click();
    await id(page, "country-input").fill("ger");
  }),
  "nm-markup": typed(1, "https://www.instagram.com/oliveandoat/", (page) => id(page, "enter-markup").click()),
  "nm-assume": typed(1, "https://www.instagram.com/oliveandoat/", (page) => id(page, "assumption").click()),
  "nm-refused": typed(1, "https://www.instagram.com/refused.credit/", (page) =>
    id(page, "start-monitor").click(),
  ),
  "nm-unknown": typed(1, "https://www.instagram.com/timeout.example/", (page) =>
    id(page, "start-monitor").click(),
  ),
  "mon-failed": monitor(1, /@fashionbrand/),
  "mon-watching": monitor(1, /#glassskin/),
  "mon-not-known": monitor(1, /#skintok/),
  "mon-settle-exists": monitor(1, /#skintok/, (page) => id(page, "settle-exists").click()),
  "mon-settle-send": monitor(1, /#skintok/, (page) => id(page, "settle-send_again").click()),
  "mon-finished": monitor(1, /@littleoatsoap/),
  "mon-waiting": monitor(1, /barrier repair/),
  "mon-edit": monitor(1, /#glassskin/, (page) => id(page, "monitor-edit").click()),
  "mon-edit-more": monitor(1, /@fernandsalt/, async (page) => {
    await id(page, "monitor-edit").click();
    await id(page, "count-input").fill("50");
    await page.waitForTimeout(300);
    await id(page, "edit-save").click();
  }),
  "mon-cadence": monitor(3, /@derm.notes|@slowpeaks/, (page) => id(page, "cadence-change").click()),
  "mon-cadence-days": monitor(3, /@derm.notes|@slowpeaks/, async (page) => {
    await id(page, "cadence-change").click();
    await id(page, "cadence-every").click();
    await page.locator("[role='option'][data-value='24']").click();
    await id(page, "cadence-hours").click();
    await id(page, "cadence-days").click();
  }),
  "mon-cadence-list": monitor(3, /@derm.notes|@slowpeaks/, async (page) => {
    await id(page, "cadence-change").click();
    await id(page, "cadence-every").click();
  }),
  "mon-missed": monitor(3, /@gearbench/),
  "mon-menu": monitor(1, /#glassskin/, (page) => id(page, "monitor-more").click()),
  "mon-stop": monitor(1, /#glassskin/, menu("monitor-stop")),
  "mon-tags": monitor(1, /#glassskin/, (page) => id(page, "monitor-tags").click()),
  "mon-practice": monitor(4, /@private.example/),
};
