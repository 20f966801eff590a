import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Every component of ours. */
function components(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".svelte"))
    .map((name) => join(folder, name));
}
const files = [...components("src/components"), "src/App.svelte"];

describe.each(files)("%s", (file) => {
  const text = readFileSync(file, "utf8");
  const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? "";
  const markup = text
    .replace(/<script[\s\S]*?<\/script>/g, "")
    .replace(/<style>[\s\S]*<\/style>/, "")
    .replace(/<!--[\s\S]*?-->/g, "");

  it("has no style attribute, which the window's policy would refuse", () => {
    expect(markup.match(/\sstyle=/g)).toBeNull();
  });

  it("names no colour but a token's", () => {
    expect(style.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab)a?\(/gi)).toBeNull();
  });

  it("uses logical sides, so that it can be read from the right", () => {
    const sides =
      /\b(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?:^|[\s;{])(?:left|right|top|bottom|width|height|min-width|max-width|min-height|max-height):|text-align: (?:left|right)/gm;
    expect(style.match(sides)).toBeNull();
  });

  it("has no text of its own: all words come from the messages", () => {
    const shown = markup.replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, "").matchAll(/>([^<>]+)</g);
    const words = [...shown].map((hit) => hit[1]?.trim() ?? "").filter((found) => /[A-Za-z]{3,}/.test(found));
    expect(words).toEqual([]);
  });

  it("says nothing of its own in an attribute", () => {
    const said =
      /\s(?:aria-(?:label|description|valuetext|placeholder)|title|placeholder|alt|label|description|about|hint|text|cancel|go|word)=(?:"[^"{]*[A-Za-z]{3,}[^"]*"|\{["'`][^}]*[A-Za-z]{3,})/g;
    // An address is the same in every language.
    expect((markup.match(said) ?? []).filter((hit) => !hit.includes("https://"))).toEqual([]);
  });

  it("holds no sentence in its script", () => {
    const script = (/<script[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? "").replace(
      /\/\*[\s\S]*?\*\/|\/\/.*/g,
      "",
    );
    expect(script.match(/(["'`])[A-Z][a-z]+ [a-z]+[^"'`\n]*\1/g)).toBeNull();
  });
});
