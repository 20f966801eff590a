import ArrowUpRight from "@lucide/svelte/icons/arrow-up-right";
import Copy from "@lucide/svelte/icons/copy";
import CircleStop from "@lucide/svelte/icons/circle-stop";
import ScanEye from "@lucide/svelte/icons/scan-eye";
import Trash2 from "@lucide/svelte/icons/trash-2";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import { m } from "$lib/paraglide/messages";
import { testId } from "$lib/test-ids";
import type { Icon } from "$ui/shared/icon";
import { platformName } from "$ui/shared/names";

type Does = {
  look: () => void;
  openPlatform: () => void;
  copyDetails: () => void;
  /** None where it does not run, or cannot be stopped. */
  stop: (() => void) | null;
  /** None while it runs. */
  remove: (() => void) | null;
};
type Item = {
  label: string;
  icon: Icon;
  apart?: boolean;
  danger?: boolean;
  testid?: string;
  onselect: () => void;
};

/** What the menu of a monitor offers, by what it can do now. */
export function menuItems(card: MonitorCard, does: Does): Item[] {
  const items: (Item | null)[] = [
    card.job_id === null
      ? null
      : { label: m.mon_look(), icon: ScanEye, testid: testId.monitorLookNow, onselect: does.look },
    {
      label: m.mon_open_platform({ platform: platformName(card.platform) }),
      icon: ArrowUpRight,
      onselect: does.openPlatform,
    },
    { label: m.mon_copy(), icon: Copy, onselect: does.copyDetails },
    does.stop && {
      label: m.mon_stop(),
      icon: CircleStop,
      apart: true,
      testid: testId.monitorStop,
      onselect: does.stop,
    },
    does.remove && {
      label: m.mon_remove(),
      icon: Trash2,
      apart: true,
      danger: true,
      testid: testId.monitorRemove,
      onselect: does.remove,
    },
  ];
  return items.filter((item) => item !== null);
}
