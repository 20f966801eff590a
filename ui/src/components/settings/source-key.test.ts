import { fireEvent, render, screen } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import type { SourceView } from "$lib/bindings/SourceView";
import { api } from "$lib/ipc";
import SourceKey from "./SourceKey.svelte";

const source = { name: "apify", needs_key: true, key: null } as unknown as SourceView;

describe("entering a source's key", () => {
  it("leads to where one is made from under the field, not from among the answers", async () => {
    const openLink = vi.spyOn(api, "openLink").mockResolvedValue(null);
    render(SourceKey, { open: true, source, onchange: vi.fn() });
    const way = screen.getByRole("button", { name: "Where to get one" });
    expect(way.closest("form")).toBeTruthy();
    await fireEvent.click(way);
    expect(openLink).toHaveBeenCalledWith(expect.stringMatching(/apify/u));
  });
});
