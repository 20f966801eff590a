import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { emit } from "@tauri-apps/api/event";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { imports } from "$app/imports.svelte";
import { router } from "$app/router.svelte";
import { session } from "$app/session.svelte";
import type { ImportView } from "$lib/bindings/ImportView";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { testId } from "$lib/test-ids";
import Import from "$ui/views/Import.svelte";
import { FakeLists } from "../../../dev/fake-lists";

const workspace: WorkspaceView = {
  id: 1,
  name: "Alder Skincare",
  service: "gen",
  agent_id: "3184",
  base_url: null,
  colour: 1,
  monitors: 0,
  attention: 0,
  key: null,
  connection: { kind: "not_asked" },
  checks_per_30_days: 30,
  markup_thousandths: null,
  budget: null,
  alerts: null,
};
const view = (more: Partial<ImportView> = {}): ImportView => ({
  id: 9,
  workspace_id: 1,
  name: "rivals.csv",
  state: "stopped",
  problem: null,
  created_at: 0,
  waiting: 5,
  started: 3,
  refused: 1,
  unknown: 0,
  left_out: 2,
  waiting_price: { first: 750_000, open_ended: false },
  refused_price: { first: 150_000, open_ended: false },
  ...more,
});

let asked: string[] = [];
function host(more: Record<string, () => unknown> = {}) {
  const lists = new FakeLists();
  asked = [];
  mockIPC(
    (command, args) => {
      asked.push(command);
      const own = more[command];
      if (own) return own();
      return lists.commands[command]?.(args as Record<string, unknown>) ?? null;
    },
    { shouldMockEvents: true },
  );
}

async function opened() {
  host();
  render(Import, { workspaceId: 1, onclose: vi.fn() });
  await fireEvent.input(screen.getByTestId(testId.importPaste), { target: { value: "@nike" } });
  await fireEvent.click(screen.getByTestId(testId.importRead));
  await screen.findByTestId(testId.importRowTitle);
}

beforeEach(() => session.put(workspace));
afterEach(async () => {
  // What listens is told to stop while there is still somebody to tell.
  cleanup();
  await new Promise((done) => setTimeout(done));
  clearMocks();
});

describe("Import a list", () => {
  it("shows every row with its fate before anything starts", async () => {
    await opened();
    const rows = screen.getAllByTestId(testId.importRow);
    expect(rows.map((row) => row.dataset.verdict)).toEqual([
      "ready",
      "watched",
      "ready",
      "repeated",
      "wrong",
      "wrong",
      "ready",
      "ready",
    ]);
    expect(asked).not.toContain("start_import");
  });

  it("gives one number of rows, the heading not among them", async () => {
    await opened();
    expect(screen.getByText("8 rows")).toBeTruthy();
    expect(screen.getByTestId(testId.importGroup("all")).textContent).toContain("8");
  });

  it("names number and amount on the button, and the same amount in the panel", async () => {
    await opened();
    const button = screen.getByTestId(testId.importStart);
    await waitFor(() => expect(button.textContent?.trim()).toBe("Start 4 · first checks up to $1.65"));
    expect(screen.getByTestId(testId.importTotal).textContent).toBe("$1.65");
  });

  it("never pays for Enter alone", async () => {
    await opened();
    const went = await fireEvent.keyDown(screen.getByTestId(testId.importStart), { key: "Enter" });
    expect(went).toBe(false);
    expect(asked).not.toContain("start_import");
  });

  it("starts once for a double click, and goes on to the progress", async () => {
    await opened();
    const button = screen.getByTestId(testId.importStart);
    await waitFor(() => expect(button.getAttribute("aria-disabled")).toBeNull());
    await Promise.all([fireEvent.click(button), fireEvent.click(button)]);
    await waitFor(() => expect(router.place.name).toBe("import"));
    expect(asked.filter((command) => command === "start_import")).toHaveLength(1);
  });

  it("says why a text is no list, and keeps it", async () => {
    host();
    render(Import, { workspaceId: 1, onclose: vi.fn() });
    const field = screen.getByTestId<HTMLTextAreaElement>(testId.importPaste);
    await fireEvent.input(field, { target: { value: "%PDF" } });
    await fireEvent.click(screen.getByTestId(testId.importRead));
    const note = await screen.findByTestId(testId.problemNote);
    expect(note.dataset.code).toBe("list_unreadable");
    expect(field.value).toBe("%PDF");
  });
});

describe("A started list", () => {
  it("says what is done, what waits and why, and goes on only when told to", async () => {
    const problem = { code: "cannot_connect" as const, message: "" };
    host({ continue_import: () => view({ state: "running", waiting: 5 }) });
    imports.put(view({ problem }));
    render(Import, { workspaceId: 1, importId: 9, onclose: vi.fn() });
    expect(screen.getByTestId(testId.importCounts).textContent).toContain("3 started");
    expect(screen.getByTestId(testId.problemNote).dataset.code).toBe("cannot_connect");
    expect(asked).not.toContain("continue_import");
    expect(screen.getByTestId(testId.importContinue).textContent?.trim()).toBe(
      "Go on with 5 rows · first checks up to $0.75",
    );
    expect(screen.queryByTestId(testId.importRetry)).toBeNull();
    await fireEvent.click(screen.getByTestId(testId.importContinue));
    await waitFor(() => expect(screen.getByTestId(testId.importProgress).dataset.state).toBe("running"));
  });

  it("moves with what the host tells, and lists what is left at the end", async () => {
    host();
    const stop = imports.listen();
    imports.put(view({ state: "running" }));
    render(Import, { workspaceId: 1, importId: 9, onclose: vi.fn() });
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("4");
    await waitFor(() => expect(asked).toContain("imports"));
    imports.put(view({ state: "running" }));
    await emit("import-changed", view({ state: "finished", waiting: 0, started: 8 }));
    await screen.findByTestId(testId.importLeft);
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("9");
    stop();
  });

  it("writes the rest to a file and says how many rows it has", async () => {
    host();
    imports.put(view());
    render(Import, { workspaceId: 1, importId: 9, onclose: vi.fn() });
    await fireEvent.click(await screen.findByTestId(testId.importExport));
    await screen.findByText("4 rows saved.");
  });
});
