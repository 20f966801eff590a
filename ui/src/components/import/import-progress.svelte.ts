import { imports } from "$app/imports.svelte";
import type { ImportId } from "$lib/bindings/ImportId";
import type { ImportRowView } from "$lib/bindings/ImportRowView";
import type { ImportView } from "$lib/bindings/ImportView";
import type { Problem } from "$lib/bindings/Problem";
import { api, asProblem } from "$lib/ipc";

/** Rows of the rest that are shown; the file has all. */
export const LEFT_SHOWN = 200;

/** A started list: how far it is, what is left of it, and what can be done about it. */
export class ImportProgress {
  left: readonly ImportRowView[] = $state.raw([]);
  problem: Problem | null = $state.raw(null);
  busy = $state(false);
  /** Rows that were written to a file last. */
  exported: number | null = $state(null);

  readonly view: ImportView | undefined = $derived.by(() => imports.get(this.id));

  constructor(private readonly id: ImportId) {}

  /** Asks for the rows that did not become monitors. */
  async load(): Promise<void> {
    try {
      this.left = await api.importLeftovers(this.id, LEFT_SHOWN);
    } catch (refusal) {
      this.problem = asProblem(refusal);
    }
  }

  stop = (): Promise<void> => this.#do(() => api.stopImport(this.id));
  goOn = (): Promise<void> => this.#do(() => api.continueImport(this.id));
  retry = (): Promise<void> => this.#do(() => api.retryImport(this.id));

  async export(): Promise<void> {
    await this.#try(async () => (this.exported = await api.exportImport(this.id)));
  }

  /** Forgets the list; its monitors stay. */
  async forget(): Promise<boolean> {
    await this.#try(async () => {
      await api.removeImport(this.id);
      imports.drop(this.id);
    });
    return this.problem === null;
  }

  async #do(ask: () => Promise<ImportView>): Promise<void> {
    await this.#try(async () => imports.put(await ask()));
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      await work();
    } catch (refusal) {
      this.problem = asProblem(refusal);
    } finally {
      this.busy = false;
    }
  }
}
