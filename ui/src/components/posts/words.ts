import type { CountryBasis } from "$lib/bindings/CountryBasis";
import type { Media } from "$lib/bindings/Media";
import type { PostCard } from "$lib/bindings/PostCard";
import type { PostFileField } from "$lib/bindings/PostFileField";
import type { PostFileForm } from "$lib/bindings/PostFileForm";
import type { PostRowTrouble } from "$lib/bindings/PostRowTrouble";
import type { PostSort } from "$lib/bindings/PostSort";
import type { PostCreator } from "$lib/bindings/PostCreator";
import type { SourceId } from "$lib/bindings/SourceId";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";

const media: Record<Media, () => string> = {
  video: m.media_video,
  short: m.media_short,
  image: m.media_image,
  carousel: m.media_carousel,
  live: m.media_live,
  unknown: m.media_unknown,
};
export const mediaName = (kind: Media): string => media[kind]();
export const mediaInOrder: readonly Media[] = ["video", "short", "image", "carousel", "live", "unknown"];

const sources: Partial<Record<SourceId, () => string>> = {
  practice: m.origin_practice,
  youtube_feed: m.origin_youtube_feed,
  import: m.origin_import,
};
/** What collected a post; a source without words of its own yet is shown by its name. */
export const sourceName = (source: SourceId): string =>
  sources[source]?.() ?? m.origin_other({ name: source.replaceAll("_", " ") });

const bases: Record<CountryBasis, () => string> = {
  account_registration: m.basis_account_registration,
  creator_declared: m.basis_creator_declared,
  post_location: m.basis_post_location,
  viewer_region: m.basis_viewer_region,
};
/** A country, and how it is known where that was told. */
export const countryTold = (country: string, basis: CountryBasis | null): string =>
  basis === null ? country : m.post_country_known({ country, basis: bases[basis]() });

const sorts: Record<PostSort, () => string> = {
  newest: m.posts_sort_newest,
  views: m.posts_sort_views,
  engagement: m.posts_sort_engagement,
  outlier: m.posts_sort_outlier,
};
export const sortName = (sort: PostSort): string => sorts[sort]();
export const sortsInOrder: readonly PostSort[] = ["newest", "views", "engagement", "outlier"];

const forms: Record<PostFileForm, () => string> = {
  apify_json: m.file_form_apify_json,
  apify_csv: m.file_form_apify_csv,
  zeeschuimer: m.file_form_zeeschuimer,
  table: m.file_form_table,
};
export const formName = (form: PostFileForm): string => forms[form]();

const fields: Record<PostFileField, () => string> = {
  url: m.column_url,
  id: m.column_id,
  platform: m.column_platform,
  creator: m.column_creator,
  creator_name: m.column_creator_name,
  followers: m.column_followers,
  title: m.column_title,
  caption: m.column_caption,
  hashtags: m.column_hashtags,
  published: m.column_published,
  views: m.column_views,
  likes: m.column_likes,
  comments: m.column_comments,
  shares: m.column_shares,
  saves: m.column_saves,
  duration: m.column_duration,
  language: m.column_language,
  country: m.column_country,
  picture: m.column_picture,
};
export const fieldName = (field: PostFileField): string => fields[field]();
/** A field of a report, by the words with which the dialog asked for it; a key of another file as it stands there. */
export const reportedField = (field: string): string => fields[field as PostFileField]?.() ?? field;
export const fieldsInOrder = Object.keys(fields) as PostFileField[];

const troubles: Record<PostRowTrouble, () => string> = {
  unreadable: m.trouble_unreadable,
  missing: m.trouble_missing,
  not_a_time: m.trouble_not_a_time,
  not_a_number: m.trouble_not_a_number,
  not_a_post: m.trouble_not_a_post,
  other_platform: m.trouble_other_platform,
  failed_there: m.trouble_failed_there,
  post_unknown: m.trouble_post_unknown,
  too_large: m.trouble_too_large,
};
export const troubleName = (trouble: PostRowTrouble): string => troubles[trouble]();

/** `@mia`, the name where there is no handle, or that nobody was named. */
export function creatorName(creator: PostCreator | null): string {
  if (creator?.handle) return `@${creator.handle}`;
  return creator?.name ?? m.posts_unknown_creator();
}

/** What a post says, in one line. */
export const postText = (post: PostCard): string => post.title ?? (post.caption || m.posts_no_text());

export const rateText = (millionths: number | null): string | null =>
  millionths === null ? null : here().percent(millionths / 1_000_000);

export const timesText = (thousandths: number): string => here().tenths(thousandths / 1_000);

/** `0:42`, `1:02:05`. */
export function lengthText(millis: number | null): string | null {
  if (millis === null) return null;
  const seconds = Math.round(millis / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
