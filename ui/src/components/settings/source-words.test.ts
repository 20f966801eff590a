import { render, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import ProblemNote from "$ui/shared/ProblemNote.svelte";
import { refusedHere } from "./source-words";

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
