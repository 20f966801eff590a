import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "$lib/ipc";
import { testId } from "$lib/test-ids";
import ConnectGen from "./ConnectGen.svelte";

afterEach(() => vi.restoreAllMocks());

describe("connecting with a key that lists no agents", () => {
  it("counts no agent, and connects none, before its ID is typed", async () => {
    vi.spyOn(api, "testKey").mockResolvedValue({ agents: null, agent: "not_named", credits: null });
    const connectGen = vi.spyOn(api, "connectGen");
    render(ConnectGen, { ondone: () => undefined });
    await fireEvent.input(screen.getByTestId(testId.firstRunKey), { target: { value: "a-key" } });
    await fireEvent.click(screen.getByTestId(testId.firstRunTest));
    const button = await screen.findByTestId(testId.firstRunConnect);
    expect(button.textContent.trim()).toBe("Connect");
    expect(button.getAttribute("aria-disabled")).toBe("true");
    await fireEvent.click(button);
    expect(connectGen).not.toHaveBeenCalled();

    await fireEvent.input(screen.getByTestId(testId.firstRunAgent), { target: { value: "3184" } });
    expect(button.textContent.trim()).toBe("Connect 1 agent");
    expect(button.getAttribute("aria-disabled")).toBeNull();
  });
});

describe("a key whose agent has credits", () => {
  it("says how many as the person writes numbers", async () => {
    vi.spyOn(api, "testKey").mockResolvedValue({ agents: null, agent: "reached", credits: 12_400 });
    render(ConnectGen, { ondone: () => undefined });
    await fireEvent.input(screen.getByTestId(testId.firstRunKey), { target: { value: "a-key" } });
    await fireEvent.click(screen.getByTestId(testId.firstRunTest));
    expect(await screen.findByText("Credits: 12,400.", { exact: false })).toBeTruthy();
  });
});

describe("a failure while connecting", () => {
  it("is brought into sight, where a low window would hide it", async () => {
    // The test's document has no layout, and so nothing to bring into sight.
    const into = (Element.prototype.scrollIntoView = vi.fn());
    vi.spyOn(api, "testKey").mockRejectedValue({ code: "invalid_key", message: "" });
    render(ConnectGen, { ondone: () => undefined });
    await fireEvent.input(screen.getByTestId(testId.firstRunKey), { target: { value: "a-key" } });
    expect(into).not.toHaveBeenCalled();
    await fireEvent.click(screen.getByTestId(testId.firstRunTest));
    const note = await screen.findByTestId(testId.problemNote);
    expect(into).toHaveBeenCalledExactlyOnceWith({ block: "nearest" });
    expect((into.mock.contexts[0] as Element).contains(note)).toBe(true);
  });
});

describe("a key store that cannot be reached", () => {
  it("leaves both ways out in the note, and tries again what failed", async () => {
    Element.prototype.scrollIntoView = vi.fn();
    const testKey = vi.spyOn(api, "testKey").mockResolvedValue({
      agents: [{ id: "3184", name: "Alder" }],
      agent: "reached",
      credits: null,
    });
    const locked = { code: "keychain_locked", message: "" };
    const connectGen = vi.spyOn(api, "connectGen").mockRejectedValue(locked);
    render(ConnectGen, { ondone: () => undefined });
    await fireEvent.input(screen.getByTestId(testId.firstRunKey), { target: { value: "a-key" } });
    await fireEvent.click(screen.getByTestId(testId.firstRunTest));
    const button = await screen.findByTestId(testId.firstRunConnect);
    expect(button.classList.contains("primary")).toBe(true);
    await fireEvent.click(button);
    const note = within(await screen.findByTestId(testId.problemNote));
    expect(button.classList.contains("primary")).toBe(false);

    await fireEvent.click(note.getByText("Try again"));
    await waitFor(() => expect(connectGen).toHaveBeenCalledTimes(2));
    expect(testKey).toHaveBeenCalledOnce();
    await fireEvent.click(
      within(await screen.findByTestId(testId.problemNote)).getByTestId(testId.firstRunThisRunOnly),
    );
    await waitFor(() =>
      expect(connectGen).toHaveBeenLastCalledWith(expect.objectContaining({ this_run_only: true })),
    );
  });
});
