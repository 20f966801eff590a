import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { Preview } from "$lib/bindings/Preview";
import { cadenceOf } from "$ui/monitor/cadence-words";
import { ASK_AFTER, type FormApi } from "./draft-form.svelte";
import { NewMonitorForm } from "./new-monitor-form.svelte";

const POST = 15_000;

/** A preview as Rust gives it for a draft. The pair and the count are judged, nothing else. */
function previewOf(draft: MonitorDraft): Preview {
  const count = draft.max_results ?? 50;
  const fields: Preview["fields"] = [];
  if (draft.platform === null) fields.push({ field: "platform", reason: "missing" });
  if (draft.value === null) fields.push({ field: "value", reason: "missing" });
  if (draft.platform === "instagram" && draft.type === "keyword")
    fields.push({ field: "type", reason: "unsupported_pair" });
  if (count < 1 || count > 50) fields.push({ field: "max_results", reason: "out_of_range" });
  const amount = count * POST;
  const estimate = {
    lines: [{ kind: "posts" as const, count, unit: POST, amount }],
    at_most: { kind: "known" as const, amount },
  };
  const price = {
    estimate,
    prices: { post: POST, comment: 2_000, comments_per_post: null },
    charged_by: null,
    credits: null,
    month: null,
    budget: null,
    alerts: null,
  };
  return { fields, price: count > 0 ? price : null, duplicates: [], availability: "served" };
}

const card = (state: MonitorCard["state"], more: Partial<MonitorCard> = {}) =>
  ({ id: 7, state, problem: null, ...more }) as MonitorCard;

function backend() {
  let intents = 0;
  return {
    preview: vi.fn((_workspace: number, draft: MonitorDraft) => Promise.resolve(previewOf(draft))),
    newIntent: vi.fn(() => Promise.resolve(`intent-${++intents}`)),
    createMonitor: vi.fn(() => Promise.resolve(card("waiting"))),
    updateMonitor: vi.fn(),
  };
}

let ipc: ReturnType<typeof backend>;
beforeEach(() => {
  vi.useFakeTimers();
  ipc = backend();
});
afterEach(() => void vi.useRealTimers());

const opened = (more: ConstructorParameters<typeof NewMonitorForm>[1] = {}) =>
  new NewMonitorForm(3, { ipc: ipc as unknown as FormApi, ...more });
const settle = () => vi.advanceTimersByTimeAsync(ASK_AFTER + 20);
const ready = async (more: Parameters<typeof opened>[0] = {}) => {
  const form = opened(more);
  form.write("https://www.instagram.com/oliveandoat/");
  await settle();
  return form;
};

describe("the smart field", () => {
  it("fills platform, type and value from a link", async () => {
    const form = await ready();
    expect(form.draft).toMatchObject({ platform: "instagram", type: "username", value: "@oliveandoat" });
  });

  it("lets a later click choose another platform for the same name", async () => {
    const form = await ready();
    form.pickPlatform("tiktok");
    expect(form.draft).toMatchObject({ platform: "tiktok", type: "username", value: "@oliveandoat" });
  });

  it("lets a later link win over an earlier click", async () => {
    const form = opened();
    form.pickPlatform("tiktok");
    form.write("youtube.com/@MrBeast");
    expect(form.draft).toMatchObject({ platform: "youtube", value: "@MrBeast" });
  });

  it("keeps an earlier click where the text names no platform", () => {
    const form = opened();
    form.pickPlatform("tiktok");
    form.write("#skincare");
    expect(form.draft).toMatchObject({ platform: "tiktok", type: "hashtag", value: "#skincare" });
  });

  it("turns words into the kind that is chosen", () => {
    const form = opened();
    form.write("glass skin");
    form.pickKind("hashtag");
    expect(form.draft).toMatchObject({ type: "hashtag", value: "#glassskin" });
    form.pickKind("username");
    expect(form.value).toBe("@glassskin");
    form.pickKind("keyword");
    expect(form.value).toBe("glass skin");
  });

  it("turns a tag into a keyword without its sign", () => {
    const form = opened();
    form.write("#skincare");
    form.pickKind("keyword");
    expect(form.value).toBe("skincare");
  });

  it("takes the hashtag instead of a keyword that Instagram does not have", async () => {
    const form = opened();
    form.pickPlatform("instagram");
    form.write("ai tools");
    await settle();
    form.leave("value", "type");
    expect(form.problemOf("type")?.reason).toBe("unsupported_pair");
    form.take("hashtag", "#aitools");
    await settle();
    expect(form.draft).toMatchObject({ platform: "instagram", type: "hashtag", value: "#aitools" });
    expect(form.told).toEqual([]);
  });

  it("has no value for a video that names no account", () => {
    const form = opened();
    form.write("https://youtu.be/dQw4w9WgXcQ");
    expect(form.draft.value).toBeNull();
    expect(form.platform).toBe("youtube");
  });
});

