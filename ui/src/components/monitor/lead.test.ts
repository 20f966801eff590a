import { render, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { card } from "../../../tests/cards";
import Lead from "./Lead.svelte";

const at = Date.UTC(2026, 10, 9, 12);
const lead = (job_id: string | null) =>
  render(Lead, { card: { ...card(1), job_id, last_confirmed_at: at }, service: "gen", now: at });

describe("the first lines of a monitor", () => {
  it("say when its job was last confirmed", () => {
    lead("48213");
    expect(screen.queryByText(/last confirmed/u)).not.toBeNull();
  });

  it("say nothing of that where no job is known", () => {
    lead(null);
    expect(screen.queryByText(/last confirmed/u)).toBeNull();
  });
});
