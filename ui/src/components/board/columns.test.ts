import { describe, expect, it } from "vitest";
import { leastWidth, offeredColumns, shownColumns, tableColumns } from "./columns";

const names = (columns: readonly { name: string }[]) => columns.map(({ name }) => name);
const every = tableColumns.map(({ name }) => name);

describe("the columns one may choose", () => {
  it("are those that the board can show in a wide window", () => {
    for (const all of [true, false]) {
      expect(names(offeredColumns(all))).toEqual(names(shownColumns(every, all, Infinity)));
    }
  });

  it("have no workspace in the board of one", () => {
    expect(names(offeredColumns(false))).not.toContain("workspace");
    expect(names(offeredColumns(true))).toContain("workspace");
  });
});

describe("the columns in a table", () => {
  const usual = every.filter((name) => name !== "tags" && name !== "created");
  /** What a window of 1200 leaves beside the side bar. */
  const ROOM = 988;

  it("are all that a new installation chose as the window first opens in the board of one", () => {
    const own = usual.filter((name) => name !== "workspace");
    expect(names(shownColumns(usual, false, ROOM))).toEqual(own);
  });

  it("give way before the names of monitors and workspaces are cut, the day first", () => {
    const shown = names(shownColumns(usual, true, ROOM));
    expect(shown).toEqual(usual.filter((name) => name !== "day"));
    const narrow = names(shownColumns(usual, true, 848));
    expect(narrow).toContain("workspace");
    expect(narrow).not.toContain("follows");
  });

  it("give way until the money and the menu stand within it, and money never does", () => {
    for (const room of [ROOM, 848, 820]) {
      const shown = shownColumns(every, true, room);
      expect(leastWidth(shown)).toBeLessThanOrEqual(room);
      expect(names(shown)).toEqual(expect.arrayContaining(["state", "at_most", "so_far"]));
    }
  });

  it("leave at 200 % what it is, how it stands and what it cost", () => {
    const ROOM_AT_200 = 548;
    const shown = shownColumns(usual, true, ROOM_AT_200);
    expect(names(shown)).toEqual(["state", "so_far"]);
    expect(leastWidth(shown)).toBeLessThanOrEqual(ROOM_AT_200);
  });

  it("that somebody chose stay longer than those that were there", () => {
    const shown = names(shownColumns([...usual, "tags"], true, ROOM));
    expect(shown).toContain("tags");
    expect(shown).not.toContain("day");
  });
});
