import { listen } from "@tauri-apps/api/event";
import type { ActivityEntry } from "$lib/bindings/ActivityEntry";
import type { BulkProgress } from "$lib/bindings/BulkProgress";
import type { DroppedList } from "$lib/bindings/DroppedList";
import type { ImportView } from "$lib/bindings/ImportView";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorId } from "$lib/bindings/MonitorId";
import type { Opens } from "$lib/bindings/Opens";
import type { StartNotice } from "$lib/bindings/StartNotice";
import type { PostFileProgress } from "$lib/bindings/PostFileProgress";
import type { PostFileReport } from "$lib/bindings/PostFileReport";
import type { Problem } from "$lib/bindings/Problem";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";

/** How bringing a file in ended. */
export type PostFileEnded = { kind: "report"; report: PostFileReport } | { kind: "failed"; problem: Problem };

/** What the host tells by itself. */
export type HostEvents = {
  /** Those that changed since the last time, each as it is now. */
  "monitors-changed": MonitorCard[];
  "monitor-removed": MonitorId;
  "bulk-progress": BulkProgress;
  "workspace-changed": WorkspaceView;
  "import-changed": ImportView;
  "list-dropped": DroppedList;
  "activity-added": ActivityEntry;
  /** What a click on a notification opens. */
  "open-place": Opens;
  /** A new monitor is wanted, from the tray. */
  "new-monitor": null;
  /** The window was closed, and the person has not said yet what that means. */
  "closing-asked": null;
  "start-notice": StartNotice;
  "post-file-progress": PostFileProgress;
  "post-file-ended": PostFileEnded;
};

/** Listens until the returned function is called, also when that happens before the host answered. */
export function on<E extends keyof HostEvents>(
  event: E,
  heard: (payload: HostEvents[E]) => void,
): () => void {
  let done = false;
  const stop = listen<HostEvents[E]>(event, (message) => {
    if (!done) heard(message.payload);
  });
  return () => {
    done = true;
    void stop.then((unlisten) => unlisten());
  };
}
