import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import { router } from "$app/router.svelte";
import { testId } from "$lib/test-ids";
import MonitorDialogs from "./MonitorDialogs.svelte";
import { MonitorPage, type PageApi } from "./monitor-page.svelte";

/** Removes it in the dialog; the news of it comes before the answer, or after. */
async function removed(posts: "keep" | "delete", newsFirst: boolean) {
  const removeMonitor = vi.fn(() => {
    if (newsFirst) router.forgetMonitor(3);
    return Promise.resolve(null);
  });
  const onclose = vi.fn();
  const page = new MonitorPage(3, { removeMonitor } as Partial<PageApi> as PageApi);
  const card = {} as MonitorCard;
  const shown = render(MonitorDialogs, { asking: "remove", card, page, service: "computer", onclose });
  await fireEvent.click(screen.getByTestId(testId.removePosts(posts)));
  await fireEvent.click(screen.getByTestId(testId.removeConfirm));
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  if (!newsFirst) router.forgetMonitor(3);
  shown.unmount();
}

describe("a monitor that was removed on its page", () => {
  it.each([
    ["before", true],
    ["after", false],
  ])("is left for a post only while there is one, with the news %s the answer", async (_, newsFirst) => {
    for (const [posts, place] of [
      ["keep", { name: "post", workspaceId: 1, postId: 5 }],
      ["delete", { name: "posts", workspaceId: 1 }],
    ] as const) {
      router.go({ name: "posts", workspaceId: 1 });
      router.go({ name: "post", workspaceId: 1, postId: 5 });
      router.go({ name: "monitor", monitorId: 3 });
      await removed(posts, newsFirst);
      expect(router.place).toEqual(place);
    }
  });

  it.each([
    ["before", true],
    ["after", false],
  ])("leads back one place only, with the news of it %s the answer", async (_, newsFirst) => {
    router.go({ name: "activity" });
    router.go({ name: "posts", workspaceId: 1 });
    router.go({ name: "monitor", monitorId: 3 });
    await removed("keep", newsFirst);
    expect(router.place).toEqual({ name: "posts", workspaceId: 1 });
  });
});
