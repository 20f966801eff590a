import { mockIPC } from "@tauri-apps/api/mocks";
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "$app/session.svelte";
import type { Availability } from "$lib/bindings/Availability";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { testId } from "$lib/test-ids";
import NewMonitor from "$ui/views/NewMonitor.svelte";

const POST = 15_000;
const workspace: WorkspaceView = {
  id: 1,
  name: "Alder Skincare",
  service: "gen",
  agent_id: "3184",
  base_url: null,
  colour: 1,
  monitors: 0,
  attention: 0,
  key: null,
  connection: { kind: "not_asked" },
  checks_per_30_days: 30,
  markup_thousandths: null,
  budget: null,
  alerts: null,
};

/** The host's part: a price for every draft, and whatever a start is to come to. */
function host(start: () => unknown, availability: Availability = "served") {
  const create = vi.fn(start);
  mockIPC((command, args) => {
    const draft = (args as { draft?: MonitorDraft } | undefined)?.draft;
    if (command === "preview" && draft) return { ...previewOf(draft), availability };
    if (command === "countries") return [{ code: "de", name: "Germany" }];
    if (command === "new_intent") return "intent";
    return command === "create_monitor" ? create() : null;
  });
  return create;
}

function previewOf(draft: MonitorDraft) {
  const amount = (draft.max_results ?? 0) * POST;
  return {
    fields: draft.value === null ? [{ field: "value", reason: "missing" }] : [],
    price: {
      estimate: {
        lines: [{ kind: "posts", count: draft.max_results, unit: POST, amount }],
        at_most: { kind: "known", amount },
      },
      prices: { post: POST, comment: 2000, comments_per_post: null },
      charged_by: null,
      credits: { low: 86, high: 259 },
      month: null,
      budget: null,
    },
    duplicates: [],
    availability: "served",
  };
}

const button = () => screen.getByTestId(testId.startMonitor);
const field = () => screen.getByTestId<HTMLInputElement>(testId.smartField);
const started = { id: 9, state: "waiting", problem: null };

async function opened(start: () => unknown, text = "https://www.instagram.com/oliveandoat/") {
  const create = host(start);
  const onstarted = vi.fn();
  render(NewMonitor, { workspaceId: 1, onclose: vi.fn(), onstarted });
  if (text !== "") await fireEvent.input(field(), { target: { value: text } });
  await waitFor(() => expect(button().textContent).toContain("up to $0.75 per check"));
  return { create, onstarted };
}

beforeEach(() => session.put(workspace));

