import type { Cadence } from "$lib/bindings/Cadence";
import type { IntentId } from "$lib/bindings/IntentId";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { MonitorId } from "$lib/bindings/MonitorId";
import type { PricePreview } from "$lib/bindings/PricePreview";
import type { Problem } from "$lib/bindings/Problem";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";
import { api, asProblem } from "$lib/ipc";
import { isServed } from "./availability";
import { DraftForm, type FormApi } from "./draft-form.svelte";

/** What became of the last start, as long as it matters to the form. */
export type Outcome =
  | { readonly kind: "none" }
  /** Nothing was charged; the draft is as it was. */
  | { readonly kind: "refused"; readonly problem: Problem }
  /** It may be running: the same draft is not sent again from here. */
  | { readonly kind: "unknown"; readonly card: MonitorCard; readonly draft: string };

/** What a press of the button came to. */
export type Pressed = "busy" | "fields" | "not_served" | "price_moved" | "refused" | "unknown" | "started";

export type Opening = {
  draft?: Partial<MonitorDraft> | null;
  retryOf?: MonitorId | null;
  tags?: readonly string[];
  onstarted?: (card: MonitorCard) => void;
  ipc?: FormApi;
};

/** A new monitor, from the first letter to the start that is paid once. */
export class NewMonitorForm extends DraftForm {
  busy = $state(false);
  outcome: Outcome = $state.raw({ kind: "none" });
  /** The price was higher than the one on the button: it is shown, and wants another press. */
  priceMoved = $state(false);
  /** When this computer checks it; none is the usual. Other services have their own schedule. */
  cadence: Cadence | null = $state.raw(null);
  /** Tags that the new monitor gets. */
  tags: readonly string[] = [];
  #intent: Promise<IntentId> | null = null;
  #retryOf: MonitorId | null;
  readonly #onstarted: (card: MonitorCard) => void;

  /** The same draft whose outcome is not known must not be sent a second time. */
  readonly blocked: boolean = $derived(
    this.outcome.kind === "unknown" && this.outcome.draft === JSON.stringify(this.draft),
  );

  /** Whether a press would send it; one that would not says what is missing. */
  readonly complete: boolean = $derived(
    this.preview !== null && this.preview.fields.length === 0 && isServed(this.preview.availability),
  );

  constructor(workspaceId: WorkspaceId, opening: Opening = {}) {
    super(workspaceId, opening.ipc ?? api);
    this.#retryOf = opening.retryOf ?? null;
    this.tags = opening.tags ?? [];
    this.#onstarted = opening.onstarted ?? (() => undefined);
    if (opening.draft) this.fill(opening.draft);
    this.#newIntent();
    void this.ask();
  }

  setCadence(cadence: Cadence | null): void {
    this.cadence = cadence;
    this.changed();
  }

  protected override cadenceAsked(): Cadence | null {
    return this.monitoring ? this.cadence : null;
  }

  protected override changed(): void {
    super.changed();
    this.priceMoved = false;
    if (this.outcome.kind === "refused") this.outcome = { kind: "none" };
  }

  /** Starts the monitor, once however often it is pressed. */
  async start(): Promise<Pressed> {
    if (this.busy || this.blocked) return "busy";
    this.busy = true;
    try {
      return await this.#checkedStart();
    } finally {
      this.busy = false;
    }
  }

  async #checkedStart(): Promise<Pressed> {
    const shown = priceOf(this.price);
    const preview = await this.ask();
    if (preview === null) return this.#unasked();
    if (preview.fields.length > 0) {
      this.tried = true;
      return "fields";
    }
    if (!isServed(preview.availability)) return "not_served";
    // What is paid is what stood on the button when it was pressed, never more.
    if (priceOf(this.price) !== shown) {
      this.priceMoved = true;
      return "price_moved";
    }
    return this.#send();
  }

  /** Without a price nothing starts. */
  #unasked(): Pressed {
    if (this.previewProblem === null) return "price_moved";
    this.outcome = { kind: "refused", problem: this.previewProblem };
    return "refused";
  }

  async #send(): Promise<Pressed> {
    const draft = $state.snapshot(this.draft);
    try {
      const intent = await (this.#intent ?? this.#newIntent());
      const card = await this.ipc.createMonitor(
        this.workspaceId,
        draft,
        intent,
        [...this.tags],
        this.#retryOf,
      );
      return this.#answered(card, draft);
    } catch (refusal) {
      return this.#refused(asProblem(refusal));
    } finally {
      this.#newIntent();
    }
  }

  #answered(card: MonitorCard, draft: MonitorDraft): Pressed {
    if (card.state === "not_known") {
      this.outcome = { kind: "unknown", card, draft: JSON.stringify(draft) };
      // Its amount is held now: what is left of the budget is no longer what stood there.
      void this.ask();
      return "unknown";
    }
    if (card.state === "not_started") {
      this.#retryOf = card.id;
      return this.#refused(card.problem ?? { code: "refused", message: "" });
    }
    this.outcome = { kind: "none" };
    this.#onstarted(card);
    return "started";
  }

  #refused(problem: Problem): Pressed {
    this.outcome = { kind: "refused", problem };
    if (problem.fields !== undefined && problem.fields.length > 0 && this.preview !== null) {
      this.preview = { ...this.preview, fields: problem.fields };
      this.tried = true;
      return "fields";
    }
    return "refused";
  }

  /** One intent for each start; a failed question for one is asked again at the start. */
  #newIntent(): Promise<IntentId> {
    const intent = this.ipc.newIntent();
    this.#intent = intent;
    intent.catch(() => {
      if (this.#intent === intent) this.#intent = null;
    });
    return intent;
  }
}

/** The amount as the button says it; text, so that two can be compared. */
function priceOf(price: PricePreview | null): string {
  return JSON.stringify(price?.estimate.at_most ?? null);
}
