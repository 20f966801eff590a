import Bookmark from "@lucide/svelte/icons/bookmark";
import BookmarkPlus from "@lucide/svelte/icons/bookmark-plus";
import ChartLine from "@lucide/svelte/icons/chart-line";
import Columns3 from "@lucide/svelte/icons/columns-3";
import ImageIcon from "@lucide/svelte/icons/image";
import Monitor from "@lucide/svelte/icons/monitor";
import Moon from "@lucide/svelte/icons/moon";
import SquareCheck from "@lucide/svelte/icons/square-check";
import Sun from "@lucide/svelte/icons/sun";
import Table2 from "@lucide/svelte/icons/table-2";
import ActivityIcon from "@lucide/svelte/icons/activity";
import FileUp from "@lucide/svelte/icons/file-up";
import Keyboard from "@lucide/svelte/icons/keyboard";
import Power from "@lucide/svelte/icons/power";
import Plus from "@lucide/svelte/icons/plus";
import Wallet from "@lucide/svelte/icons/wallet";
import SettingsIcon from "@lucide/svelte/icons/settings";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { BoardForm } from "$lib/bindings/BoardForm";
import type { Theme } from "$lib/bindings/Theme";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";
import { router } from "$app/router.svelte";
import { board } from "$app/board.svelte";
import { session } from "$app/session.svelte";
import { views } from "$app/views.svelte";
import { api } from "$lib/ipc";
import { m } from "$lib/paraglide/messages";
import type { Icon } from "$ui/shared/icon";

/** Something one can open or do. A monitor brings its card, which is shown with its state. */
export type Found = {
  key: string;
  group: "monitors" | "do" | "goto";
  label: string;
  end: string;
  icon?: Icon;
  card?: MonitorCard;
  act: () => void;
};

/** Monitors that the host found, as rows. */
export const foundMonitors = (cards: readonly MonitorCard[]): Found[] =>
  cards.map((card) => ({
    key: `monitor-${card.id}`,
    group: "monitors",
    label: card.value,
    end: session.workspace(card.workspace_id)?.name ?? "",
    card,
    act: () => router.go({ name: "monitor", monitorId: card.id }),
  }));

/** What one can do and where one can go, as far as it fits what was typed. */
export function foundPlaces(text: string, here: WorkspaceId | null, sheet: () => void): Found[] {
  const wanted = text.trim().toLocaleLowerCase();
  const fits = (found: Found) => found.label.toLocaleLowerCase().includes(wanted);
  const places = going().filter(fits);
  const acts = doing(text.trim(), here, sheet, fits);
  // Who types the beginning of a place's name wants to go there, not to follow a word like it.
  const named =
    wantedMore(wanted) && places.some(({ label }) => label.toLocaleLowerCase().startsWith(wanted));
  return named ? [...places, ...acts] : [...acts, ...places];
}

function doing(
  text: string,
  here: WorkspaceId | null,
  sheet: () => void,
  fits: (found: Found) => boolean,
): Found[] {
  const home = here ?? session.workspaces[0]?.id;
  const keys: Found = {
    key: "keys",
    group: "do",
    label: m.keys_title(),
    end: "?",
    icon: Keyboard,
    act: sheet,
  };
  const quit: Found = {
    key: "quit",
    group: "do",
    label: m.palette_quit(),
    end: "",
    icon: Power,
    act: () => void api.quit(),
  };
  if (home === undefined) return [keys, quit].filter(fits);
  const draft = text === "" ? undefined : draftOf(text);
  const start: Found = {
    key: "new",
    group: "do",
    label: text === "" ? m.palette_new() : m.palette_new_for({ text }),
    end: m.palette_price_first(),
    icon: Plus,
    act: () => router.go({ name: "new-monitor", workspaceId: home, draft }),
  };
  const list: Found = {
    key: "import",
    group: "do",
    label: m.import_open(),
    end: m.palette_price_first(),
    icon: FileUp,
    act: () => router.go({ name: "import", workspaceId: home }),
  };
  const more = wantedMore(text) ? [...onBoard(), ...looks()] : [];
  return [start, ...[list, ...more, keys, quit].filter(fits)];
}

