import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ProblemCode } from "$lib/bindings/ProblemCode";
import { api } from "$lib/ipc";
import StartFailed from "./StartFailed.svelte";

function failed(code: ProblemCode) {
  const onretry = vi.fn();
  render(StartFailed, { problem: { code, message: "", retry: { kind: "by_person" } }, onretry });
  return { onretry, press: () => fireEvent.click(screen.getByRole("button")) };
}
afterEach(() => vi.restoreAllMocks());

describe("a start that failed", () => {
  it.each(["store_damaged", "store_too_new", "disk_full"] as const)(
    "says once why, for %s: the heading leaves the cause to the note",
    (code) => {
      failed(code);
      expect(screen.getByRole("heading").textContent).toBe("Feedwatch could not start");
    },
  );
});

describe("the button under a start that failed", () => {
  it("restarts where a restart is advised", async () => {
    const restart = vi.spyOn(api, "restart").mockResolvedValue(null);
    const { onretry, press } = failed("store_damaged");
    expect(screen.getByText(/^Restart Feedwatch/u)).toBeTruthy();
    await press();
    expect(restart).toHaveBeenCalledOnce();
    expect(onretry).not.toHaveBeenCalled();
  });

  it("ends Feedwatch where it has to be updated first", async () => {
    const quit = vi.spyOn(api, "quit").mockResolvedValue(null);
    await failed("store_too_new").press();
    expect(quit).toHaveBeenCalledOnce();
  });

  it("tries again where that is advised", async () => {
    const { onretry, press } = failed("disk_full");
    await press();
    expect(onretry).toHaveBeenCalledOnce();
  });
});
