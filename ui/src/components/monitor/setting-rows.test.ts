import { describe, expect, it } from "vitest";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import { draftOf } from "./monitor-page.svelte";
import { settingRows } from "./setting-rows";

const card = {
  platform: "tiktok",
  kind: "hashtag",
  value: "#glassskin",
  days: 30,
  country: null,
  max_results: 20,
  monitoring: true,
  comment_monitoring: false,
} as MonitorCard;
const asked = (rows: ReturnType<typeof settingRows>) =>
  rows.flatMap((row) => (row.asked === undefined ? [] : [[row.name, row.value, row.asked]]));

describe("the settings of a monitor", () => {
  it("say what it does, and beside it what was asked for and is not confirmed", () => {
    const wanted = { ...draftOf(card), country: null, days: 7, max_results: 50 };
    expect(asked(settingRows(draftOf(card), wanted))).toEqual([
      ["Posts from", "Last 30 days", "Last 7 days"],
      ["How many per check", "Up to 20 posts", "Up to 50 posts"],
    ]);
  });
  it("name nothing as asked for where no change is open", () => {
    expect(asked(settingRows(draftOf(card), null))).toEqual([]);
  });
  it("read no country and an empty one alike", () => {
    expect(asked(settingRows(draftOf(card), { ...draftOf(card), country: null }))).toEqual([]);
  });
});
