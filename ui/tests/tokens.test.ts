import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/styles/tokens.css", "utf8");

type Tokens = Record<string, string>;

/** The block that follows a selector, as names and values. */
function block(selector: string): Tokens {
  const start = css.indexOf(selector);
  const body = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  );
}

/** The block of a selector inside of a media query. */
function blockIn(query: string, selector: string): Tokens {
  const from = css.indexOf(`@media ${query} {`);
  const start = css.indexOf(selector, from);
  const body = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  );
}

const light = block(":root {");
const dark = block(':root[data-theme="dark"] {');

/** OKLCH to 8-bit sRGB, by the published matrices; out of gamut is clipped, which the next test forbids. */
function srgb(value: string): { rgb: number[]; inside: boolean } {
  const [l = 0, c = 0, h = 0] = (/oklch\(([^)]+)\)/.exec(value)?.[1] ?? "").split(/\s+/).map(Number);
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const L = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const M = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const S = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S,
    -1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S,
    -0.0041960863 * L - 0.7034186147 * M + 1.707614701 * S,
  ];
  const inside = linear.every((part) => part > -0.002 && part < 1.002);
  const gamma = (part: number) => (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055);
  return { rgb: linear.map((part) => Math.round(255 * gamma(Math.min(1, Math.max(0, part))))), inside };
}

function luminance(value: string): number {
  const [r = 0, g = 0, b = 0] = srgb(value).rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(tokens: Tokens, one: string, other: string): number {
  const [high = 0, low = 0] = [one, other]
    .map((name) => luminance(tokens[name] ?? ""))
    .toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["bg", "side", "surface", "sunken", "hover", "raised", "pick", "button"];
const text: [string, string[]][] = [
  ["t1", [...grounds, "acc-soft", "red-soft", "amb-soft", "blue-soft"]],
  ["t2", [...grounds, "acc-soft", "red-soft"]],
  ["t3", ["bg", "side", "surface", "sunken", "raised"]],
  ["on", ["acc", "acc-hi"]],
  ["acc", [...grounds, "acc-soft"]],
  ["red", [...grounds, "red-soft", "acc-soft"]],
  ["blue", ["surface", "sunken", "bg", "raised", "acc-soft", "blue-soft"]],
  ["amb", ["surface", "bg", "amb-soft"]],
  ["c1", ["surface"]],
  ["c2", ["surface"]],
  ["c3", ["surface"]],
  ["inv-t", ["inv"]],
  ["inv-t2", ["inv"]],
];
const parts: [string, string[]][] = [
  ["ctrl", ["surface", "bg", "side", "hover", "acc-soft", "sunken"]],
  ["acc", ["bg", "surface", "side", "hover"]],
  ["pulse", ["surface", "bg", "acc-soft"]],
  ["surface", ["ctrl"]],
  ["on", ["acc"]],
  ...["c1", "c2", "c3"].map((c): [string, string[]] => [c, ["surface"]]),
  ["amb-fill", ["hover", "surface"]],
  ...["w1", "w2", "w3", "w4", "w5", "w6"].map((w): [string, string[]] => [
    w,
    ["side", "surface", "hover", "bg"],
  ]),
];
const pairs = (list: [string, string[]][]) =>
  list.flatMap(([one, many]) => many.map((other) => [one, other] as const));

describe.each([
  ["light", light],
  ["dark", dark],
])("the %s theme", (_, tokens) => {
  it.each(pairs(text))("shows %s on %s with at least 4.5 to 1", (one, ground) => {
    expect(contrast(tokens, one, ground)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(pairs(parts))("shows the part %s on %s with at least 3 to 1", (one, ground) => {
    expect(contrast(tokens, one, ground)).toBeGreaterThanOrEqual(3);
  });
  it("tells the row that Enter takes from the menu's ground", () => {
    expect(contrast(tokens, "pick", "raised")).toBeGreaterThanOrEqual(1.18);
  });
  it("keeps every colour inside sRGB, so that no screen clips it", () => {
    const outside = Object.entries(tokens).filter(
      ([, value]) => /^oklch\([\d. ]+\)$/.test(value) && !srgb(value).inside,
    );
    expect(outside).toEqual([]);
  });
});

const more = "(prefers-contrast: more)";
const lightMore = { ...light, ...blockIn(more, ":root {") };
const darkMore = { ...dark, ...blockIn(more, ':root[data-theme="dark"] {') };

describe.each([
  ["light", lightMore],
  ["dark", darkMore],
])("the %s theme at high contrast", (_, tokens) => {
  const strong = text.filter(([name]) => ["t1", "t2", "t3", "red", "blue", "amb", "acc"].includes(name));
  it.each(pairs(strong))("shows %s on %s with at least 7 to 1", (one, ground) => {
    expect(contrast(tokens, one, ground)).toBeGreaterThanOrEqual(7);
  });
  it.each(pairs([["on", ["acc", "acc-hi"]]]))("shows %s on %s with at least 7 to 1", (one, ground) => {
    expect(contrast(tokens, one, ground)).toBeGreaterThanOrEqual(7);
  });
  it.each(pairs([["ctrl", grounds], ["line", ["bg", "surface", "side"]], ["edge", ["raised"]], ...parts]))(
    "shows the part %s on %s with at least 3 to 1",
    (one, ground) => {
      expect(contrast(tokens, one, ground)).toBeGreaterThanOrEqual(3);
    },
  );
});

it("high contrast is the same whether the system or the person chose the dark theme", () => {
  const both = "(prefers-contrast: more) and (prefers-color-scheme: dark)";
  expect(blockIn(both, ':root:not([data-theme="light"]) {')).toEqual(
    blockIn(more, ':root[data-theme="dark"] {'),
  );
});

describe("the dark theme", () => {
  it("is the same whether the system or the person chose it", () => {
    const bySystem = css.slice(css.indexOf("@media (prefers-color-scheme: dark)"));
    const start = bySystem.indexOf(":root:not");
    const body = bySystem.slice(bySystem.indexOf("{", start) + 1, bySystem.indexOf("}", start));
    const found = Object.fromEntries(
      [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
    );
    expect(found).toEqual(dark);
  });
  it("names every colour that the light one names", () => {
    const colours = Object.entries(light).filter(([, value]) => value.includes("oklch"));
    expect(colours.map(([name]) => name).filter((name) => !(name in dark))).toEqual([]);
  });
});

it("no style asks for a token that nobody sets", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.(css|svelte)$/.test(name) && !name.includes("paraglide"),
  );
  const all = files.map((name) => readFileSync(`src/${name}`, "utf8")).join("\n");
  const set = new Set([...all.matchAll(/(--[\w-]+)\s*[:=]/g)].map(([, name]) => name));
  const asked = [...all.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name ?? "");
  // The floating layers' library sets its own.
  expect(asked.filter((name) => !set.has(name) && !name.startsWith("--bits-"))).toEqual([]);
});

it("the published ratio of text on the canvas is found again", () => {
  expect(contrast(light, "t1", "bg")).toBeCloseTo(15.32, 1);
  expect(contrast(dark, "t1", "bg")).toBeCloseTo(15.4, 1);
});
