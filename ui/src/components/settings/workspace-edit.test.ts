import { describe, expect, it } from "vitest";
import { editOf, type Typed } from "./workspace-edit";

const typed = (change: Partial<Typed>): Typed => ({
  name: "Alder",
  colour: 1,
  budget: "",
  checks: 30,
  markup: "",
  address: "",
  ...change,
});
const edited = (change: Partial<Typed>) => {
  const asked = editOf(typed(change));
  return "edit" in asked ? asked.edit : asked.wrong;
};

describe("the form of a workspace", () => {
  it.each([
    ["120", 120_000_000],
    ["49.50", 49_500_000],
    ["0.1", 100_000],
    ["$ 12,5", 12_500_000],
    ["", 0],
  ])("reads the budget %j as %d micro-dollars", (budget, micros) => {
    expect(edited({ budget })).toMatchObject({ budget: micros });
  });

  it.each(["twelve", "1.234", "-5", "1 000", "1e3"])("refuses the budget %j", (budget) => {
    expect(edited({ budget })).toEqual({ budget: true });
  });

  it.each([
    ["1.5", 1500],
    ["×3", 3000],
    ["", 0],
  ])("reads the markup %j as %d thousandths", (markup, thousandths) => {
    expect(edited({ markup })).toMatchObject({ markup_thousandths: thousandths });
  });

  it("names every wrong field at once", () => {
    expect(edited({ name: " ", budget: "x", checks: 721, markup: "0.5" })).toEqual({
      name: true,
      budget: true,
      checks: true,
      markup: true,
    });
  });
});
