import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import { router } from "$app/router.svelte";
import { testId } from "$lib/test-ids";
import MonitorDialogs from "./MonitorDialogs.svelte";
import { MonitorPage, type PageApi } from "./monitor-page.svelte";

describe("a monitor that was removed on its page", () => {
  it.each([
    ["before", true],
    ["after", false],
  ])("leads back one place only, with the news of it %s the answer", async (_, newsFirst) => {
    router.go({ name: "activity" });
    router.go({ name: "posts", workspaceId: 1 });
    router.go({ name: "monitor", monitorId: 3 });
    const removeMonitor = vi.fn(() => {
      if (newsFirst) router.forgetMonitor(3);
      return Promise.resolve(null);
    });
    const onclose = vi.fn();
    const page = new MonitorPage(3, { removeMonitor } as Partial<PageApi> as PageApi);
    render(MonitorDialogs, { asking: "remove", card: {} as MonitorCard, page, service: "computer", onclose });
    await fireEvent.click(screen.getByTestId(testId.removeConfirm));
    await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
    if (!newsFirst) router.forgetMonitor(3);
    expect(router.place).toEqual({ name: "posts", workspaceId: 1 });
  });
});
