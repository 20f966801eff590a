import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
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

function show(view: SpendingView, workspaceId: number | null = null) {
  for (const one of data.workspaces) session.put(one);
  mockIPC((command) => (command === "spending" ? view : null), { shouldMockEvents: true });
  render(Spending, { workspaceId });
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

  it("has all days behind the chart as a table too, the newest first", async () => {
    show(of(null));
    await fireEvent.click(await screen.findByTestId("as-table"));
    const table = screen.getAllByRole("table")[0] as HTMLElement;
    expect(within(table).getAllByRole("row").length).toBe(of(null).days.length + 1);
    expect(within(table).getAllByRole("rowheader")[0]?.textContent).toBe("23 November");
  });

  it("says an amount once where half of the days cost the same", async () => {
    const view = of(null);
    show({ ...view, days: view.days.map((day) => ({ ...day, total: 1_290_000 })) });
    expect(await screen.findByText(/Half of the days cost \$1\.29\. /)).toBeTruthy();
  });

  it("teaches how money is counted where none was spent, and lets practice pass for nothing real", async () => {
    const empty = (id: number) => ({
      ...spending(data.workspaces, [], { workspace_id: id, month: null, limit: 9 }),
    });
    show(empty(1), 1);
    expect((await screen.findByTestId("spending-empty")).textContent).toContain("Nothing spent in November");
    expect(screen.getByText("A limit of your own")).toBeTruthy();
    cleanup();
    show(empty(4), 4);
    expect((await screen.findByTestId("spending-empty")).textContent).toContain("costs nothing real");
    expect(screen.queryByText("No budget set.")).toBeNull();
  });

  it("draws made-up money hatched, as its mark is, and real money solid", async () => {
    show(of(4), 4);
    await screen.findByText("So far, made up");
    expect(document.querySelectorAll(".part.practice").length).toBeGreaterThan(0);
    cleanup();
    show(of(null));
    await screen.findByText("So far, counted");
    expect(document.querySelector(".part.practice")).toBeNull();
    expect(document.querySelectorAll(".part.w1").length).toBeGreaterThan(0);
  });

  it("does not lend the names of its amounts the box of a mark", async () => {
    show(of(null));
    await screen.findByText("So far, counted");
    expect(document.querySelector(".axis .mark")).toBeNull();
    expect(document.querySelectorAll(".axis span").length).toBeGreaterThan(1);
  });

  it("calls what practice would have cost made up", async () => {
    show(of(4), 4);
    expect(await screen.findByText("So far, made up")).toBeTruthy();
  });
});
