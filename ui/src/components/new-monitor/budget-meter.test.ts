import { render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import BudgetMeter from "./BudgetMeter.svelte";

const budget = {
  limit: 120_000_000,
  counted: 73_500_000,
  adds: 6_000_000,
  checks: 8,
  fits: true,
  smallest_fit: null,
};
const shown = (comments: boolean) =>
  render(BudgetMeter, {
    budget,
    unit: 750_000,
    monitoring: true,
    comments,
    now: Date.UTC(2026, 10, 23),
    onfit: vi.fn(),
  });

it("says that what is left is for all other monitors, which run already or come later", () => {
  shown(false);
  expect(screen.getByText(/=\s\$6\.00, leaving \$40\.50 for all other monitors\./u)).toBeTruthy();
  expect(screen.queryByText(/Comments come on top/u)).toBeNull();
});

it("says that comments come on top of what it counts", () => {
  shown(true);
  expect(screen.getByText(/other monitors\. Comments come on top\./u)).toBeTruthy();
});
