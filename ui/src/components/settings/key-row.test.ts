import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { api } from "$lib/ipc";
import { testId } from "$lib/test-ids";
import { toasts } from "$ui/shared/toasts.svelte";
import KeyRow from "./KeyRow.svelte";

afterEach(() => vi.restoreAllMocks());

const workspace = {
  id: 1,
  name: "Alder",
  agent_id: "3184",
  key: { last_four: "a1b2", added_at: 0, this_run_only: false },
} as unknown as WorkspaceView;

async function tested(credits: number | null): Promise<unknown> {
  vi.spyOn(api, "testStoredKey").mockResolvedValue({ agents: null, agent: "reached", credits });
  const show = vi.spyOn(toasts, "show");
  render(KeyRow, { workspace });
  await fireEvent.click(screen.getByTestId(testId.settingsKeyTest));
  await vi.waitFor(() => expect(show).toHaveBeenCalledOnce());
  return show.mock.calls[0]?.[0];
}

describe("the test of a stored key", () => {
  it("says how many credits are left, where the service tells", async () => {
    expect(await tested(12_400)).toBe("Alder: the key works. Credits: 12,400.");
  });
  it("says nothing of credits where nobody told", async () => {
    expect(await tested(null)).toBe("Alder: the key works.");
  });
});
