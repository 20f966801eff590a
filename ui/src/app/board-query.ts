import type { BoardQuery } from "$lib/bindings/BoardQuery";
import type { BoardSort } from "$lib/bindings/BoardSort";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { Phase } from "$lib/bindings/Phase";
import type { Platform } from "$lib/bindings/Platform";
import type { TargetKind } from "$lib/bindings/TargetKind";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";

/** All, only ongoing ones, or only those that collect once. */
export type Tab = "all" | "ongoing" | "once";

/** What a person narrowed the board to. */
export type Filters = {
  search: string;
  platforms: Platform[];
  kinds: TargetKind[];
  phases: Phase[];
  tags: string[];
  tab: Tab;
};

export type Order = { sort: BoardSort; descending: boolean };

export const noFilters: Filters = { search: "", platforms: [], kinds: [], phases: [], tags: [], tab: "all" };

export const searched = ({ search }: Filters): boolean => search.trim() !== "";
/** Whether a filter is on; the tabs are none. */
export const filtered = ({ platforms, kinds, phases, tags }: Filters): boolean =>
  [platforms, kinds, phases, tags].some((chosen) => chosen.length > 0);
export const narrowed = (filters: Filters): boolean => searched(filters) || filtered(filters);

/** The question for the host. */
export function queryOf(
  workspaceId: WorkspaceId | null,
  filters: Filters,
  order: Order,
  offset: number,
  limit: number,
): BoardQuery {
  const { tab, search, ...chosen } = filters;
  return {
    ...chosen,
    ...order,
    workspace_id: workspaceId,
    search: search.trim(),
    monitoring: tab === "all" ? null : tab === "ongoing",
    offset,
    limit,
  };
}

/** What a saved view narrows the board to. */
export const filtersOf = (query: BoardQuery): Filters => ({
  search: query.search,
  platforms: query.platforms,
  kinds: query.kinds,
  phases: query.phases,
  tags: query.tags,
  tab: query.monitoring === null ? "all" : query.monitoring ? "ongoing" : "once",
});

/** Whether a changed monitor still belongs to what is shown; the host's own rules, for one card. */
export function matches(
  card: MonitorCard,
  query: BoardQuery,
  practice: (id: WorkspaceId) => boolean,
): boolean {
  const inPlace =
    query.workspace_id === null ? !practice(card.workspace_id) : card.workspace_id === query.workspace_id;
  const among = <T>(chosen: readonly T[], own: T) => chosen.length === 0 || chosen.includes(own);
  return (
    inPlace &&
    among(query.platforms, card.platform) &&
    among(query.kinds, card.kind) &&
    among(query.phases, card.phase) &&
    query.tags.every((tag) => card.tags.includes(tag)) &&
    (query.monitoring === null || query.monitoring === card.monitoring) &&
    card.value.toLowerCase().includes(query.search.toLowerCase())
  );
}
