import { describe, expect, it } from "vitest";
import type { StartNotice } from "$lib/bindings/StartNotice";
import { tellNotice } from "./notices";

const now = Date.parse("2026-11-25T12:00:00Z");
const made_at = Date.parse("2026-11-24T09:00:00Z");
const all: StartNotice[] = [
  { kind: "fell_back", what: "record", damaged: "feedwatch.damaged-1.db", made_at },
  { kind: "fell_back", what: "posts", damaged: "library.damaged-1.db", made_at },
  { kind: "started_empty", what: "jobs", damaged: "service.damaged-2.db" },
  { kind: "restored", kept: "feedwatch.before-restore-1.db" },
  { kind: "restored", kept: null },
  { kind: "not_restored" },
  { kind: "damaged", what: "record" },
];

describe("a notice of the start", () => {
  it.each(all)("of kind $kind is told in whole sentences without a hole", (notice) => {
    const { title, about } = tellNotice(notice, now);
    for (const text of [title, about]) {
      expect(text).toMatch(/^[A-Z].*\.$/su);
      expect(text).not.toMatch(/[{}]|undefined|null/u);
    }
  });

  it("about a back-up says of when it is and where the damaged file lies", () => {
    const { title, about } = tellNotice(all[0]!, now);
    expect(title).toContain("24 Nov");
    expect(about).toContain("feedwatch.damaged-1.db");
    expect(about).toContain("may cost money");
  });

  it("about posts does not speak of money", () => {
    expect(tellNotice(all[1]!, now).about).not.toContain("money");
  });
});
