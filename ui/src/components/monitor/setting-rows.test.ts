import { describe, expect, it } from "vitest";
import { card as cardOf } from "../../../tests/cards";
import { draftOf } from "./draft-of";
import { settingRows } from "./setting-rows";

const card = cardOf(5, { kind: "hashtag", value: "#glassskin" });
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
