import type { Ceiling } from "$lib/bindings/Ceiling";
import type { MonitorDetail } from "$lib/bindings/MonitorDetail";
import type { Problem } from "$lib/bindings/Problem";
import { api, asProblem } from "$lib/ipc";
import { DraftForm, type FormApi } from "$ui/new-monitor/draft-form.svelte";
import { changedFrom } from "./draft-of";

/** What a press of Save came to. */
export type Saved = "busy" | "same" | "fields" | "confirm" | "refused" | "saved";

/** A monitor being changed in place. */
export class EditForm extends DraftForm {
  busy = $state(false);
  problem: Problem | null = $state.raw(null);

  constructor(
    private readonly before: MonitorDetail,
    ipc: FormApi = api,
  ) {
    super(before.card.workspace_id, ipc, before.card.id);
    this.fill(changedFrom(before));
    void this.ask();
  }

  /** Whether anything differs from what is there, or was asked for last. */
  get dirty(): boolean {
    return JSON.stringify(this.draft) !== JSON.stringify(changedFrom(this.before));
  }
  /** Whether a check can cost more than now: that wants a second yes. */
  get costsMore(): boolean {
    const next = this.preview?.price?.estimate.at_most;
    return next !== undefined && isMore(next, this.before.estimate.at_most);
  }

  protected override changed(): void {
    super.changed();
    this.problem = null;
  }

  /** Saves the change; one that costs more only with `confirmed`. */
  async save(confirmed: boolean, ondone: (detail: MonitorDetail) => void): Promise<Saved> {
    if (this.busy) return "busy";
    if (!this.dirty) return "same";
    this.busy = true;
    try {
      return await this.#save(confirmed, ondone);
    } finally {
      this.busy = false;
    }
  }

  async #save(confirmed: boolean, ondone: (detail: MonitorDetail) => void): Promise<Saved> {
    const preview = await this.ask();
    if (preview === null) return this.#refused(this.previewProblem ?? { code: "internal", message: "" });
    if (preview.fields.length > 0) {
      this.tried = true;
      return "fields";
    }
    if (this.costsMore && !confirmed) return "confirm";
    try {
      ondone(await this.ipc.updateMonitor(this.before.card.id, $state.snapshot(this.draft)));
      return "saved";
    } catch (refusal) {
      return this.#refused(asProblem(refusal));
    }
  }

  #refused(problem: Problem): Saved {
    this.problem = problem;
    if (problem.fields !== undefined && problem.fields.length > 0 && this.preview !== null) {
      this.preview = { ...this.preview, fields: problem.fields };
      this.tried = true;
      return "fields";
    }
    return "refused";
  }
}

function isMore(next: Ceiling, now: Ceiling): boolean {
  if (next.kind === "open_ended") return now.kind === "known" || next.posts > now.posts;
  return next.amount > (now.kind === "known" ? now.amount : now.posts);
}
