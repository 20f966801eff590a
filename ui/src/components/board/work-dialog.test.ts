import { render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
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
    expect(screen.getByText(/@over1.*already over/u)).toBeTruthy();
  });

  it("asks for those that can", async () => {
    const able = [{ monitor_id: 1, intent_id: "i" }];
    vi.spyOn(api, "quoteBulk").mockResolvedValue({ id: "q", able, unable: [over(2)], ...counts });
    render(WorkDialog, { kind: "stop", ids: [1, 2], onclose: () => undefined });
    expect(await screen.findByText("Stop 1 of 2 monitors?")).toBeTruthy();
    expect(screen.getByTestId(testId.bulkGo).textContent).toContain("Stop 1");
  });
});