describe("the price", () => {
  it("is asked for once after several quick changes", async () => {
    const form = opened();
    await settle();
    ipc.preview.mockClear();
    for (const count of [10, 20, 30]) form.set("count", count);
    await settle();
    expect(ipc.preview).toHaveBeenCalledTimes(1);
    expect(form.preview?.price?.estimate.at_most).toEqual({ kind: "known", amount: 30 * POST });
  });

  it("is the latest question's, whatever answer comes last", async () => {
    const form = await ready();
    const answers: Array<() => void> = [];
    ipc.preview.mockImplementation(
      (_workspace, draft) => new Promise((done) => answers.push(() => done(previewOf(draft)))),
    );
    form.set("count", 10);
    const first = form.ask();
    form.set("count", 20);
    const second = form.ask();
    answers[1]?.();
    answers[0]?.();
    await Promise.all([first, second]);
    expect(form.preview?.price?.estimate.at_most).toEqual({ kind: "known", amount: 20 * POST });
  });

  it("is asked for by the chosen cadence, and by none for a single check", async () => {
    const form = await ready();
    const cadence = cadenceOf(6);
    form.setCadence(cadence);
    await settle();
    expect(ipc.preview).toHaveBeenLastCalledWith(3, form.draft, null, cadence);
    form.set("monitoring", false);
    await settle();
    expect(ipc.preview).toHaveBeenLastCalledWith(3, form.draft, null, null);
  });

  it("never takes a default for a number that nobody gave", async () => {
    const form = await ready();
    form.set("count", null);
    await settle();
    expect(form.draft.max_results).toBe(0);
    form.leave("max_results");
    expect(form.problemOf("max_results")?.reason).toBe("out_of_range");
  });
});

describe("a form that does not scold", () => {
  it("says nothing of an empty field before somebody tries to start", async () => {
    const form = opened();
    await settle();
    form.leave("value", "platform");
    expect(form.told).toEqual([]);
    expect(await form.start()).toBe("fields");
    expect(form.told.map((one) => one.field)).toEqual(["value"]);
    expect(ipc.createMonitor).not.toHaveBeenCalled();
  });

  it("says what is wrong after the field was left, and stops as soon as it is right", async () => {
    const form = await ready();
    form.set("count", 70);
    await settle();
    expect(form.problemOf("max_results")).toBeNull();
    form.leave("max_results");
    expect(form.problemOf("max_results")?.reason).toBe("out_of_range");
    form.set("count", 50);
    await settle();
    expect(form.problemOf("max_results")).toBeNull();
  });
});