describe("New monitor", () => {
  it("names the verb and the amount on the button, and the same amount in the panel", async () => {
    await opened(() => started);
    expect(button().textContent?.trim()).toBe("Start monitor · up to $0.75 per check");
    expect(screen.getByTestId(testId.priceAtMost).textContent).toBe("$0.75");
    await fireEvent.click(screen.getByTestId(testId.often("once")));
    await waitFor(() => expect(button().textContent?.trim()).toBe("Start monitor · up to $0.75"));
  });

  it("speaks of no invoice in practice, where nothing is charged", async () => {
    session.put({ ...workspace, service: "practice" });
    await opened(() => started);
    expect(screen.queryByTestId(testId.enterMarkup)).toBeNull();
  });

  it("never pays for Enter alone, neither in the field nor on the button", async () => {
    const { create } = await opened(() => started);
    for (const place of [field(), button()]) {
      const went = await fireEvent.keyDown(place, { key: "Enter" });
      // What is not prevented would become a click or a sent form.
      expect(went).toBe(false);
    }
    expect(create).not.toHaveBeenCalled();
  });

  it("starts for Ctrl and Enter, once while the key is held", async () => {
    const { create, onstarted } = await opened(() => started);
    await fireEvent.keyDown(field(), { key: "Enter", ctrlKey: true });
    await fireEvent.keyDown(field(), { key: "Enter", ctrlKey: true, repeat: true });
    await waitFor(() => expect(onstarted).toHaveBeenCalledWith(started));
    expect(create).toHaveBeenCalledTimes(1);
  });

  it("does not start for Ctrl and Enter in a dialog above the form", async () => {
    const { create } = await opened(() => started);
    await fireEvent.click(screen.getByTestId(testId.enterMarkup));
    const dialog = await screen.findByRole("dialog");
    const input = dialog.querySelector("input");
    expect(input).not.toBeNull();
    await fireEvent.keyDown(input as HTMLInputElement, { key: "Enter", ctrlKey: true });
    expect(create).not.toHaveBeenCalled();
  });

  it("is safe against a double click", async () => {
    const { create, onstarted } = await opened(() => started);
    await Promise.all([fireEvent.click(button()), fireEvent.click(button())]);
    await waitFor(() => expect(onstarted).toHaveBeenCalledTimes(1));
    expect(create).toHaveBeenCalledTimes(1);
  });

  it("shows what is missing at the start, with focus in the first field", async () => {
    const { create } = await opened(() => started, "");
    expect(screen.queryByTestId(testId.errorSummary)).toBeNull();
    await fireEvent.click(button());
    await waitFor(() => screen.getByTestId(testId.errorSummary));
    expect(document.activeElement).toBe(field());
    expect(create).not.toHaveBeenCalled();
  });

  it("looks off while something is missing, and live as soon as nothing is", async () => {
    await opened(() => started, "");
    expect(button().getAttribute("aria-disabled")).toBe("true");
    await fireEvent.input(field(), { target: { value: "tiktok #glassskin" } });
    await waitFor(() => expect(button().getAttribute("aria-disabled")).toBeNull());
  });

  it("names no price, and starts nothing, where a source is missing", async () => {
    const create = host(() => started, "needs_own_source");
    session.put({ ...workspace, service: "computer" });
    render(NewMonitor, { workspaceId: 1, onclose: vi.fn(), onstarted: vi.fn() });
    await fireEvent.input(field(), { target: { value: "tiktok #glassskin" } });
    await screen.findByText("Not known yet");
    expect(screen.queryByTestId(testId.priceAtMost)).toBeNull();
    expect(screen.queryByText("Collecting this on this computer is free.")).toBeNull();
    expect(button().textContent?.trim()).toBe("Start monitor");
    expect(button().getAttribute("aria-disabled")).toBe("true");
    await fireEvent.click(button());
    expect(create).not.toHaveBeenCalled();
  });

  it("keeps the draft and says that nothing was charged where the service refused", async () => {
    const problem = { code: "no_active_credit_purchase", message: "No active credit purchase" };
    const { onstarted } = await opened(() => ({ id: 4, state: "not_started", problem }));
    await fireEvent.click(button());
    const note = await screen.findByTestId(testId.problemNote);
    expect(note.textContent).toContain("Nothing was charged");
    expect(note.textContent).toContain("No active credit purchase");
    expect(field().value).toBe("https://www.instagram.com/oliveandoat/");
    expect(onstarted).not.toHaveBeenCalled();
  });

  it("does not send a start twice whose outcome is unknown", async () => {
    const { create } = await opened(() => ({ id: 4, state: "not_known", per_check: 750_000, problem: null }));
    await fireEvent.click(button());
    const note = await screen.findByTestId(testId.outcomeUnknown);
    expect(note.textContent).toContain("$0.75");
    await fireEvent.click(button());
    await fireEvent.keyDown(field(), { key: "Enter", ctrlKey: true });
    expect(create).toHaveBeenCalledTimes(1);
  });

  it("crosses out the pair that does not exist, and offers the way out", async () => {
    await opened(() => started, "instagram: ai tools");
    expect(screen.getByTestId(testId.type("keyword")).getAttribute("aria-disabled")).toBe("true");
    expect(screen.getByTestId(testId.field("value")).textContent).not.toContain("keyword search");
    expect(screen.getByTestId(testId.field("type")).textContent).toContain("no keyword search");
    await fireEvent.click(screen.getByTestId(testId.pairWayOut));
    expect(field().value).toBe("#aitools");
    expect(screen.getByTestId(testId.type("hashtag")).getAttribute("aria-checked")).toBe("true");
  });

  it("asks how often on this computer only, and not for a single check", async () => {
    await opened(() => started);
    expect(screen.queryByTestId(testId.formMore)).toBeNull();
    session.put({ ...workspace, service: "computer" });
    await waitFor(() => screen.getByTestId(testId.cadenceEvery));
    await fireEvent.click(screen.getByTestId(testId.often("once")));
    await waitFor(() => expect(screen.queryByTestId(testId.formMore)).toBeNull());
  });
});
