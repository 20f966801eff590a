import { mockIPC } from "@tauri-apps/api/mocks";
import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import { board } from "$app/board.svelte";
import { api } from "$lib/ipc";
import { testId } from "$lib/test-ids";
import WorkDialog from "./WorkDialog.svelte";

const counts = { lines: [], at_most: 0, before: 0, open_ended: 0, ongoing: 0, budgets: [] };
const over = (id: number) => ({
  monitor: { id, platform: "tiktok" as const, value: `@over${id}` },
  why: "over" as const,
});
afterEach(() => vi.restoreAllMocks());

describe("work on monitors that cannot take part", () => {
  it("says so, and offers nothing but to close", async () => {
    vi.spyOn(api, "quoteBulk").mockResolvedValue({
      id: "q",
      able: [],
      unable: [over(1), over(2)],
      ...counts,
    });
    render(WorkDialog, { kind: "stop", ids: [1, 2], onclose: () => undefined });
    expect(await screen.findByText("None of these 2 monitors can be stopped now")).toBeTruthy();
    expect(screen.queryByTestId(testId.bulkGo)).toBeNull();
    expect(screen.getByText("Close")).toBeTruthy();
    expect(screen.getByText(/@over1.*not running/u)).toBeTruthy();
  });

  it("asks for those that can", async () => {
    const able = [{ monitor_id: 1, intent_id: "i" }];
    vi.spyOn(api, "quoteBulk").mockResolvedValue({ id: "q", able, unable: [over(2)], ...counts });
    render(WorkDialog, { kind: "stop", ids: [1, 2], onclose: () => undefined });
    expect(await screen.findByText("Stop 1 of 2 monitors?")).toBeTruthy();
    expect(screen.getByTestId(testId.bulkGo).textContent).toContain("Stop 1");
  });
});

describe("to stop several", () => {
  it("tells what one stop tells: the last amount in bold, what stays, and that none goes on", async () => {
    const able = [1, 2].map((id) => ({ monitor_id: id, intent_id: String(id) }));
    const quote = { id: "q", able, unable: [], ...counts, before: 1_500_000 };
    vi.spyOn(api, "quoteBulk").mockResolvedValue(quote);
    render(WorkDialog, { kind: "stop", ids: [1, 2], onclose: () => undefined });
    expect((await screen.findByText("up to $1.50")).tagName).toBe("STRONG");
    const said = screen.getByTestId(testId.bulkDialog).textContent;
    expect(said).toMatch(/last check.*collected stays.*cannot be continued/u);
    expect(screen.getByText("Keep them running")).toBeTruthy();
    expect(screen.getByTestId(testId.bulkGo).textContent?.trim()).toBe("Stop 2 monitors");
  });

  it("names no amount where nothing costs", async () => {
    const able = [{ monitor_id: 1, intent_id: "i" }];
    vi.spyOn(api, "quoteBulk").mockResolvedValue({ id: "q", able, unable: [], ...counts });
    render(WorkDialog, { kind: "stop", ids: [1], onclose: () => undefined });
    await screen.findByText(/No new check begins/u);
    expect(screen.getByTestId(testId.bulkDialog).textContent).not.toMatch(/\$|free/u);
  });
});

describe("work that was paid for", () => {
  const able = [1, 2].map((id) => ({ monitor_id: id, intent_id: String(id) }));
  const problem = { code: "no_active_credit_purchase" as const, message: "none" };
  const failed = [{ monitor: over(2).monitor, problem }];

  async function ended() {
    vi.spyOn(api, "quoteBulk").mockResolvedValue({ id: "q", able, unable: [], ...counts });
    mockIPC(() => null, { shouldMockEvents: true });
    vi.spyOn(board, "refresh").mockReturnValue();
    vi.spyOn(api, "runBulk").mockResolvedValue({ done: 1, failed, not_begun: [] });
    board.selection.only([1, 2]);
    render(WorkDialog, { kind: "run_again", ids: [1, 2], onclose: () => undefined });
    await fireEvent.click(await screen.findByText("Run 2 again"));
    await screen.findByTestId(testId.bulkDone);
  }

  it("leaves nothing chosen behind its end, where it could be paid for again", async () => {
    await ended();
    expect(board.selection.size).toBe(0);
  });

  it("speaks of no draft where there is none, and offers to open GEN where credits are missing", async () => {
    await ended();
    expect(screen.getByTestId(testId.bulkDone).textContent).toContain("Nothing was charged.");
    expect(screen.getByTestId(testId.bulkDone).textContent).not.toContain("draft");
    const open = vi.spyOn(api, "openLink").mockResolvedValue(null);
    await fireEvent.click(screen.getByText("Open GEN"));
    expect(open).toHaveBeenCalledWith("https://gen.pro/");
  });
});
