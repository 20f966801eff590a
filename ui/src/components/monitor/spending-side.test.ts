import { render, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { MonitorDetail } from "$lib/bindings/MonitorDetail";
import SpendingSide from "./SpendingSide.svelte";

/** A monitor of this computer, at a price for each post. */
function shown(unit: number) {
  const amount = 50 * unit;
  const so_far = { amount, certainty: "exact", plus_comments: false };
  const detail = {
    card: { so_far, monitoring: true, state: "watching" },
    estimate: {
      lines: [{ kind: "posts", count: 50, unit, amount }],
      at_most: { kind: "known", amount },
    },
    expected: null,
    counted: [],
  } as unknown as MonitorDetail;
  render(SpendingSide, { detail, service: "computer" });
}

describe("what a monitor of this computer has cost", () => {
  it("is called free where its source is, and never charged", () => {
    shown(0);
    expect(screen.getByText("free")).toBeTruthy();
    expect(screen.queryByText("charged")).toBeNull();
  });

  it("is called charged where it was", () => {
    shown(2_300);
    expect(screen.getByText("charged")).toBeTruthy();
    expect(screen.queryByText("free")).toBeNull();
  });
});
