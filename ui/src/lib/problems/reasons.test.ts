import { afterEach, describe, expect, it } from "vitest";
import { SERVICE_REASONS, type ServiceReason } from "$lib/bindings/ServiceReason";
import { readIn } from "$lib/format";
import { speak, type Language } from "$lib/language";
import { explainJobFailure, reasonQuoted, reasonWords } from "./index";
import { reasonIn, saysItGoesOn } from "./reasons";

const MISSING =
  "@fashionbrand was not found. Check the spelling, or look whether the account was renamed or deleted.";
const codes = Object.keys(SERVICE_REASONS) as ServiceReason[];
const because = SERVICE_REASONS.own_record;
/** A template with something in its places. */
const filled = (code: ServiceReason) =>
  SERVICE_REASONS[code].replace("{because}", because).replace(/\{\w+\}/gu, "“a” (b).");

async function use(language: Language) {
  await speak(language);
  readIn(language, "UTC");
}
afterEach(() => use("en"));

describe("a sentence of this computer's service", () => {
  it.each(codes)("%s is known as itself, whatever stands in it", (code) => {
    expect(reasonIn(filled(code), "computer")?.code).toBe(code);
  });

  it.each(["de", "es", "ja"] as const)(
    "is told in %s, whichever it is, with no place left open",
    async (locale) => {
      await use(locale);
      for (const code of codes) {
        const text = reasonWords(filled(code), "practice");
        expect(text).not.toMatch(/[{}]/u);
        expect(text).not.toBe(filled(code));
      }
    },
  );

  it("says that collecting goes on in just those that our own line need not follow", async () => {
    await use("en");
    const own = codes.filter((code) => /collecting goes on/iu.test(SERVICE_REASONS[code]));
    expect(codes.filter((code) => saysItGoesOn(filled(code), "computer"))).toEqual(own);
    expect(own).toContain("calls_used_up");
    expect(saysItGoesOn(SERVICE_REASONS.calls_used_up, "gen")).toBe(false);
  });

  it("keeps the name that stands in it", async () => {
    await use("de");
    expect(reasonQuoted(MISSING, "computer")).toMatch(/^@fashionbrand wurde nicht gefunden\./u);
  });

  it("tells a charge with what it was for, in the person's way to write amounts", async () => {
    await use("de");
    const text = reasonWords(`${because} Apify charged $0.0342 for it.`, "computer");
    expect(text).toMatch(/^Die eigene Aufzeichnung .* Apify hat dafür 0,0342\u00a0\$ berechnet\.$/u);
  });

  it("is not looked for in what GEN says", async () => {
    await use("de");
    expect(reasonQuoted(MISSING, "gen")).toBe(`„${MISSING}“`);
  });

  it("that only an earlier version wrote is quoted as it came", () => {
    for (const text of [
      "It is private.",
      "It is private. Apify charged $0.03 for it.",
      "@x was not found.",
    ]) {
      expect(reasonQuoted(text, "computer")).toBe(`“${text}”`);
    }
  });
});

describe("a job that failed by one of them", () => {
  const failure = (reason: string, value = "@fashionbrand") =>
    explainJobFailure(reason, "instagram", value, "computer");

  it("is explained by the sentence itself, not by words that a name brings into it", () => {
    const reason = SERVICE_REASONS.hashtag_blocked.replace("{tag}", "#suspended");
    expect(failure(reason, "#Suspended").happened).toBe("Instagram hides posts for #Suspended.");
  });

  it("is told without a second, foreign wording of the same", () => {
    expect(failure(MISSING)).toMatchObject({ known: true, words: null, action: "edit" });
    expect(failure("profile not found")).toMatchObject({ known: true, words: "profile not found" });
  });

  it("leads to the sources where a key is in the way, and to the budget where that is", () => {
    const reason = SERVICE_REASONS.key_refused.replace("{platform}", "Apify");
    expect(failure(reason)).toMatchObject({
      happened: "Apify refused your key. Put a new one into Settings, under Sources.",
      action: "connect_source",
    });
    expect(failure(SERVICE_REASONS.over_budget).action).toBe("open_budget");
  });

  it("keeps what a provider charged for it", () => {
    expect(failure(`${MISSING} Apify charged $0.03 for it.`)).toMatchObject({
      action: "edit",
      cost: "$0.03",
    });
    expect(failure(MISSING).cost).toBeNull();
  });
});
