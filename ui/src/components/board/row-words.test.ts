import { describe, expect, it } from "vitest";
import type { BoardColumn } from "$lib/bindings/BoardColumn";
import { here, readIn } from "$lib/format";
import { card } from "../../../tests/cards";
import { tableColumns } from "./columns";
import { atMost, cuts, fits, soFar, textOf, wholeOf } from "./row-words";

const AT = Date.UTC(2026, 10, 9, 10, 12);
readIn("en", "UTC");

describe("the words of a row", () => {
  it("tells the whole of what a cell tells in short", () => {
    const one = card(1, { last_confirmed_at: AT, created_at: AT, next_check: { kind: "at", at: AT } });
    for (const name of ["confirmed", "created", "next"] as const) {
      expect(wholeOf(one, name)).toBe(here().full(AT));
    }
    expect(wholeOf(one, "state")).toBe("Watching");
  });

  it("says why there is a dash", () => {
    expect(wholeOf(card(1), "next")).toBe("not published");
  });

  it("tells nothing where there is nothing", () => {
    const one = card(1, { last_confirmed_at: null, next_check: { kind: "never" } });
    for (const name of ["confirmed", "next", "tags", "workspace", "day"] as const) {
      expect(wholeOf(one, name)).toBeUndefined();
    }
  });

  it("knows what a check costs at most", () => {
    expect(atMost(card(1, { per_check: 0 }))).toBe("free");
    expect(atMost(card(1, { per_check: 300_000 }))).toBe("$0.30");
    expect(atMost(card(1, { per_check: 300_000, comment_monitoring: true }))).toBe("no ceiling");
  });

  it("says a time in short, and nothing where there is none", () => {
    const one = card(1, { last_confirmed_at: Date.UTC(2020, 10, 9, 10, 12), next_check: { kind: "never" } });
    expect(textOf(one, "confirmed")).toBe("9 Nov 2020");
    expect(textOf(card(1, { last_confirmed_at: null }), "confirmed")).toBe("");
    expect(textOf(one, "next")).toBe("");
  });

  it("knows what surely fits, and that other letters are wider", () => {
    expect(fits("Account", 70)).toBe(true);
    expect(fits("9 Nov 2020", 74)).toBe(false);
    expect(fits("アカウント", 70)).toBe(false);
    expect(fits("WWWWWW", 86)).toBe(false);
    expect(fits("🦜🦜🦜🦜", 80)).toBe(false);
  });

  it("cuts none of the usual words", () => {
    const column = (name: BoardColumn) => tableColumns.find((one) => one.name === name)?.width ?? 0;
    const usual: [BoardColumn, string[]][] = [
      ["follows", ["Account", "Hashtag", "Keyword", "Konto", "Cuenta"]],
      ["confirmed", ["14:31", "23 Nov", "28. Sept.", "28 sept", "11月23日"]],
      ["created", ["14:31", "23 Nov", "28. Sept.", "28 sept", "11月23日"]],
      ["at_most", ["$0.30", "0,30 $", "no ceiling", "sin tope", "上限なし", "kostenlos", "gratis", "無料"]],
      ["so_far", ["about $9.00", "up to $1,234.00", "bis zu 1.234,00\u00a0$", "最大$1,234.00"]],
    ];
    const cut = usual.flatMap(([name, all]) => all.filter((text) => cuts(name, text, column(name))));
    expect(cut).toEqual([]);
  });

  it("never cuts an amount: comments on top are a plus, told whole beside it", () => {
    const held = { amount: 300_000, certainty: "held" as const, plus_comments: true };
    const one = card(1, { so_far: held });
    expect(textOf(one, "so_far")).toBe("$0.30 held +");
    expect(wholeOf(one, "so_far")).toContain("comments");
    const width = tableColumns.find(({ name }) => name === "so_far")?.width ?? 0;
    for (const text of [textOf(one, "so_far"), "0,30\u00a0$ reserviert +", "0,30\u00a0$ reservado +"]) {
      expect(cuts("so_far", text, width), text).toBe(false);
    }
  });

  it("breaks before what comes on top and not within it", () => {
    const held = { amount: 300_000, certainty: "held" as const, plus_comments: true };
    expect(soFar(card(1, { so_far: held }))).toMatch(/ \+\u00a0comments$/u);
  });

  it("always cuts what a person wrote", () => {
    expect(cuts("tags", "a", 110)).toBe(true);
    expect(cuts("tags", "", 110)).toBe(false);
  });
});
