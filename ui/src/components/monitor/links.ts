import type { MonitorCard } from "$lib/bindings/MonitorCard";

type Target = Pick<MonitorCard, "platform" | "kind" | "value">;

/** The page of a target on its platform. */
export function pageOf({ platform, kind, value }: Target): string {
  const name = encodeURIComponent(value.replace(/^[@#]/u, ""));
  const pages = {
    tiktok: {
      username: `https://www.tiktok.com/@${name}`,
      hashtag: `https://www.tiktok.com/tag/${name}`,
      keyword: `https://www.tiktok.com/search?q=${name}`,
    },
    instagram: {
      username: `https://www.instagram.com/${name}/`,
      hashtag: `https://www.instagram.com/explore/tags/${name}/`,
      keyword: `https://www.instagram.com/explore/search/keyword/?q=${name}`,
    },
    youtube: {
      username: /^UC[\w-]{22}$/u.test(name)
        ? `https://www.youtube.com/channel/${name}`
        : `https://www.youtube.com/@${name}`,
      hashtag: `https://www.youtube.com/hashtag/${name}`,
      keyword: `https://www.youtube.com/results?search_query=${name}`,
    },
  };
  return pages[platform][kind];
}
