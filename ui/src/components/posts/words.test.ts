import { describe, expect, it } from "vitest";
import { fieldName, reportedField } from "./words";

describe("the field of a row that was not taken", () => {
  it("has the words with which the dialog asked for its column", () => {
    expect(reportedField("url")).toBe(fieldName("url"));
    expect(reportedField("published")).toBe("Date");
  });

  it("is the key of the file where the dialog has no words for it", () => {
    expect(reportedField("data.taken_at")).toBe("data.taken_at");
    expect(reportedField("")).toBe("");
  });
});
