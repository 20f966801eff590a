import Columns3 from "@lucide/svelte/icons/columns-3";
import ActivityIcon from "@lucide/svelte/icons/activity";
import Keyboard from "@lucide/svelte/icons/keyboard";
import Plus from "@lucide/svelte/icons/plus";
import SettingsIcon from "@lucide/svelte/icons/settings";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";
import { router } from "$app/router.svelte";
import { session } from "$app/session.svelte";
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
  return [...doing(text.trim(), here, sheet, fits), ...going().filter(fits)];
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
  if (home === undefined) return [keys].filter(fits);
  const draft = text === "" ? undefined : draftOf(text);
  const start: Found = {
    key: "new",
    group: "do",
    label: text === "" ? m.palette_new() : m.palette_new_for({ text }),
    end: m.palette_price_first(),
    icon: Plus,
    act: () => router.go({ name: "new-monitor", workspaceId: home, draft }),
  };
  return [start, ...[keys].filter(fits)];
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
  return [
    ...boards,
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
