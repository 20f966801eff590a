import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { FieldProblem } from "$lib/bindings/FieldProblem";
import type { ProblemCode } from "$lib/bindings/ProblemCode";
import { actionLabel, explain, explainJobFailure, fieldSentence, table } from "./index";

/** The words of a closed union, read from the generated bindings themselves. */
function words(union: string): string[] {
  const text = readFileSync(`src/lib/bindings/${union}.ts`, "utf8");
  return [...(text.split("export type")[1] ?? "").matchAll(/"(\w+)"/gu)].map((hit) => hit[1] ?? "");
}

/** Words that no marketer should have to know. */
const JARGON =
  /\b(?:HTTP|JSON|API error|422|40\d|exception|stack|null|undefined|invalid|illegal|failed to)\b/u;

describe("every problem", () => {
  const codes = words("ProblemCode") as ProblemCode[];

  it("of the generated list is in the table", () => {
    expect(codes.length).toBeGreaterThan(40);
    expect(Object.keys(table).sort()).toEqual([...codes].sort());
  });

  it.each(codes)("%s says what happened, what it did and what to do, without jargon or a hole", (code) => {
    for (const service of ["gen", "computer", "practice"] as const) {
      const { happened, effect, next, action } = explain({ code, message: "" }, service);
      for (const text of [happened, effect, next]) {
        expect(text).toMatch(/^[A-Z].*[.?]$/su);
        expect(text).not.toMatch(/[{}]/u);
        expect(text).not.toMatch(JARGON);
        expect(text.length).toBeLessThan(170);
      }
      if (action !== null) expect(actionLabel(action).length).toBeLessThan(24);
    }
  });

  it("quotes the service's own words, and none where it gave none", () => {
    expect(explain({ code: "refused", message: " Plan expired " }).words).toBe("“Plan expired”");
    expect(explain({ code: "refused", message: "  " }).words).toBeNull();
  });

  it("that a newer host may send is still told", () => {
    const unheardOf = { code: "brand_new" as ProblemCode, message: "x" };
    expect(explain(unheardOf).happened).toBe(explain({ code: "internal", message: "" }).happened);
  });
});

describe("every refused field", () => {
  const fields = words("Field") as FieldProblem["field"][];
  const reasons = words("Reason") as FieldProblem["reason"][];

  it("has a sentence with a remedy for every reason", () => {
    expect(fields.length * reasons.length).toBe(120);
    for (const field of fields) {
      for (const reason of reasons) {
        expect(fieldSentence({ field, reason })).toMatch(/^[A-Z].{12,}[.?]$/u);
      }
    }
  });

  it("says it for its own case", () => {
    expect(fieldSentence({ field: "type", reason: "unsupported_pair" })).toBe(
      "Instagram has no keyword search. Follow a hashtag instead?",
    );
    expect(fieldSentence({ field: "value", reason: "empty" }, "hashtag")).toContain("#");
    expect(fieldSentence({ field: "value", reason: "empty" }, "username")).toContain("@");
  });
});

describe("a failed job", () => {
  it.each([
    ["profile not found", "could not find @fashionbrand on Instagram", "edit"],
    ["User does not exist", "could not find @fashionbrand", "edit"],
    [
      "@fashionbrand was not found. Check the spelling, or look whether the account was renamed or deleted.",
      "could not find",
      "edit",
    ],
    [
      "@fashionbrand is private, so its posts cannot be collected.",
      "@fashionbrand on Instagram is private",
      "follow_other",
    ],
    ["This account is private", "is private", "follow_other"],
    ["Account suspended", "suspended or removed", "follow_other"],
    ["#fashionbrand is blocked by the platform, so it shows no posts.", "hides posts", "edit"],
    ["The hashtag is banned", "hides posts", "edit"],
    ["content is age-restricted", "proved their age", "follow_other"],
    [
      "Instagram asks for a pause because of too many requests. Collecting goes on later.",
      "asked for a pause",
      "run_again",
    ],
    ["HTTP 429", "asked for a pause", "run_again"],
    ['The platform refused the search "x". Try different words.', "refused the search", "edit"],
    ["not available in your country", "in the country", "edit"],
    ["insufficient credits", "credits ran out", "add_credits"],
    ["No results", "no posts to collect", "edit"],
    ["login required", "logged in", "follow_other"],
    ["Timed out", "did not answer in time", "run_again"],
    [
      "Instagram did not give the posts this time (status 503). This often passes by itself; try again later.",
      "did not give the posts",
      "run_again",
    ],
  ])("%j is told in plain words", (reason, happened, action) => {
    const failure = explainJobFailure(reason, "instagram", "@fashionbrand");
    expect(failure.happened).toContain(happened);
    expect(failure.action).toBe(action);
    expect(failure.known).toBe(true);
  });

  it("is not explained by the target's own name", () => {
    expect(explainJobFailure("@private: worker crashed", "tiktok", "@private").known).toBe(false);
  });

  it("keeps words that nobody knows as the service's own", () => {
    const failure = explainJobFailure("ERR_QX77", "tiktok", "#x");
    expect(failure.known).toBe(false);
    expect(failure.next).toContain("in its own words");
  });

  it("without a reason says so", () => {
    expect(explainJobFailure("", "youtube", "@x").happened).toContain("without giving a reason");
  });
});

it("no message of the table stands unused", () => {
  const sources = readdirSync("src/lib/problems")
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(`src/lib/problems/${name}`, "utf8"))
    .join("\n");
  const messages = Object.keys(JSON.parse(readFileSync("messages/en.monitor.json", "utf8")) as object);
  const unused = messages
    .filter((key) => /^(?:problem|action|field|failure)_/u.test(key))
    .filter((key) => !sources.includes(`m.${key}`));
  expect(unused).toEqual([]);
});
