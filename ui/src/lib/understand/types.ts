import type { Platform } from "../bindings/Platform";
import type { TargetKind } from "../bindings/TargetKind";

/** How sure the reading is: `sure` from a sign or a link, `likely` from its shape, `guess` otherwise. */
export type Sureness = "nothing" | "sure" | "likely" | "guess";

/** What was mended on the way; each has a sentence. */
export type Fix =
  | "added_at"
  | "added_hash"
  | "took_author_from_link"
  | "took_platform_from_words"
  | "removed_blanks"
  | "removed_punctuation"
  | "removed_invisible"
  | "removed_quotes"
  | "removed_surroundings"
  | "narrowed_sign"
  | "took_first";

/** What stands in the way, or what a person should know. */
export type Note =
  | "single_video"
  | "single_post"
  | "short_link"
  | "sound_link"
  | "place_link"
  | "playlist_link"
  | "not_followable"
  | "front_page"
  | "other_site"
  | "email_address"
  | "old_channel_address"
  | "keyword_not_on_instagram"
  | "several_targets"
  | "sign_alone";

/** Another thing the same text could mean. */
export type Alternative = { readonly kind: TargetKind; readonly value: string };

/** What a text was understood as. Plain data; the window finds the words. */
export type Understanding = {
  readonly platform?: Platform;
  readonly kind?: TargetKind;
  readonly value?: string;
  readonly certainty: Sureness;
  readonly fixes: readonly Fix[];
  readonly note?: Note;
  readonly others: readonly Alternative[];
};

/** What is known before the text is read. */
export type Hint = { readonly platform?: Platform };

/** What a part of the reading found; the fixes of the parts are joined. */
export type Found = {
  platform?: Platform;
  kind?: TargetKind;
  value?: string;
  certainty: Sureness;
  fixes: Fix[];
  note?: Note;
  others?: Alternative[];
};
