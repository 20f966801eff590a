import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import { testId } from "$lib/test-ids";
import RemoveDialog from "./RemoveDialog.svelte";

function opened(service: ServiceKind) {
  const ongo = vi.fn(() => Promise.resolve());
  const onclose = vi.fn();
  render(RemoveDialog, { service, busy: false, ongo, onclose });
  return { ongo, onclose };
}
const confirm = () => fireEvent.click(screen.getByTestId(testId.removeConfirm));

describe("removing a monitor", () => {
  it("keeps its posts unless they are to go too", async () => {
    const { ongo, onclose } = opened("computer");
    await confirm();
    await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
    expect(ongo).toHaveBeenCalledWith(false);
  });

  it("deletes its posts where that is chosen", async () => {
    const { ongo } = opened("practice");
    await fireEvent.click(screen.getByTestId(testId.removePosts("delete")));
    await confirm();
    expect(ongo).toHaveBeenCalledWith(true);
  });

  it("says nothing about posts where this computer has none", async () => {
    const { ongo } = opened("gen");
    expect(screen.queryByTestId(testId.removePosts("delete"))).toBeNull();
    await confirm();
    expect(ongo).toHaveBeenCalledWith(false);
  });
});
