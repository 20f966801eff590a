import { render } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import LineChart from "./LineChart.svelte";

function marks(values: (number | null)[]): number {
  const places = values.map((_, index) => index / (values.length - 1));
  const { container } = render(LineChart, {
    lines: [{ name: "Views", colour: "c1", values }],
    places,
    ticks: [],
    label: "Views",
    value: String,
  });
  return new Set([...container.querySelectorAll("circle")].map((dot) => dot.getAttribute("cx"))).size;
}

describe("a line", () => {
  it("marks every measurement where they are few, the first too, and none where nothing was measured", () => {
    expect(marks([3_600, 9_000])).toBe(2);
    expect(marks([1, null, 3])).toBe(2);
  });
  it("marks only its end where they are many", () => {
    expect(marks(Array.from({ length: 30 }, (_, index) => index))).toBe(1);
  });
});
