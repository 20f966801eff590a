import type { ActivityEntry } from "$lib/bindings/ActivityEntry";
import type { Problem } from "$lib/bindings/Problem";
import { session } from "$app/session.svelte";
import { api, asProblem, on } from "$lib/ipc";

const PAGE = 60;

/** What happened, newest first, as far as it was asked for. */
export class ActivityLog {
  entries: readonly ActivityEntry[] = $state.raw([]);
  more = $state(false);
  loading = $state(true);
  problem: Problem | null = $state.raw(null);

  /** Loads the newest and takes in what comes, until the returned function is called. */
  listen(): () => void {
    void this.load();
    return on("activity-added", (entry) => {
      if (!this.entries.some((known) => known.id === entry.id)) this.entries = [entry, ...this.entries];
    });
  }

  async load(): Promise<void> {
    await this.#page(null);
  }

  async older(): Promise<void> {
    await this.#page(this.entries.at(-1)?.id ?? null);
  }

  /** Says to the host that everything shown was seen. */
  async read(): Promise<void> {
    const newest = this.entries[0];
    if (!newest || !this.entries.some((entry) => !entry.read)) return;
    try {
      session.unread = await api.markActivityRead(newest.id);
      this.entries = this.entries.map((entry) => ({ ...entry, read: true }));
    } catch (refusal) {
      this.problem = asProblem(refusal);
    }
  }

  async #page(before: number | null): Promise<void> {
    this.loading = true;
    this.problem = null;
    try {
      const page = await api.activity(null, before, PAGE);
      this.entries = before === null ? page.entries : [...this.entries, ...page.entries];
      this.more = page.more;
      session.unread = page.unread;
    } catch (refusal) {
      this.problem = asProblem(refusal);
    } finally {
      this.loading = false;
    }
  }
}
