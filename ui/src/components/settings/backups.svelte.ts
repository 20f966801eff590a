import type { CopiesView } from "$lib/bindings/CopiesView";
import type { CopyPreview } from "$lib/bindings/CopyPreview";
import type { Problem } from "$lib/bindings/Problem";
import { api, asProblem } from "$lib/ipc";

type Busy = "save" | "choose" | "restore" | "unstage" | null;

/** The back-ups, a copy to keep, and the copy that may be restored. */
export class Backups {
  view: CopiesView | null = $state.raw(null);
  /** The copy that was looked into; the host remembers which file it is. */
  preview: CopyPreview | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  busy: Busy = $state(null);

  async load(): Promise<void> {
    await this.#do(null, async () => {
      this.view = await api.copies();
    });
  }

  /** The name of the file that was written; none where the dialog was closed. */
  async save(): Promise<string | null> {
    return (await this.#do("save", () => api.saveCopy())) ?? null;
  }

  async choose(): Promise<void> {
    await this.#do("choose", async () => {
      this.preview = await api.chooseCopy();
    });
  }

  async look(name: string): Promise<void> {
    await this.#do("choose", async () => {
      this.preview = await api.lookIntoCopy(name);
    });
  }

  async restore(): Promise<void> {
    await this.#do("restore", async () => {
      this.view = await api.restoreCopy();
    });
    this.preview = null;
  }

  async unstage(): Promise<boolean> {
    const done = await this.#do("unstage", async () => {
      this.view = await api.unstageCopy();
      return true;
    });
    return done ?? false;
  }

  async #do<T>(busy: Busy, work: () => Promise<T>): Promise<T | undefined> {
    this.busy = busy;
    this.problem = null;
    try {
      return await work();
    } catch (refusal) {
      this.problem = asProblem(refusal);
      return undefined;
    } finally {
      this.busy = null;
    }
  }
}
