import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noteCodes, noteWords } from "./collected-notes";

describe("a note of a check", () => {
  it("has words for every code that this computer sends, and for no other", () => {
    const table = readFileSync("../src-tauri/crates/sources/src/note.rs", "utf8");
    const sent = [...table.matchAll(/^ {4}\w+ = "(\w+)",/gmu)].map(([, code]) => code ?? "");
    expect(sent).toContain("practice_data");
    expect([...noteCodes].sort()).toEqual(sent.sort());
  });

  it("is told in words", () => {
    expect(noteWords("comments_turned_off")).toBe("Some posts have their comments turned off.");
  });

  it("that was kept as a sentence stays one", () => {
    expect(noteWords("Some dates are approximate.")).toBe("Some dates are approximate.");
    expect(noteWords("constructor")).toBe("constructor");
  });
});
