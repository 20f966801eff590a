import { afterEach, describe, expect, it } from "vitest";
import { speak } from "$lib/language";
import { askTitle, endTitle, runningTitle } from "./bulk-words";

afterEach(() => speak("en"));

describe("the title of work on many monitors", () => {
  it("says the number of the button, and out of how many where some are left out", () => {
    expect(askTitle("change", 2, 3)).toBe("Change 2 of 3 monitors");
    expect(askTitle("change", 3, 3)).toBe("Change 3 monitors");
    expect(askTitle("run_again", 1, 1)).toBe("Run 1 monitor again?");
  });

  it("asks nothing once the work began", async () => {
    for (const language of ["en", "de", "es", "ja"] as const) {
      await speak(language);
      for (const kind of ["run_again", "stop", "change"] as const) {
        expect(runningTitle(kind)).not.toMatch(/[?？]/u);
        expect(endTitle(kind, 3, 4)).not.toMatch(/[?？]/u);
        expect(endTitle(kind, 3, 4)).toMatch(/3.*4|4.*3/u);
      }
    }
  });
});
