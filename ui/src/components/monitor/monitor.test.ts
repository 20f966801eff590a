import { describe, expect, it, vi } from "vitest";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorDetail } from "$lib/bindings/MonitorDetail";
import { understand } from "$lib/understand";
import { markupOf } from "$ui/new-monitor/workspace-edit";
import { partsOf, plain, strong } from "$ui/new-monitor/told";
import { detailsText, storyOf } from "./failure-story";
import { pageOf } from "./links";
import { MonitorPage, type PageApi } from "./monitor-page.svelte";
import { tagsOf } from "./tags";

describe("the page of a target on its platform", () => {
  const channel = "@UCX6OQ3DkcsbYNE6H8uQQuVA";
  it.each([
    ["tiktok", "username", "@khaby.lame"],
    ["tiktok", "hashtag", "#コスメ"],
    ["tiktok", "keyword", "ai tools & more"],
    ["instagram", "username", "@olive_and.oat"],
    ["instagram", "hashtag", "#موضة"],
    ["youtube", "username", "@料理研究家"],
    ["youtube", "username", channel],
    ["youtube", "hashtag", "#खाना"],
    ["youtube", "keyword", "c++ tutorial"],
  ] as const)("%s %s %s is understood as the same target again", (platform, kind, value) => {
    expect(understand(pageOf({ platform, kind, value }))).toMatchObject({ platform, kind, value });
  });
});

describe("tags", () => {
  it.each([
    ["competitor, spring", ["competitor", "spring"]],
    [" #a ,,  a b  c ; A ", ["a", "a b c"]],
    ["春，夏、秋", ["春", "夏", "秋"]],
    ["", []],
    ["x".repeat(41), null],
    [Array.from({ length: 21 }, (_, at) => `t${at}`).join(","), null],
  ])("%j", (text, tags) => expect(tagsOf(text)).toEqual(tags));
});

it.each([
  ["1.5", 1500],
  ["×1,5", 1500],
  ["1", 1000],
  ["10", 10_000],
  ["", 0],
  ["0.9", null],
  ["11", null],
  ["one", null],
  ["1.2345", null],
])("a markup typed as %j is %j thousandths", (text, thousandths) => expect(markupOf(text)).toBe(thousandths));

it("a name in a sentence stands out and cannot forge it", () => {
  const sentence = `The account ${strong("@a\ue001b\ue000")} on TikTok.`;
  expect(partsOf(sentence)).toEqual([
    { text: "The account ", bold: false },
    { text: "@ab", bold: true },
    { text: " on TikTok.", bold: false },
  ]);
  expect(plain(sentence)).toBe("The account @ab on TikTok.");
});

const card = (more: Partial<MonitorCard>): MonitorCard =>
  ({
    id: 3,
    platform: "instagram",
    kind: "username",
    value: "@fashionbrand",
    state: "failed",
    state_since: 0,
    status: "failed",
    job_id: "48213",
    so_far: { amount: 9_000_000, certainty: "about", plus_comments: false },
    problem: { code: "job_failed", message: "profile not found" },
    ...more,
  }) as MonitorCard;

describe("the story of a failure", () => {
  it("tells what happened, whose words, what of the money, and the fix", () => {
    const story = storyOf(card({}), "gen");
    expect(story?.happened).toBe("GEN could not find @fashionbrand on Instagram.");
    expect(story?.words).toBe("“profile not found”");
    expect(story?.money).toContain("$9.00 stays counted");
    expect(story?.action).toBe("edit");
  });

  it("never claims a refund that nobody saw", () => {
    expect(storyOf(card({}), "gen")?.money).toContain("cannot see the refund");
    expect(storyOf(card({}), "practice")?.money).toContain("Nothing was charged");
  });

  it("of what a provider charged all the same claims nothing else", () => {
    const message =
      "@fashionbrand is private, so its posts cannot be collected. Follow a public account or a hashtag instead. Apify charged $0.03 for it.";
    const story = storyOf(card({ problem: { code: "job_failed", message } }), "computer");
    expect(story?.happened).toBe("@fashionbrand on Instagram is private.");
    expect(story?.money).toBe("Apify charged $0.03 for this attempt.");
    expect(story?.words).toBeNull();
  });

  it("of a start that was refused says that nothing was charged", () => {
    const problem = { code: "no_active_credit_purchase" as const, message: "no active credit purchase" };
    const story = storyOf(card({ state: "not_started", problem }), "gen");
    expect(story?.money).toBe("Nothing was charged.");
    expect(story?.action).toBe("add_credits");
    expect(story?.locked).toBe(false);
  });

  it("of a start that was sent again points to the second one", () => {
    const problem = { code: "outcome_unknown" as const, message: "said not to exist" };
    expect(storyOf(card({ state: "not_started", problem }), "gen")?.action).toBe("open_board");
  });

  it("is none where all is well or the outcome is unknown", () => {
    expect(storyOf(card({ state: "watching", problem: null }), "gen")).toBeNull();
    expect(storyOf(card({ state: "not_known" }), "gen")).toBeNull();
  });

  it("can be copied with what a helper asks for", () => {
    expect(detailsText(card({}), "gen")).toContain("job: 48213\nproblem: job_failed\nprofile not found");
  });
});

describe("the monitor's page", () => {
  const detail = (state: MonitorCard["state"]) =>
    ({ card: card({ state }), timeline: [] }) as unknown as MonitorDetail;
  const ipcOf = (more: Partial<PageApi>) => more as PageApi;

  it("shows the news at once and asks for the history when they pause", async () => {
    vi.useFakeTimers();
    const monitor = vi.fn(() => Promise.resolve(detail("waiting")));
    const page = new MonitorPage(3, ipcOf({ monitor }));
    await page.load();
    for (const state of ["collecting", "watching", "collecting"] as const) page.heard(card({ state }));
    expect(page.detail?.card.state).toBe("collecting");
    await vi.advanceTimersByTimeAsync(500);
    expect(monitor).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });

  it("takes no news of another monitor", async () => {
    const page = new MonitorPage(3, ipcOf({ monitor: () => Promise.resolve(detail("waiting")) }));
    await page.load();
    page.heard(card({ id: 4, state: "failed" }));
    expect(page.detail?.card.state).toBe("waiting");
  });

  it("says why it cannot be shown, but keeps what is shown", async () => {
    const monitor = vi.fn(() => Promise.reject({ code: "not_found", message: "" }) as Promise<MonitorDetail>);
    const page = new MonitorPage(3, ipcOf({ monitor }));
    await page.load();
    expect(page.failure?.code).toBe("not_found");
    page.take(detail("watching"));
    await page.load();
    expect(page.failure).toBeNull();
    expect(page.detail?.card.state).toBe("watching");
  });

  it("does one thing at a time", async () => {
    const lookNow = vi.fn(() => Promise.resolve(detail("watching")));
    const stopMonitor = vi.fn(() => Promise.resolve(detail("stopped")));
    const page = new MonitorPage(3, ipcOf({ lookNow, stopMonitor }));
    expect(await Promise.all([page.look(), page.stop()])).toEqual([true, false]);
    expect(stopMonitor).not.toHaveBeenCalled();
  });

  it("tells why something did not work, and keeps the page", async () => {
    const lookNow = vi.fn(() => Promise.reject({ code: "offline", message: "" }) as Promise<MonitorDetail>);
    const page = new MonitorPage(3, ipcOf({ lookNow }));
    page.take(detail("watching"));
    expect(await page.look()).toBe(false);
    expect(page.problem?.code).toBe("offline");
    expect(page.detail).not.toBeNull();
    expect(page.doing).toBeNull();
  });
});
