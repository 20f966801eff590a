import type { Platform } from "$lib/bindings/Platform";
import type { PostFileField } from "$lib/bindings/PostFileField";
import type { PostFileLook } from "$lib/bindings/PostFileLook";
import type { PostFileProgress } from "$lib/bindings/PostFileProgress";
import type { PostFileReport } from "$lib/bindings/PostFileReport";
import type { Problem } from "$lib/bindings/Problem";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";
import { api, asProblem, on, type PostFileEnded } from "$lib/ipc";

/** Bringing a file in, from choosing it to its report. */
export class Bring {
  look: PostFileLook | null = $state.raw(null);
  mapping: Readonly<Record<string, number>> = $state.raw({});
  platform: Platform | null = $state(null);
  progress: PostFileProgress | null = $state.raw(null);
  report: PostFileReport | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  running = $state(false);
  stopping = $state(false);
  readonly #done: () => void;

  /** Whether the columns say where each post is and when it was posted. */
  readonly enough = $derived.by(() => {
    if (this.look?.form !== "table") return true;
    const has = (field: PostFileField) => this.mapping[field] !== undefined;
    const placed = has("url") || (has("id") && (this.platform !== null || has("platform")));
    return placed && has("published");
  });
  readonly open = $derived(this.look !== null);

  constructor(done: () => void) {
    this.#done = done;
  }

  /** Lets the person choose a file. */
  async choose(): Promise<void> {
    try {
      const look = await api.choosePostFile();
      if (look) this.#begin(look);
    } catch (refusal) {
      this.problem = asProblem(refusal);
    }
  }

  /** Says what a column holds; none means nothing that is kept. A field stands in one column. */
  map(column: number, field: PostFileField | null): void {
    const others = Object.entries(this.mapping).filter(([, at]) => at !== column);
    const rest = Object.fromEntries(others.filter(([name]) => name !== field));
    this.mapping = field === null ? rest : { ...rest, [field]: column };
  }

  async start(workspace: WorkspaceId): Promise<void> {
    if (!this.look) return;
    this.running = true;
    this.problem = null;
    try {
      await api.bringPosts(workspace, this.look.form, this.mapping, this.platform);
    } catch (refusal) {
      this.#failed(asProblem(refusal));
    }
  }

  stop(): void {
    this.stopping = true;
    void api.cancelPostFile();
  }

  close(): void {
    if (this.running) return;
    this.look = null;
    this.report = null;
    this.progress = null;
    this.problem = null;
  }

  /** Listens to the host until the returned function is called. */
  listen(): () => void {
    const stops = [
      on("post-file-progress", (progress) => (this.progress = progress)),
      on("post-file-ended", (ended) => this.#ended(ended)),
    ];
    return () => stops.forEach((stop) => stop());
  }

  #begin(look: PostFileLook): void {
    this.look = look;
    this.mapping = look.mapping;
    this.platform = null;
    this.report = null;
    this.progress = null;
    this.problem = null;
    this.stopping = false;
  }

  #ended(ended: PostFileEnded): void {
    this.running = false;
    if (ended.kind === "failed") this.#failed(ended.problem);
    else this.report = ended.report;
    this.#done();
  }

  #failed(problem: Problem): void {
    this.running = false;
    this.problem = problem;
  }
}
