import { describe, expect, it } from "vitest";
import { lines } from "./inputs";
import { asHashtag, understand } from "./index";

describe("the smart field", () => {
  it("is tried with at least 150 different texts", () => {
    expect(new Set(lines.map(([text, , , , more]) => `${more?.hint ?? ""} ${text}`)).size).toBe(lines.length);
    expect(lines.length).toBeGreaterThanOrEqual(150);
  });

  it.each(lines.map((line) => ({ text: line[0], line })))("$text is understood", ({ line }) => {
    const [text, platform, kind, value, more = {}] = line;
    const got = understand(text, more.hint === undefined ? {} : { platform: more.hint });
    expect({ platform: got.platform ?? "-", kind: got.kind ?? "-", value: got.value ?? "" }).toEqual({
      platform,
      kind,
      value,
    });
    expect(got.note).toBe(more.note);
    if (more.fixes !== undefined) expect(got.fixes).toEqual(more.fixes);
  });

  /** Lists are read in Rust, by rules of their own: both are held to this table. Written by `-u`. */
  it("is tried on the same table as the reader of lists", async () => {
    const table = lines.map(([text, platform, kind, value, more = {}]) =>
      JSON.stringify([text, more.hint ?? "-", platform, kind, value, more.note ?? "-"]),
    );
    await expect(`[\n${table.join(",\n")}\n]\n`).toMatchFileSnapshot(
      "../../../../src-tauri/crates/lists/tests/readings.json",
    );
  });

  it("understands its own answer as the same thing, with nothing left to mend", () => {
    for (const [text, , , , more = {}] of lines) {
      const first = understand(text, more.hint === undefined ? {} : { platform: more.hint });
      if (first.value === undefined) continue;
      const again = understand(first.value, first.platform === undefined ? {} : { platform: first.platform });
      expect([text, again.kind === "keyword" ? first.kind : again.kind, again.value]).toEqual([
        text,
        first.kind,
        again.value === `@${first.value}` ? again.value : first.value,
      ]);
    }
  });

  it("gives values that carry their sign and no blanks where a sign belongs", () => {
    for (const [text] of lines) {
      const { kind, value } = understand(text);
      if (kind === "username") expect(value).toMatch(/^@[^\s@#]+$/u);
      if (kind === "hashtag") expect(value).toMatch(/^#[^\s@#]+$/u);
      if (kind === "keyword") expect(value).toMatch(/^[^\s@#]/u);
    }
  });

  it("offers the other readings of a single word", () => {
    expect(understand("nike").others).toEqual([
      { kind: "username", value: "@nike" },
      { kind: "hashtag", value: "#nike" },
    ]);
  });

  it("offers a hashtag where Instagram has no keyword search", () => {
    expect(understand("ai tools", { platform: "instagram" }).others).toEqual([
      { kind: "hashtag", value: "#aitools" },
    ]);
  });
});

describe("a hashtag from words", () => {
  it.each([
    ["ai tools", "#aitools"],
    ["  AI   Tools! ", "#AITools"],
    ["#already there", "#alreadythere"],
    ["скраб для лица", "#скрабдлялица"],
    ["スキンケア おすすめ", "#スキンケアおすすめ"],
    ["می‌خواهم", "#می‌خواهم"],
    ["rock'n'roll 🎸", "#rocknroll🎸"],
    ["!!!", null],
    ["", null],
  ])("%j becomes %j", (words, tag) => {
    expect(asHashtag(words)).toBe(tag);
  });
});

/** A small generator with a fixed seed, so that a failure comes back. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("any text", () => {
  const pieces = [
    "@",
    "#",
    "https://",
    "tiktok.com/",
    "instagram.com/",
    "youtu.be/",
    "?q=",
    "%",
    "%E0%A4",
    "/",
    ".",
    " ",
    "\n",
    "\u200b",
    "\u200d",
    "＠",
    "“",
    "”",
    "(",
    "[::1]",
    ":99999",
    "UC",
    "é",
    "語",
    "مو",
    "😀",
    "\ud83d",
    "\udc00",
    "\u0000",
    "a",
    "Z",
    "0",
    "_",
    "-",
    "on tiktok",
    "next=",
    "&u=",
  ];

  it("is read without an error, and never as a broken value", () => {
    const random = numbers(20_261_123);
    for (let round = 0; round < 20_000; round += 1) {
      const length = 1 + Math.floor(random() * 12);
      const text = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join("");
      const { kind, value } = understand(text);
      const shape = kind === "username" ? /^@[^\s@#]+$/u : kind === "hashtag" ? /^#[^\s@#]+$/u : /^[^\s@#]/u;
      if (value !== undefined && !shape.test(value)) throw new Error(`${JSON.stringify(text)}: ${value}`);
      // A half of a character cannot be sent.
      if (value !== undefined) expect(() => encodeURIComponent(value)).not.toThrow();
    }
  }, 180_000);

  it("of any length comes to an end: no pattern tries every way to cut it", () => {
    for (const piece of pieces) expect(understand(piece.repeat(100_000)).certainty).toBeDefined();
  }, 180_000);
});
