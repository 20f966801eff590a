import type { ImportId } from "$lib/bindings/ImportId";
import type { ImportView } from "$lib/bindings/ImportView";
import { api, on } from "$lib/ipc";

/** Rows that came to an end, however they did; those that were left out never were under way. */
export const done = (view: ImportView): number => view.started + view.refused + view.unknown;
/** Rows that are or were to be sent. */
export const total = (view: ImportView): number => done(view) + view.waiting;

/** Lists that were started, as the host tells of them. */
export class Imports {
  #all: readonly ImportView[] = $state.raw([]);

  /** The newest one that is not at its end: being sent, or waiting for the person. */
  readonly open: ImportView | undefined = $derived(
    this.#all.find((view) => view.state === "running" || (view.state === "stopped" && view.waiting > 0)),
  );

  get(id: ImportId): ImportView | undefined {
    return this.#all.find((view) => view.id === id);
  }

  put(view: ImportView): void {
    const known = this.get(view.id) !== undefined;
    this.#all = known ? this.#all.map((one) => (one.id === view.id ? view : one)) : [view, ...this.#all];
  }

  drop(id: ImportId): void {
    this.#all = this.#all.filter((view) => view.id !== id);
  }

  /** Asks for what there is, and listens until the returned function is called. */
  listen(): () => void {
    const stop = on("import-changed", (view) => this.put(view));
    // Without them nothing is lost: a list that goes on tells of itself.
    api.imports().then(
      // What was told meanwhile is newer than the answer.
      (all) => all.toReversed().forEach((view) => this.get(view.id) ?? this.put(view)),
      () => undefined,
    );
    return stop;
  }
}

export const imports = new Imports();
