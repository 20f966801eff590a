import { describe, expect, it } from "vitest";
import { workspaces } from "../../../dev/fake-data";
import { editOf, typedOf, type Typed } from "./workspace-edit";

const typed = (change: Partial<Typed>): Typed => ({
  name: "Alder",
  colour: 1,
  budget: "",
  checks: 30,
  markup: "",
  address: "",
  ...change,
});
const edited = (change: Partial<Typed>, base_url: string | null = null) => {
  const asked = editOf(typed(change), { base_url });
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

  it.each([null, "https://api.gen.pro", "https://api.gen.pro/"])(
    "shows the address %j, which is GEN's own, as an empty field and leaves it as it is",
    (base_url) => {
      const [workspace] = workspaces;
      if (!workspace) throw new Error("no sample");
      expect(typedOf({ ...workspace, base_url }).address).toBe("");
      expect(edited({ address: "" }, base_url)).toMatchObject({ base_url: null });
    },
  );

  it("asks for another address, and for GEN's own by an empty one", () => {
    const other = "https://gen.example/eu";
    expect(edited({ address: `${other} ` })).toMatchObject({ base_url: other });
    expect(edited({ address: other }, `${other}/`)).toMatchObject({ base_url: null });
    expect(edited({ address: "" }, other)).toMatchObject({ base_url: "" });
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
