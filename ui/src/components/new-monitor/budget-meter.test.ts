import { render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import BudgetMeter from "./BudgetMeter.svelte";

it("says that what is left is for all other monitors, which run already or come later", () => {
  const budget = {
    limit: 120_000_000,
    counted: 73_500_000,
    adds: 6_000_000,
    checks: 8,
    fits: true,
    smallest_fit: null,
  };
  render(BudgetMeter, {
    budget,
    unit: 750_000,
    monitoring: true,
    now: Date.UTC(2026, 10, 23),
    onfit: vi.fn(),
  });
  expect(screen.getByText(/= \$6\.00, leaving \$40\.50 for all other monitors\./u)).toBeTruthy();
});
