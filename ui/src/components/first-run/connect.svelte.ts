import type { AgentId } from "$lib/bindings/AgentId";
import type { AgentView } from "$lib/bindings/AgentView";
import type { KeyTest } from "$lib/bindings/KeyTest";
import type { Problem } from "$lib/bindings/Problem";
import type { ProblemCode } from "$lib/bindings/ProblemCode";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { api, asProblem } from "$lib/ipc";

/** Troubles of the key store after which the key may be kept for this run only. */
const noStore: readonly ProblemCode[] = [
  "keychain_missing",
  "keychain_locked",
  "keychain_denied",
  "keychain_dismissed",
  "keychain_damaged",
  "keychain_failed",
];

/** Connecting GEN: a key is typed, tested, its agents are chosen, and each becomes a workspace. */
export class ConnectForm {
  key = $state("");
  agentId = $state("");
  baseUrl = $state("");
  keyMissing = $state(false);
  busy: "no" | "testing" | "connecting" = $state("no");
  tested: KeyTest | null = $state.raw(null);
  chosen: readonly AgentId[] = $state.raw([]);
  problem: Problem | null = $state.raw(null);
  thisRunOnly = $state(false);

  /** Agents to choose from; none where the service does not list them. */
  readonly agents: readonly AgentView[] | null = $derived(this.tested?.agents ?? null);
  readonly noStore = $derived(this.problem !== null && noStore.includes(this.problem.code));
  /** Agents that would be connected now. */
  readonly wanted: readonly AgentId[] = $derived(
    this.agents ? this.chosen : this.agentId.trim() === "" ? [] : [this.agentId.trim()],
  );
  readonly #base = $derived(this.baseUrl.trim() === "" ? null : this.baseUrl.trim());

  async test(): Promise<void> {
    this.keyMissing = this.key.trim() === "";
    if (this.keyMissing || this.busy !== "no") return;
    await this.#do("testing", async () => {
      const agent = this.agentId.trim() === "" ? null : this.agentId.trim();
      this.tested = await api.testKey(this.key.trim(), agent, this.#base);
      this.chosen = firstChoice(this.tested, agent);
    });
  }

  toggle(id: AgentId): void {
    this.chosen = this.chosen.includes(id) ? this.chosen.filter((one) => one !== id) : [...this.chosen, id];
  }

  /** Makes a workspace of each chosen agent; those made before a failure stay. */
  async connect(): Promise<readonly WorkspaceView[]> {
    const made: WorkspaceView[] = [];
    if (this.wanted.length === 0 || this.busy !== "no") return made;
    await this.#do("connecting", async () => {
      for (const id of this.wanted) {
        made.push(await api.connectGen(this.#request(id)));
        this.chosen = this.chosen.filter((one) => one !== id);
      }
    });
    return made;
  }

  /** Forgets the test, so that another key can be typed. */
  again(): void {
    this.tested = null;
    this.problem = null;
    this.key = "";
  }

  #request(id: AgentId) {
    const name = this.agents?.find((agent) => agent.id === id)?.name ?? "";
    return {
      name,
      key: this.key.trim(),
      agent_id: id,
      base_url: this.#base,
      this_run_only: this.thisRunOnly,
    };
  }

  async #do(busy: "testing" | "connecting", work: () => Promise<void>): Promise<void> {
    this.busy = busy;
    this.problem = null;
    try {
      await work();
    } catch (refusal) {
      this.problem = asProblem(refusal);
    } finally {
      this.busy = "no";
    }
  }
}

function firstChoice(test: KeyTest, typed: AgentId | null): AgentId[] {
  const ids = test.agents?.map((agent) => agent.id) ?? [];
  if (typed !== null && ids.includes(typed)) return [typed];
  return ids.length === 1 ? ids : [];
}
