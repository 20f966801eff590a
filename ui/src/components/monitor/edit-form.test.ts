import { describe, expect, it, vi } from "vitest";
import type { MonitorDetail } from "$lib/bindings/MonitorDetail";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { FormApi } from "$ui/new-monitor/draft-form.svelte";
import { card as cardOf } from "../../../tests/cards";
import { EditForm } from "./edit-form.svelte";
import { draftOf } from "./draft-of";

const POST = 15_000;
const known = (count: number) => ({
  lines: [{ kind: "posts" as const, count, unit: POST, amount: count * POST }],
  at_most: { kind: "known" as const, amount: count * POST },
});
const card = cardOf(5, { kind: "hashtag", value: "#glassskin" });
const detail = { card, estimate: known(20) } as MonitorDetail;

function backend() {
  return {
    preview: vi.fn((_workspace: number, draft: MonitorDraft) => {
      const posts = (draft.max_results ?? 0) * POST;
      const estimate = draft.comment_monitoring
        ? { lines: known(20).lines, at_most: { kind: "open_ended" as const, posts } }
        : known(draft.max_results ?? 0);
      const fields = posts === 0 ? [{ field: "max_results" as const, reason: "out_of_range" as const }] : [];
      const price = {
        estimate,
        prices: { post: POST, comment: 2000, comments_per_post: null },
        charged_by: null,
        credits: null,
        month: null,
        budget: null,
      };
      return Promise.resolve({ fields, price, duplicates: [], availability: "served" as const });
    }),
    newIntent: vi.fn(),
    createMonitor: vi.fn(),
    updateMonitor: vi.fn(() => Promise.resolve(detail)),
  };
}
const opened = (ipc = backend()) => ({ ipc, form: new EditForm(detail, ipc as unknown as FormApi) });

describe("a change of a monitor", () => {
  it("is nothing while nothing differs, and is not sent", async () => {
    const { form, ipc } = opened();
    expect(form.dirty).toBe(false);
    expect(await form.save(false, vi.fn())).toBe("same");
    form.set("count", 30);
    form.set("count", 20);
    expect(form.dirty).toBe(false);
    expect(ipc.updateMonitor).not.toHaveBeenCalled();
  });

  it("starts from what was asked for last, so that saving another field takes nothing of that back", async () => {
    const ipc = backend();
    const asked_for = { ...draftOf(card), max_results: 40, country: null };
    const form = new EditForm({ ...detail, asked_for }, ipc as unknown as FormApi);
    expect(form.dirty).toBe(false);
    form.set("days", 7);
    await form.save(true, vi.fn());
    expect(ipc.updateMonitor).toHaveBeenCalledWith(
      5,
      expect.objectContaining({ days: 7, max_results: 40, country: "" }),
    );
  });

  it("asks for its price as a change of this monitor, so that it is no duplicate of itself", async () => {
    const { form, ipc } = opened();
    await form.ask();
    expect(ipc.preview).toHaveBeenLastCalledWith(1, form.draft, 5, null);
  });

  it("that costs no more is saved at once", async () => {
    const { form, ipc } = opened();
    const done = vi.fn();
    form.set("count", 10);
    expect(await form.save(false, done)).toBe("saved");
    expect(ipc.updateMonitor).toHaveBeenCalledWith(5, form.draft);
    expect(done).toHaveBeenCalledWith(detail);
  });

  it("that costs more wants a second yes", async () => {
    const { form, ipc } = opened();
    form.set("count", 50);
    expect(await form.save(false, vi.fn())).toBe("confirm");
    expect(ipc.updateMonitor).not.toHaveBeenCalled();
    expect(await form.save(true, vi.fn())).toBe("saved");
  });

  it("to comments costs more, whatever the number of posts", async () => {
    const { form } = opened();
    form.set("count", 1);
    form.set("comments", true);
    expect(await form.save(false, vi.fn())).toBe("confirm");
  });

  it("with a wrong field says so and is not sent", async () => {
    const { form, ipc } = opened();
    form.set("count", null);
    expect(await form.save(true, vi.fn())).toBe("fields");
    expect(form.problemOf("max_results")?.reason).toBe("out_of_range");
    expect(ipc.updateMonitor).not.toHaveBeenCalled();
  });

  it("that is refused keeps what was entered", async () => {
    const { form, ipc } = opened();
    ipc.updateMonitor.mockRejectedValueOnce({ code: "job_status_invalid", message: "already completed" });
    form.set("count", 10);
    expect(await form.save(false, vi.fn())).toBe("refused");
    expect(form.problem?.code).toBe("job_status_invalid");
    expect(form.count).toBe(10);
  });

  it("is sent once, however often Save is pressed", async () => {
    const { form, ipc } = opened();
    form.set("count", 10);
    await Promise.all([form.save(false, vi.fn()), form.save(false, vi.fn())]);
    expect(ipc.updateMonitor).toHaveBeenCalledTimes(1);
  });
});