/** What is done less often is listed once somebody types for it. */
const wantedMore = (text: string): boolean => text.length > 1;

/** What one can do to the board that is shown. */
function onBoard(): Found[] {
  if (router.place.name !== "board") return [];
  const show = (form: BoardForm) => () => {
    board.show(form);
    void session.change({ board_form: form }).catch(() => undefined);
  };
  const rest = { group: "do" as const, end: m.shell_board() };
  const other: Found =
    board.form === "columns"
      ? { ...rest, key: "table", label: m.palette_form_table(), icon: Table2, act: show("table") }
      : { ...rest, key: "columns", label: m.palette_form_columns(), icon: Columns3, act: show("columns") };
  return [
    other,
    {
      ...rest,
      key: "save-view",
      label: m.palette_save_view(),
      icon: BookmarkPlus,
      act: () => (views.naming = true),
    },
    {
      ...rest,
      key: "select-all",
      label: m.palette_select_all(),
      icon: SquareCheck,
      act: () => void board.selectAll(),
    },
  ];
}

function looks(): Found[] {
  const look = (theme: Theme, label: string, icon: Icon): Found => ({
    key: `theme-${theme}`,
    group: "do",
    label,
    end: m.shell_settings(),
    icon,
    act: () => void session.change({ theme }).catch(() => undefined),
  });
  return [
    look("light", m.palette_theme_light(), Sun),
    look("dark", m.palette_theme_dark(), Moon),
    look("system", m.palette_theme_system(), Monitor),
  ];
}

/** Only the words go along; the form understands them. */
function draftOf(value: string): MonitorDraft {
  return {
    value,
    platform: null,
    type: null,
    days: null,
    country: null,
    max_results: null,
    monitoring: null,
    comment_monitoring: null,
  };
}

function going(): Found[] {
  const boards: Found[] = session.workspaces.map((workspace) => ({
    key: `workspace-${workspace.id}`,
    group: "goto",
    label: m.palette_board_of({ name: workspace.name }),
    end: m.palette_workspace(),
    icon: Columns3,
    act: () => router.go({ name: "board", workspaceId: workspace.id }),
  }));
  const place = { group: "goto" as const, end: m.palette_place() };
  const all: Found = {
    ...place,
    key: "all",
    label: m.palette_all(),
    icon: Columns3,
    act: () => router.go({ name: "board", workspaceId: null }),
  };
  const saved: Found[] = views.list.map((view) => ({
    key: `view-${view.id}`,
    group: "goto",
    label: view.name,
    end: m.palette_view(),
    icon: Bookmark,
    act: () => {
      router.go({ name: "board", workspaceId: view.query.workspace_id });
      board.open(view.query.workspace_id, view.form);
      board.showView(view);
    },
  }));
  return [
    ...boards,
    ...(boards.length > 1 ? [all] : []),
    ...saved,
    {
      ...place,
      key: "spending",
      label: m.shell_spending(),
      icon: Wallet,
      act: () => router.go({ name: "spending", workspaceId: router.board }),
    },
    {
      ...place,
      key: "posts",
      label: m.posts_title(),
      icon: ImageIcon,
      act: () => router.go({ name: "posts", workspaceId: router.board }),
    },
    {
      ...place,
      key: "insights",
      label: m.insights_title(),
      icon: ChartLine,
      act: () => router.go({ name: "insights", workspaceId: router.board }),
    },
    {
      ...place,
      key: "activity",
      label: m.shell_activity(),
      icon: ActivityIcon,
      act: () => router.go({ name: "activity" }),
    },
    {
      ...place,
      key: "settings",
      label: m.shell_settings(),
      icon: SettingsIcon,
      act: () => router.go({ name: "settings", section: "keys" }),
    },
  ];
}
