import { cleanup, render, screen, within } from "@testing-library/svelte";
import { mockIPC } from "@tauri-apps/api/mocks";
import { describe, expect, it } from "vitest";
import type { SpendingView } from "$lib/bindings/SpendingView";
import * as data from "../../../dev/fake-data";
import { spending } from "../../../dev/fake-spending";
import { session } from "$app/session.svelte";
import { notesOf } from "./notes";
import Spending from "$ui/views/Spending.svelte";

const of = (workspace_id: number | null): SpendingView =>
  spending(data.workspaces, data.monitors, { workspace_id, month: null, limit: 50 });
const workspace = (id: number) => data.workspaces.find((one) => one.id === id);

function show(view: SpendingView) {
  for (const one of data.workspaces) session.put(one);
  mockIPC((command) => (command === "spending" ? view : null), { shouldMockEvents: true });
  render(Spending, { workspaceId: null });
}

describe("Spending", () => {
  it("says of each part of a sum whether it is counted, assumed or published by nobody", () => {
    const notes = notesOf(of(1), workspace).join(" ");
    expect(notes).toContain("GEN reports no spend");
    expect(notes).toContain("your assumption");
    expect(notes).toContain("comments");
    expect(notes).not.toContain("Practice");
  });

  it("never lets made-up money pass for real", () => {
    expect(notesOf(of(4), workspace).join(" ")).toContain("made up");
    expect(of(null).workspaces.map((one) => one.workspace_id)).not.toContain(4);
  });

  it("shows so far, forecast and budgets, and warns by word and not by colour alone", async () => {
    show(of(null));
    expect((await screen.findByTestId("spending-so-far")).textContent).toMatch(/^\$\d/);
    expect(screen.getByTestId("spending-forecast").textContent).toMatch(/^\$\d+\.\d\d$/);
    const near = { ...of(null) };
    near.workspaces = near.workspaces.map((one) => ({ ...one, budget_state: "near" as const }));
    cleanup();
    show(near);
    const warned = await screen.findAllByText(/Past 80%/);
    expect(warned.length).toBeGreaterThan(0);
  });

  it("shows no figure where it would be a guess from two days", async () => {
    show({ ...of(null), forecast: { kind: "too_early", days: 2 } });
    expect((await screen.findByTestId("spending-forecast")).textContent).toBe("–");
    expect(screen.getByText(/After three days of data; there are 2 so far/)).toBeTruthy();
  });

  it("has the days behind the chart as a table too", async () => {
    show(of(null));
    const table = (await screen.findAllByRole("table"))[0];
    expect(table && within(table).getAllByRole("row").length).toBe(of(null).days.length + 1);
  });
});
