import type { Cadence } from "$lib/bindings/Cadence";
import type { Field } from "$lib/bindings/Field";
import type { FieldProblem } from "$lib/bindings/FieldProblem";
import type { LookBack } from "$lib/bindings/LookBack";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { MonitorId } from "$lib/bindings/MonitorId";
import type { Platform } from "$lib/bindings/Platform";
import type { Preview } from "$lib/bindings/Preview";
import type { PricePreview } from "$lib/bindings/PricePreview";
import type { Problem } from "$lib/bindings/Problem";
import type { TargetKind } from "$lib/bindings/TargetKind";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";
import { api, asProblem } from "$lib/ipc";
import { asHashtag, understand, type Understanding } from "$lib/understand";
import { isServed } from "./availability";

/** The commands that a form asks. */
export type FormApi = Pick<typeof api, "preview" | "newIntent" | "createMonitor" | "updateMonitor">;

/** Waits so long after a change before it asks for a price, in milliseconds. */
export const ASK_AFTER = 80;

/** Problems that are told at the start only: an empty field is no mistake while one fills a form. */
const TOLD_AT_START: ReadonlySet<FieldProblem["reason"]> = new Set(["missing", "empty"]);

/** What a form for a monitor holds: a smart field, choices, and the price of it all from Rust. */
export class DraftForm {
  text = $state("");
  #platformPick: Platform | null = $state(null);
  #kindPick: TargetKind | null = $state(null);
  days: LookBack = $state(30);
  country = $state("");
  count: number | null = $state(50);
  monitoring = $state(true);
  comments = $state(false);

