import { afterEach, describe, expect, it } from "vitest";
import { speak } from "$lib/language";
import type { BulkQuote } from "$lib/bindings/BulkQuote";
import type { WhyNot } from "$lib/bindings/WhyNot";
import {
  askLabel,
  askTitle,
  endTitle,
  goLabel,
  noneTitle,
  runningTitle,
  sumParts,
  takers,
} from "./bulk-words";

afterEach(() => speak("en"));

const quote = (able: number, whys: WhyNot[] = [], more: Partial<BulkQuote> = {}): BulkQuote => ({
  id: "q",
  able: Array.from({ length: able }, (_, id) => ({ monitor_id: id, intent_id: String(id) })),
  unable: whys.map((why, id) => ({ monitor: { id, platform: "tiktok", value: `@${id}` }, why })),
  lines: [],
  at_most: 0,
  before: 0,
  open_ended: 0,
  ongoing: 0,
  budgets: [],
  ...more,
});

describe("the title of work on many monitors", () => {
  it("says the number of the button, and out of how many where some are left out", () => {
    expect(askTitle("change", 2, 3)).toBe("Change 2 of 3 monitors");
    expect(askTitle("change", 3, 3)).toBe("Change 3 monitors");
    expect(askTitle("run_again", 1, 1)).toBe("Run 1 monitor again?");
  });

  it("says that none can, and counts none, where nobody can take part", async () => {
    for (const language of ["en", "de", "es", "ja"] as const) {
      await speak(language);
      for (const kind of ["run_again", "stop", "change"] as const) {
        expect(takers(kind, quote(0, ["over", "takes_no_changes"]))).toBe(0);
        expect(noneTitle(kind, 4)).not.toMatch(/[?？]/u);
        expect(noneTitle(kind, 4)).not.toBe(askTitle(kind, 4, 4));
      }
    }
    await speak("en");
    expect(noneTitle("stop", 4)).toBe("None of these 4 monitors can be stopped now");
    expect(noneTitle("stop", 1)).toBe("This monitor cannot be stopped now");
  });

  it("counts those that stay as they are until a field is chosen", () => {
    const untouched = quote(0, ["unchanged", "unchanged", "over"]);
    expect(takers("change", untouched)).toBe(2);
    expect(goLabel("change", untouched)).toBe("Change 2");
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

describe("what opens the question", () => {
  it("says that it asks first, and keeps the amount whole", () => {
    expect(askLabel("stop", quote(2))).toBe("Stop 2…");
    expect(askLabel("run_again", quote(4, [], { at_most: 2_550_000 }))).toBe("Run 4 again… · up to $2.55");
    expect(askLabel("run_again", quote(4, [], { at_most: 2_550_000, open_ended: 1 }))).toBe(
      "Run 4 again… · up to $2.55 + comments",
    );
    expect(askLabel("run_again", quote(1))).toBe("Run 1 again…");
  });
});

it("the sum of a selection comes in parts that none of its amounts is torn from", () => {
  const lines = [
    { posts: 170, unit: 15_000, amount: 2_550_000 },
    { posts: 1, unit: 0, amount: 0 },
  ];
  const budgets = [1, 2].map((workspace_id) => ({ workspace_id, left: 6_880_000, adds: 0, fits: true }));
  const parts = sumParts(quote(4, [], { lines, open_ended: 1, budgets }));
  expect(parts).toHaveLength(5);
  expect(parts[0]).toBe("170 posts × $0.015 = $2.55");
  expect(parts[2]).toBe("+ comments");
  expect(parts[3]).toMatch(/^left: .*\$6\.88,$/u);
  expect(parts[4]).toMatch(/\$6\.88$/u);
});
