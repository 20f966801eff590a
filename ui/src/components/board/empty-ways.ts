import { filtered, noFilters, searched, type Filters, type Tab } from "$app/board-query";
import { m } from "$lib/paraglide/messages";

type Ways = { title: string; text?: string; way: string; change: Partial<Filters> };

const tabNames: Record<Tab, () => string> = {
  all: m.board_all,
  ongoing: m.board_ongoing,
  once: m.board_once,
};

/** Why nothing is left of the board, and the one step back that undoes just that. */
export function emptyWays(filters: Filters): Ways {
  const { tab } = filters;
  const search = filters.search.trim();
  const title = m.board_nothing_matches_title();
  if (searched(filters) && filtered(filters)) {
    return { title, text: m.board_nothing_matches(), way: m.board_clear(), change: { ...noFilters, tab } };
  }
  if (searched(filters)) {
    return {
      title: m.board_nothing_found({ search }),
      way: m.board_clear_search(),
      change: { search: "" },
    };
  }
  if (filtered(filters)) {
    return {
      title,
      text: m.board_nothing_filtered(),
      way: m.board_clear_filters(),
      change: { ...noFilters, tab },
    };
  }
  return {
    title: m.board_nothing_in_tab({ tab: tabNames[tab]() }),
    way: m.board_show_all(),
    change: { tab: "all" },
  };
}
