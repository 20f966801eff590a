import { render, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import ProblemNote from "$ui/shared/ProblemNote.svelte";
import { here, readIn } from "$lib/format";
import { refusedHere, used } from "./source-words";

const message = "Instagram refused your key. Put a new one into Settings, under Sources.";

describe("a refused key where keys are entered", () => {
  it("sends nobody to the place where one is", () => {
    const problem = { code: "source_refused" as const, message };
    render(ProblemNote, { problem, service: "computer", own: refusedHere(problem) });
    const told = screen.getByRole("alert").textContent;
    expect(told).toContain("Instagram refused it. Enter it again in full, or enter a new one.");
    expect(told).not.toContain("Settings");
  });

  it("keeps any other reason as it came", () => {
    expect(refusedHere({ code: "source_refused", message: "Apify answered something else." })).toEqual({});
    expect(refusedHere({ code: "offline", message })).toEqual({});
  });
});

describe("an allowance", () => {
  const NOW = Date.UTC(2026, 10, 9, 10, 12);
  const at = NOW + 5 * 3_600_000;
  const searches = { name: "searches" as const, limit: 100, resets_at: at };
  readIn("en", "UTC");

  it("that is used up says on its own line when there is more", () => {
    const time = here().moment(at, NOW);
    expect(used({ ...searches, used: 100, used_up: true }, NOW)).toBe(
      `100 of 100 searches used today · New ones at ${time}`,
    );
  });

  it("says that it is used up where the numbers do not", () => {
    expect(used({ ...searches, used: 12, used_up: true }, NOW)).toContain("Used up · New ones at");
    expect(used({ ...searches, used: 100, resets_at: null, used_up: true }, NOW)).toMatch(/ · Used up$/u);
    expect(used({ ...searches, used: 12, used_up: false }, NOW)).toBe("12 of 100 searches used today");
  });
});
