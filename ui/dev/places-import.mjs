const id = (page, name) => page.getByTestId(name);
const open = (workspace, more) => ({
  go: async (page) => {
    await id(page, `workspace-${workspace}`).click();
    await page.waitForTimeout(150);
    await page.keyboard.press("n");
    await id(page, "import-open").click();
    await id(page, "import-paste").waitFor();
    await more?.(page);
    await page.waitForTimeout(500);
  },
});
const read = (more) =>
  open(1, async (page) => {
    await id(page, "import-pick").click();
    await id(page, "import-rows").waitFor();
    await more?.(page);
  });
const started = (more) =>
  read(async (page) => {
    await page.waitForTimeout(200);
    await id(page, "import-start").click();
    await id(page, "import-progress").waitFor();
    await more?.(page);
  });

/** Every form that the import of a list can take, and the templates. */
export const importPlaces = {
  "im-source": open(1),
  "im-source-wrong": open(1, async (page) => {
    await id(page, "import-paste").fill("%PDF-1.7");
    await id(page, "import-read").click();
  }),
  "im-rows": read(),
  "im-rows-mend": read((page) => id(page, "import-group-attention").click()),
  "im-running": started(),
  "im-stopped": started((page) => id(page, "import-stop").click()),
  "im-finished": started((page) => page.waitForTimeout(2600)),
  "im-banner": started(async (page) => {
    await id(page, "import-stop").click();
    await id(page, "import-to-board").click();
  }),
  "tm-menu": {
    go: async (page) => {
      await id(page, "workspace-1").click();
      await page.waitForTimeout(150);
      await page.keyboard.press("n");
      await id(page, "template-menu").click();
      await page.waitForTimeout(300);
    },
  },
  "tm-save": {
    go: async (page) => {
      await id(page, "workspace-1").click();
      await page.waitForTimeout(150);
      await page.keyboard.press("n");
      await id(page, "template-menu").click();
      await id(page, "template-save").click();
      await id(page, "template-go").click();
      await page.waitForTimeout(300);
    },
  },
  "tm-manage": {
    go: async (page) => {
      await id(page, "workspace-1").click();
      await page.waitForTimeout(150);
      await page.keyboard.press("n");
      await id(page, "template-menu").click();
      await id(page, "template-manage").click();
      await page.waitForTimeout(300);
    },
  },
};
