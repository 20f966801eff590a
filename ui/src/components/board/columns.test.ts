import { describe, expect, it } from "vitest";
import { offeredColumns, shownColumns, tableColumns } from "./columns";

const names = (columns: readonly { name: string }[]) => columns.map(({ name }) => name);
const every = tableColumns.map(({ name }) => name);

describe("the columns one may choose", () => {
  it("are those that the board can show in a wide window", () => {
    for (const all of [true, false]) {
      expect(names(offeredColumns(all))).toEqual(names(shownColumns(every, all, false)));
    }
  });

  it("have no workspace in the board of one", () => {
    expect(names(offeredColumns(false))).not.toContain("workspace");
    expect(names(offeredColumns(true))).toContain("workspace");
  });
});
