import { describe, expect, it } from "vitest";
import type { ImportRowView } from "$lib/bindings/ImportRowView";
import type { ListRow } from "$lib/bindings/ListRow";
import type { SameAs } from "$lib/bindings/SameAs";
import type { RowVerdict } from "$lib/bindings/RowVerdict";
import {
  fieldName,
  leftoverSentences,
  roleChoices,
  startWords,
  targetWords,
  withPrice,
  verdictSentences,
} from "./words";

const draft = {
  platform: "instagram",
  type: "keyword",
  value: "ai tools",
  days: 30,
  country: null,
  max_results: 500,
  monitoring: true,
  comment_monitoring: false,
};
const row = (verdict: RowVerdict, note: ListRow["note"] = null): ListRow => ({
  line: 4,
  given: "https://vm.tiktok.com/ZM/",
  draft,
  note,
  verdict,
});

describe("a row's fate", () => {
  it("names the amount of what starts", () => {
    expect(verdictSentences(row({ kind: "ready", amount: 750_000 }))).toEqual(["Starts · up to $0.75"]);
    expect(verdictSentences(row({ kind: "ready", amount: 0 }))).toEqual(["Starts · free"]);
  });

  it("names every wrong field, why, what stands there, and the way out", () => {
    const told = verdictSentences(
      row({
        kind: "wrong",
        cells: [
          { field: "platform", reason: "unknown_platform", given: "Facebook" },
          { field: "max_results", reason: "out_of_range", given: "500" },
        ],
      }),
    );
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(/^Platform: .+TikTok.+“Facebook”$/u);
    expect(told[1]).toMatch(/^How many per check: .*50.*“500”$/u);
  });

  it("says of a short link what it is and what to do, rather than that a field is empty", () => {
    const cells = [{ field: "value" as const, reason: "empty" as const, given: "https://vm.tiktok.com/ZM/" }];
    expect(verdictSentences(row({ kind: "wrong", cells }, "short_link"))).toEqual([
      "What to follow: A short link does not say where it leads. Open it, then copy the address from there.",
    ]);
  });

  it("says where a duplicate is", () => {
    expect(verdictSentences(row({ kind: "repeated", line: 1200 }))[0]).toContain("1,200");
    const watched: RowVerdict = {
      kind: "watched",
      monitor_id: 1,
      workspace_name: "Alder",
      state: "watching",
    };
    expect(verdictSentences(row(watched))[0]).toContain("Alder");
  });

  it("explains what a workspace cannot collect", () => {
    const told = verdictSentences(row({ kind: "not_served", availability: "needs_own_source" }));
    expect(told[0]).toContain("Instagram");
    expect(told.length).toBeGreaterThan(1);
  });
});

describe("what is left of a started list", () => {
  const left = (more: Partial<ImportRowView>): ImportRowView => ({
    line: 3,
    given: "@x",
    draft,
    state: "refused",
    monitor_id: null,
    problem: null,
    ...more,
  });

  it("never tells somebody to import what may be running", () => {
    expect(leftoverSentences(left({ state: "unknown" }), "gen")[0]).toContain("do not import it again");
  });

  it("has the fields of a wrong row and the words of a refusal", () => {
    const wrong = {
      code: "validation_error",
      message: "",
      fields: [{ field: "days", reason: "not_a_period" }],
    } as const;
    expect(
      leftoverSentences(
        left({ state: "left_out", problem: { ...wrong, fields: [...wrong.fields] } }),
        "gen",
      )[0],
    ).toMatch(/^Posts from: /u);
    const refused = leftoverSentences(
      left({ problem: { code: "refused", message: "agent is full" } }),
      "gen",
    );
    expect(refused).toContain("“agent is full”");
  });
});

describe("what is left says as much as the dry run did", () => {
  const out = (more: Partial<ImportRowView>): string[] =>
    leftoverSentences(
      { line: 5, given: "@x", draft, state: "left_out", monitor_id: null, problem: null, ...more },
      "gen",
    );

  it("names the row that a duplicate repeats, and the workspace that followed it", () => {
    const of = (same_as: SameAs) => out({ problem: { code: "duplicate", message: "", same_as } });
    expect(of({ kind: "row", line: 1200 })).toEqual(["Same as row 1,200. Left out."]);
    expect(of({ kind: "monitor", workspace_name: "Alder" })[0]).toContain("Alder");
  });

  it("names how a wrong cell was read, and quotes only the one that was kept as it stood", () => {
    const said = (field: "max_results" | "value", reason: "out_of_range" | "has_blank") =>
      out({ problem: { code: "validation_error", message: "", fields: [{ field, reason }] } })[0];
    expect(said("max_results", "out_of_range")).toMatch(/Read as 500\.$/u);
    expect(said("value", "has_blank")).toMatch(/“@x”$/u);
  });

  it("says of a short link what it is", () => {
    const fields = [{ field: "value" as const, reason: "empty" as const }];
    const told = out({
      given: "https://vm.tiktok.com/ZMabc123/",
      problem: { code: "validation_error", message: "", fields },
    });
    expect(told[0]).toContain("A short link does not say where it leads");
  });
});

describe("the button that sends rows of a started list", () => {
  const words = "Go on with 4 rows";

  it("carries what their first checks cost at most", () => {
    expect(withPrice(words, 4, { first: 1_650_000, open_ended: false })).toBe(
      "Go on with 4 rows · first checks up to $1.65",
    );
    expect(withPrice("Go on with 1 row", 1, { first: 750_000, open_ended: true })).toBe(
      "Go on with 1 row · first check up to $0.75 + comments",
    );
    expect(withPrice(words, 4, { first: 0, open_ended: false })).toBe("Go on with 4 rows · free");
    expect(withPrice(words, 4, null)).toBe(words);
  });
});

describe("the button of an import", () => {
  const check = (first: number, open_ended = false, month: number | null = null) =>
    ({ price: { first, open_ended, month }, counts: {} }) as unknown as Parameters<typeof startWords>[0];

  it("carries the verb, the number and the amount", () => {
    expect(startWords(check(30_000_000), 40)).toBe("Start 40 monitors · up to $30.00");
    expect(startWords(check(750_000), 1)).toBe("Start 1 monitor · up to $0.75");
    expect(startWords(check(750_000, true), 1)).toBe("Start 1 monitor · up to $0.75 + comments");
    expect(startWords(check(0), 3)).toBe("Start 3 monitors · free");
    expect(startWords(null, 0)).toBe("Start");
  });

  it("says that it is the price of first checks where more follow", () => {
    expect(startWords(check(30_000_000, false, 1), 40)).toBe("Start 40 · first checks up to $30.00");
    expect(startWords(check(750_000, true, 1), 1)).toBe("Start 1 · first check up to $0.75 + comments");
    expect(startWords(check(0, false, 0), 3)).toBe("Start 3 monitors · free");
  });
});

describe("columns", () => {
  it("have a name for every meaning and every field", () => {
    expect(roleChoices().map(({ label }) => label)).not.toContain("");
    expect(fieldName("value")).toBe("What to follow");
    expect(fieldName("comment_monitoring")).toBe("Comments");
  });

  it("show a target with its platform", () => {
    expect(targetWords(draft)).toBe("ai tools · Instagram");
    expect(targetWords({ ...draft, platform: "facebook" })).toBe("ai tools");
    expect(targetWords({ ...draft, value: null })).toBe("");
  });
});
