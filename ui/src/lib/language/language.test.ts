import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { accent } from "../../../dev/pseudo";
import { formatsOf } from "../format/formats";
import { LANGUAGES, languageOf, nearest, ownName, sayWith, speak, spoken } from ".";
import { m } from "./messages";

afterEach(async () => {
  sayWith((message) => message);
  await speak("en");
});

describe("the language", () => {
  it("is the first that the person reads, in any regional form", () => {
    expect(nearest(["fr-FR", "de-AT", "en"])).toBe("de");
    expect(nearest(["ES"])).toBe("es");
    expect(nearest(["fr", "nl"])).toBe("en");
    expect(nearest([])).toBe("en");
  });
  it("is the system's where nothing is set", () => {
    expect(languageOf("ja")).toBe("ja");
    expect(languageOf("")).toBe(nearest(navigator.languages));
  });
  it("names itself in its own words", () => {
    expect(LANGUAGES.map(ownName)).toEqual(["English", "Deutsch", "español", "日本語"]);
  });
  it("is told to assistive technology", async () => {
    await speak("ja");
    expect([spoken(), document.documentElement.lang]).toEqual(["ja", "ja"]);
  });
  it("can be made plain in every message, to find what is no message", () => {
    sayWith(accent);
    expect(m.shared_cancel()).toBe("⟦Çàñçéļ··⟧");
    expect(m.shared_clear_filter({ label: "x" })).toContain("⟦");
  });
});

describe("a name from the right", () => {
  it("keeps its own side, and the words beside it keep theirs", () => {
    const named = m.board_on({ name: "#تسويق", platform: "TikTok" });
    expect(named).toBe("\u2068#تسويق\u2069 on TikTok");
    expect(m.board_on({ name: "#עסקים", platform: "TikTok" })).toContain("\u2068#עסקים\u2069");
  });
  it("alone is set apart: Latin and Japanese names stand as they are", () => {
    expect(m.board_on({ name: "#marketing", platform: "TikTok" })).toBe("#marketing on TikTok");
    expect(m.board_on({ name: "#広告", platform: "TikTok" })).not.toMatch(/[\u2066-\u2069]/);
  });
  it("and every other name are set apart where the page is read from the right", () => {
    document.documentElement.dir = "rtl";
    const named = m.board_on({ name: "@shop", platform: "TikTok" });
    document.documentElement.dir = "";
    expect(named).toBe("\u2068@shop\u2069 on \u2068TikTok\u2069");
  });
  it("stays on its side in a list", () => {
    const list = formatsOf("en", "UTC").list(["#تسويق", "@shop"]);
    expect(list).toBe("\u2068#تسويق\u2069 and @shop");
  });
});

type Catalogue = Record<string, unknown>;
const files = (language: string) =>
  readdirSync("messages").filter((name) => name === `${language}.json` || name.startsWith(`${language}.`));
const catalogue = (language: string) =>
  Object.assign(
    {},
    ...files(language).map((name) => JSON.parse(readFileSync(`messages/${name}`, "utf8")) as Catalogue),
  ) as Catalogue;

/** The inputs that a message names, whatever its form. */
function inputs(message: unknown): string[] {
  const names = [...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map((hit) => hit[1] ?? "");
  return [...new Set(names)].sort();
}

type Forms = { selectors: string[]; match: Record<string, string> };
/** Whether there is a word for everything: some text, and one for each plural of the language. */
function isWhole(message: unknown, language: string): boolean {
  if (typeof message === "string") return message.trim() !== "";
  return (message as Forms[]).every(({ match, selectors }) => {
    if (Object.values(match).some((text) => text.trim() === "")) return false;
    const plural = selectors.find((name) => name.endsWith("Plural"));
    if (plural === undefined || selectors.length > 1) return true;
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    // Millions in Spanish take a form that no count here reaches; the usual one serves.
    const wanted = pluralCategories.filter((category) => category !== "many");
    return wanted.every((category) => `${plural}=${category}` in match || `${plural}=*` in match);
  });
}

/** Everything that the window is made of, without what the messages were made into. */
const sources = () =>
  readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|svelte)$/.test(name) && !/\.test\.ts$|paraglide/.test(name))
    .map((name) => readFileSync(`src/${name}`, "utf8"))
    .join("\n");

const english = catalogue("en");
describe("English", () => {
  it("has no message that nothing says", () => {
    const said = new Set(sources().match(/\b[a-z]+(?:_\w+)+\b/g));
    // The host says these by itself, in notifications and the tray.
    const host = JSON.parse(readFileSync("messages/en.host.json", "utf8")) as Catalogue;
    expect(Object.keys(english).filter((key) => !said.has(key) && !(key in host))).toEqual([]);
  });
});
describe.each(LANGUAGES.filter((language) => language !== "en"))("%s", (language) => {
  const theirs = catalogue(language);
  it("is read by the window from every file that there is", () => {
    const settings = JSON.parse(readFileSync("project.inlang/settings.json", "utf8")) as Catalogue;
    const plugin = settings["plugin.inlang.messageFormat"] as { pathPattern: string[] };
    const read = plugin.pathPattern.map((path) =>
      path.replace("./messages/", "").replace("{locale}", language),
    );
    expect(files(language).filter((name) => !read.includes(name))).toEqual([]);
  });
  it("says everything that English says", () => {
    expect(Object.keys(english).filter((key) => !(key in theirs))).toEqual([]);
  });
  it("leaves no message empty, and has a form for every number that the language tells apart", () => {
    const lacking = Object.entries(theirs).filter(([, message]) => !isWhole(message, language));
    expect(lacking.map(([key]) => key)).toEqual([]);
  });
  it("says nothing that English does not say", () => {
    expect(Object.keys(theirs).filter((key) => !(key in english))).toEqual([]);
  });
  it("names the same things in every message", () => {
    const differs = Object.keys(theirs).filter(
      (key) => key in english && String(inputs(theirs[key])) !== String(inputs(english[key])),
    );
    expect(differs).toEqual([]);
  });
});
