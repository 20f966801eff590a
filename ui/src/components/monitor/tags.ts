const MOST = 20;
const LONGEST = 40;

/** Tags as typed, separated by commas of any script; none where there are too many or one is too long. */
export function tagsOf(text: string): string[] | null {
  const tags = text
    .split(/[,;，、؛،\n]/u)
    .map((tag) => tag.trim().replace(/^#+/u, "").replace(/\s+/gu, " "))
    .filter((tag) => tag !== "");
  const once = tags.filter((tag, at) => tags.findIndex((other) => same(other, tag)) === at);
  return once.length > MOST || once.some((tag) => [...tag].length > LONGEST) ? null : once;
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