  /** The last answer of Rust, and the draft it was for. */
  preview: Preview | null = $state.raw(null);
  previewProblem: Problem | null = $state.raw(null);
  /** A newer answer is under way. */
  asking = $state(false);
  /** Whether somebody tried to start: from then on every wrong field is told. */
  tried = $state(false);
  // Replaced as a whole, never changed in place, so a plain set is enough.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  #left: ReadonlySet<Field> = $state.raw(new Set());
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly understood: Understanding = $derived(
    understand(this.text, this.#platformPick === null ? {} : { platform: this.#platformPick }),
  );
  readonly platform: Platform | null = $derived(this.#platformPick ?? this.understood.platform ?? null);
  readonly kind: TargetKind | null = $derived(this.#kindPick ?? this.understood.kind ?? null);
  readonly value: string = $derived(valueAs(this.understood, this.kind, this.text));
  readonly draft: MonitorDraft = $derived({
    platform: this.platform,
    type: this.kind,
    value: this.value === "" ? null : this.value,
    days: this.days,
    country: this.country,
    // No number is no default: Rust would take its own, and nobody would have chosen it.
    max_results: this.count ?? 0,
    monitoring: this.monitoring,
    comment_monitoring: this.comments,
  });
  /** The price, where it can be collected: what still lacks its source may cost anything. */
  readonly price: PricePreview | null = $derived(
    this.preview !== null && isServed(this.preview.availability) ? this.preview.price : null,
  );
  /** The wrong fields that a person is told of now. */
  readonly told: readonly FieldProblem[] = $derived(this.#toldNow());

  constructor(
    protected readonly workspaceId: WorkspaceId,
    protected readonly ipc: FormApi = api,
    private readonly editing: MonitorId | null = null,
  ) {}

  /** Fills the form without asking; the caller asks when it is ready. */
  fill(draft: Partial<MonitorDraft>): void {
    if (draft.value != null) this.text = draft.value;
    if (draft.platform != null) this.#platformPick = draft.platform as Platform;
    if (draft.type != null) this.#kindPick = draft.type as TargetKind;
    if (draft.days != null) this.days = draft.days as LookBack;
    if (draft.country != null) this.country = draft.country;
    if (draft.max_results != null) this.count = draft.max_results;
    if (draft.monitoring != null) this.monitoring = draft.monitoring;
    if (draft.comment_monitoring != null) this.comments = draft.comment_monitoring;
  }

  /** What was typed says more than an earlier click, where it says something. */
  write(text: string): void {
    this.text = text;
    const plain = understand(text);
    if (plain.platform !== undefined) this.#platformPick = null;
    if (plain.certainty !== "guess") this.#kindPick = null;
    this.changed();
  }
  pickPlatform(platform: Platform): void {
    this.#platformPick = platform;
    if (platform === "instagram" && this.#kindPick === "keyword") this.#kindPick = null;
    this.changed();
  }
  pickKind(kind: TargetKind): void {
    this.#kindPick = kind;
    this.changed();
  }
  /** Takes another reading of the same text: the hashtag instead of the keyword. */
  take(kind: TargetKind, value: string): void {
    this.#kindPick = kind;
    this.text = value;
    this.changed();
  }
  set<K extends "days" | "country" | "count" | "monitoring" | "comments">(key: K, value: DraftForm[K]): void {
    (this as DraftForm)[key] = value as never;
    this.changed();
  }

  /** Somebody left a field: from now on it says what is wrong with it. */
  leave(...fields: Field[]): void {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole
    this.#left = new Set([...this.#left, ...fields]);
  }
  problemOf(field: Field): FieldProblem | null {
    return this.told.find((problem) => problem.field === field) ?? null;
  }

  /** A field changed: the price is asked for soon. */
  protected changed(): void {
    this.asking = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), ASK_AFTER);
  }

  /** Asks now. The latest question wins; an older answer is dropped. */
  async ask(): Promise<Preview | null> {
    clearTimeout(this.#timer);
    const mine = ++this.#asked;
    this.asking = true;
    try {
      const preview = await this.ipc.preview(
        this.workspaceId,
        $state.snapshot(this.draft),
        this.editing,
        this.cadenceAsked(),
      );
      if (mine !== this.#asked) return null;
      this.preview = preview;
      this.previewProblem = null;
    } catch (problem) {
      if (mine !== this.#asked) return null;
      this.previewProblem = asProblem(problem);
      this.preview = null;
    }
    this.asking = false;
    return this.preview;
  }

  /** When it is checked, where that is chosen; none leaves it to the service. */
  protected cadenceAsked(): Cadence | null {
    return null;
  }

  /** Ends what is under way; the place is left. */
  end(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  #toldNow(): FieldProblem[] {
    const fields = inOrder(this.preview?.fields ?? []);
    if (this.tried) return fields;
    return fields.filter(({ field, reason }) => this.#left.has(field) && !TOLD_AT_START.has(reason));
  }
}

/** The fields from top to bottom, as the form has them. */
const ORDER: readonly Field[] = ["value", "platform", "type", "days", "max_results", "country"];

/** What is wrong, from top to bottom. An empty smart field is one problem: it fills platform and type. */
function inOrder(fields: readonly FieldProblem[]): FieldProblem[] {
  const nothing = fields.some((one) => one.field === "value" && one.reason === "missing");
  const filled = (one: FieldProblem) => one.field === "platform" || one.field === "type";
  return fields
    .filter((one) => !(nothing && filled(one) && one.reason === "missing"))
    .toSorted((one, other) => ORDER.indexOf(one.field) - ORDER.indexOf(other.field));
}

/** The text as a value of a kind that may differ from the one it was read as. */
function valueAs(understood: Understanding, kind: TargetKind | null, text: string): string {
  if (understood.note !== undefined && understood.value === undefined) return "";
  if (kind === null || kind === understood.kind) return understood.value ?? text.trim();
  const other = understood.others.find((one) => one.kind === kind);
  if (other !== undefined) return other.value;
  const words = (understood.value ?? text).trim().replace(/^[@#]+/u, "");
  if (words === "" || kind === "keyword") return words;
  if (kind === "hashtag") return asHashtag(words) ?? "";
  return `@${words.replace(/\s+/gu, "")}`;
}