describe("a start", () => {
  it("is sent once, however often the button is pressed", async () => {
    const onstarted = vi.fn();
    const form = await ready({ onstarted });
    const presses = await Promise.all([form.start(), form.start(), form.start()]);
    expect(presses).toEqual(["started", "busy", "busy"]);
    expect(ipc.createMonitor).toHaveBeenCalledTimes(1);
    expect(ipc.createMonitor).toHaveBeenCalledWith(3, form.draft, "intent-1", [], null);
    expect(onstarted).toHaveBeenCalledTimes(1);
  });

  it("never costs more than the button said when it was pressed", async () => {
    const form = await ready();
    form.set("count", 10);
    await settle();
    form.set("count", 50); // The button still says the price of 10.
    expect(await form.start()).toBe("price_moved");
    expect(ipc.createMonitor).not.toHaveBeenCalled();
    expect(form.priceMoved).toBe(true);
    expect(await form.start()).toBe("started");
  });

  it("that the service refused keeps the draft, and the next one names it with a new intent", async () => {
    const form = await ready();
    const problem = { code: "no_active_credit_purchase" as const, message: "No active credit purchase" };
    ipc.createMonitor.mockResolvedValueOnce(card("not_started", { id: 41, problem }));
    const before = JSON.stringify(form.draft);
    expect(await form.start()).toBe("refused");
    expect(form.outcome).toEqual({ kind: "refused", problem });
    expect(JSON.stringify(form.draft)).toBe(before);
    expect(await form.start()).toBe("started");
    expect(ipc.createMonitor).toHaveBeenLastCalledWith(3, form.draft, "intent-2", [], 41);
  });

  it("whose outcome is unknown is not sent again for the same draft, but may be for another", async () => {
    const form = await ready();
    ipc.createMonitor.mockResolvedValueOnce(card("not_known", { id: 9 }));
    expect(await form.start()).toBe("unknown");
    expect(form.blocked).toBe(true);
    expect(await form.start()).toBe("busy");
    expect(ipc.createMonitor).toHaveBeenCalledTimes(1);
    form.write("@somebodyelse");
    form.pickPlatform("tiktok");
    await settle();
    expect(form.blocked).toBe(false);
    expect(await form.start()).toBe("started");
  });

  it("whose outcome is unknown shows what its held amount leaves of the budget", async () => {
    const form = await ready();
    const counted = (amount: number) => {
      const rest = { limit: 120_000_000, adds: 0, checks: 1, fits: true, smallest_fit: null };
      const budget = { ...rest, counted: amount };
      ipc.preview.mockImplementation((_workspace, draft) => {
        const preview = previewOf(draft);
        return Promise.resolve({ ...preview, price: preview.price && { ...preview.price, budget } });
      });
    };
    counted(73_500_000);
    ipc.createMonitor.mockImplementationOnce(() => {
      counted(74_250_000);
      return Promise.resolve(card("not_known", { id: 9 }));
    });
    expect(await form.start()).toBe("unknown");
    await settle();
    expect(form.price?.budget?.counted).toBe(74_250_000);
    expect(form.blocked).toBe(true);
  });

  it("refused by its budget says how many would fit", async () => {
    const form = await ready();
    const problem = { code: "over_budget" as const, message: "", fits: { posts: 12, left: 190_000 } };
    ipc.createMonitor.mockRejectedValueOnce(problem);
    expect(await form.start()).toBe("refused");
    expect(form.outcome).toEqual({ kind: "refused", problem });
    form.set("count", 12);
    expect(form.outcome).toEqual({ kind: "none" });
  });

  it("refused for its fields marks them", async () => {
    const form = await ready();
    ipc.createMonitor.mockRejectedValueOnce({
      code: "validation_error",
      message: "value is invalid",
      fields: [{ field: "value", reason: "has_blank" }],
    });
    expect(await form.start()).toBe("fields");
    expect(form.problemOf("value")?.reason).toBe("has_blank");
  });

  it("does not begin where nothing here can collect it", async () => {
    const form = await ready();
    ipc.preview.mockImplementation((_workspace, draft) =>
      Promise.resolve({ ...previewOf(draft), availability: "needs_own_source" as const }),
    );
    expect(await form.start()).toBe("not_served");
    expect(ipc.createMonitor).not.toHaveBeenCalled();
  });

  it("shows a price first where the source came after the form was opened", async () => {
    ipc.preview.mockImplementationOnce((_workspace, draft) =>
      Promise.resolve({ ...previewOf(draft), availability: "needs_own_source" as const }),
    );
    const form = opened({ draft: { platform: "tiktok", type: "username", value: "@khaby.lame" } });
    await settle();
    expect(form.price).toBeNull();
    expect(await form.start()).toBe("price_moved");
    expect(ipc.createMonitor).not.toHaveBeenCalled();
  });

  it("asks for a new intent where the first could not be had", async () => {
    ipc.newIntent.mockRejectedValueOnce({ code: "disk_full", message: "" });
    const form = await ready();
    expect(await form.start()).toBe("started");
    expect(ipc.createMonitor).toHaveBeenCalledTimes(1);
  });

  it("carries the tags and the monitor it runs again", async () => {
    const form = await ready({ retryOf: 12, tags: ["competitor"] });
    await form.start();
    expect(ipc.createMonitor).toHaveBeenCalledWith(3, form.draft, "intent-1", ["competitor"], 12);
  });
});
