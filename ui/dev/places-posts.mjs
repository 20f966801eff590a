const id = (page, name) => page.getByTestId(name);

const posts = (workspace, more) => ({
  go: async (page) => {
    await id(page, `workspace-${workspace}`).click();
    await id(page, "place-posts").click();
    await page.waitForTimeout(400);
    await more?.(page);
  },
});
const file = async (page) => {
  await id(page, "posts-import").click();
  await page.waitForTimeout(300);
};

/** Posts and Insights. Workspace 3 is this computer, 4 is practice. */
export const postsPlaces = {
  posts: posts(3),
  "posts-table": posts(3, (page) => id(page, "posts-form-table").click()),
  "posts-practice": posts(4),
  "posts-gen": posts(1),
  "posts-nothing": posts(3, async (page) => {
    await id(page, "posts-search").fill("zzz");
    await page.waitForTimeout(500);
  }),
  "posts-filter": posts(3, (page) => id(page, "posts-filter-outlier").click()),
  "posts-import": posts(3, file),
  "posts-import-report": posts(3, async (page) => {
    await file(page);
    await id(page, "post-file-start").click();
    await page.waitForTimeout(700);
  }),
  post: posts(3, async (page) => {
    await id(page, "post-tile").first().click();
    await page.waitForTimeout(400);
  }),
  insights: {
    go: async (page) => {
      await id(page, "workspace-3").click();
      await id(page, "place-insights").click();
      await page.waitForTimeout(500);
    },
  },
};
