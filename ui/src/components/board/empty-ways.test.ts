import { describe, expect, it } from "vitest";
import { noFilters } from "$app/board-query";
import { emptyWays } from "./empty-ways";

describe("a board that nothing is left of", () => {
  it("names the search where only that is on, and leaves the filters' name out", () => {
    const told = emptyWays({ ...noFilters, search: " zzz " });
    expect(told).toMatchObject({ title: "No monitor matches “zzz”", way: "Clear search" });
    expect(JSON.stringify(told)).not.toMatch(/filter/iu);
  });

  it("names the filters where only those are on", () => {
    const told = emptyWays({ ...noFilters, platforms: ["tiktok"], tab: "once" });
    expect(told).toMatchObject({ text: "The filters leave nothing.", way: "Clear filters" });
    expect(told.change).toMatchObject({ platforms: [], tab: "once" });
  });

  it("names both where both are on, and undoes both", () => {
    const told = emptyWays({ ...noFilters, search: "a", tags: ["b"] });
    expect(told).toMatchObject({ way: "Clear search and filters", change: { search: "", tags: [] } });
  });

  it("names the tab where nothing else is on, and leads out of it", () => {
    expect(emptyWays({ ...noFilters, tab: "ongoing" })).toEqual({
      title: "Nothing under “Ongoing”",
      way: "Show all",
      change: { tab: "all" },
    });
  });
});
