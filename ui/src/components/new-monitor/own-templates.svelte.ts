import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { Problem } from "$lib/bindings/Problem";
import type { Template } from "$lib/bindings/Template";
import type { TemplateId } from "$lib/bindings/TemplateId";
import { api, asProblem } from "$lib/ipc";
import { m } from "$lib/paraglide/messages";

/** The commands that templates ask. */
export type TemplateApi = Pick<typeof api, "templates" | "addTemplate" | "renameTemplate" | "removeTemplate">;

/** Longest name, in characters; Rust refuses longer ones. */
export const NAME_MAX = 60;

/** The person's own templates. */
export class OwnTemplates {
  all: readonly Template[] = $state.raw([]);
  problem: Problem | null = $state.raw(null);
  busy = $state(false);

  constructor(private readonly ipc: TemplateApi = api) {}

  /** Without them the form works all the same. */
  load = (): Promise<boolean> => this.#do(() => this.ipc.templates());
  add = (name: string, draft: MonitorDraft): Promise<boolean> =>
    this.#do(() => this.ipc.addTemplate(name.trim(), { ...draft, value: null }));
  rename = (id: TemplateId, name: string): Promise<boolean> =>
    this.#do(() => this.ipc.renameTemplate(id, name.trim()));
  remove = (id: TemplateId): Promise<boolean> => this.#do(() => this.ipc.removeTemplate(id));

  /** What is wrong with a name; none where it can be used. */
  wrongName(name: string, own?: TemplateId): string | null {
    const wanted = name.trim();
    if (wanted === "") return m.template_name_empty();
    const taken = this.all.some((one) => one.id !== own && one.name === wanted);
    return taken ? m.template_name_taken() : null;
  }

  async #do(work: () => Promise<Template[]>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      this.all = await work();
      return true;
    } catch (refusal) {
      this.problem = asProblem(refusal);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
