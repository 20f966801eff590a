import { render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CopiesView } from "$lib/bindings/CopiesView";
import { api } from "$lib/ipc";
import { testId } from "$lib/test-ids";
import Backups from "./Backups.svelte";

afterEach(() => vi.restoreAllMocks());

async function solid(view: CopiesView) {
  vi.spyOn(api, "copies").mockResolvedValue(view);
  render(Backups);
  if (view.staged) await screen.findByTestId(testId.backupStaged);
  return screen.getAllByRole("button").filter((button) => button.classList.contains("primary"));
}
const view = { copies: [], staged: false, failed: null } as unknown as CopiesView;

describe("Back-up", () => {
  it("has one solid button, which saves a copy", async () => {
    expect((await solid(view)).map((one) => one.textContent.trim())).toEqual(["Save a copy…"]);
  });
  it("leaves it to a restart that waits", async () => {
    expect((await solid({ ...view, staged: true })).map((one) => one.textContent.trim())).toEqual([
      "Restart now",
    ]);
  });
});
