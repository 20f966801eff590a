import type { Platform } from "$lib/bindings/Platform";
import type { Icon } from "$ui/shared/icon";
import InstagramMark from "./InstagramMark.svelte";
import TikTokMark from "./TikTokMark.svelte";
import YouTubeMark from "./YouTubeMark.svelte";

/** The marks as icons, for controls that take an icon. */
export const platformIcon: Record<Platform, Icon> = {
  tiktok: TikTokMark,
  instagram: InstagramMark,
  youtube: YouTubeMark,
};
