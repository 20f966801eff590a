import { render, screen } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { workspaces } from "../../../dev/fake-data";
import { testId } from "$lib/test-ids";
import WorkspaceForm from "./WorkspaceForm.svelte";

const [workspace] = workspaces;
if (!workspace) throw new Error("no sample");
const show = (first?: "name" | "budget") =>
  render(WorkspaceForm, { open: true, workspace, ...(first && { first }) });
const begun = (field: HTMLElement) => vi.waitFor(() => expect(document.activeElement).toBe(field));

describe("the form of a workspace", () => {
  it("begins with the name", async () => {
    show();
    await begun(screen.getByLabelText("Name"));
  });

  it("begins with the budget for whoever came to change it, and brings it into sight", async () => {
    const into = vi.spyOn(Element.prototype, "scrollIntoView");
    show("budget");
    const budget = screen.getByTestId(testId.settingsWorkspaceBudget);
    await begun(budget);
    expect(into.mock.contexts).toContain(budget);
  });

  it("names GEN's address where none is set, without filling it in", () => {
    show();
    const address = screen.getByTestId<HTMLInputElement>(testId.settingsWorkspaceAddress);
    expect(address.value).toBe("");
    expect(address.placeholder).toBe("https://api.gen.pro");
  });
});
