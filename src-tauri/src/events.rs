//! News from the background, handed to the window and to the notifications.

use std::time::Duration;

use monitoring::view::{MonitorCard, WorkspaceView};
use monitoring::{Monitoring, Notice};
use serde::Serialize;
use store::{MonitorId, WorkspaceId};
use tauri::{AppHandle, Emitter};
use tokio::time::{Instant, sleep_until};

use crate::notifications::Notifications;
use crate::startup::Heard;
use crate::tray::Tray;

/// The one window.
const WINDOW: &str = "main";
/// Most notices that are taken at once.
const AT_ONCE: usize = 512;
/// The window is told of monitors at once, and then not before this has passed: faster than anybody reads,
/// and a list of five hundred that was looked at is a few scripts for it, not five hundred.
const GATHER: Duration = Duration::from_millis(120);

/// Hands notices on until the app ends. Only what the window is told of monitors and workspaces may gather,
/// and so come after an event of another kind that followed it; of each of them the last word stays the last.
pub(crate) async fn forward(
    handle: AppHandle,
    monitoring: Monitoring,
    notifications: Notifications,
    mut notices: Heard,
) {
    let tray = Tray::start(handle.clone(), &monitoring).await;
    let mut ears = Ears {
        handle,
        notifications,
        tray,
        monitors: Latest::default(),
        workspaces: Latest::default(),
        rests_until: Instant::now(),
    };
    let mut heard = Vec::new();
    loop {
        tokio::select! {
            count = notices.recv_many(&mut heard, AT_ONCE) => {
                if count == 0 {
                    return;
                }
                for notice in heard.drain(..) {
                    ears.hear(notice).await;
                }
            }
            () = sleep_until(ears.rests_until), if ears.has_gathered() => {}
        }
        if Instant::now() >= ears.rests_until {
            ears.tell().await;
        }
    }
}

/// All who hear what happened.
struct Ears {
    handle: AppHandle,
    notifications: Notifications,
    tray: Tray,
    monitors: Latest<MonitorId, MonitorCard>,
    workspaces: Latest<WorkspaceId, WorkspaceView>,
    /// Until then, what changes gathers.
    rests_until: Instant,
}

impl Ears {
    async fn hear(&mut self, notice: Notice) {
        let handle = &self.handle;
        match notice {
            Notice::Monitor(card) => self.monitors.put(card.id, *card),
            Notice::MonitorRemoved(id) => {
                self.monitors.forget(&id);
                emit(handle, "monitor-removed", &id);
                self.notifications.removed(id);
            }
            Notice::Workspace(view) => self.workspaces.put(view.id, *view),
            Notice::Activity(entry) => {
                emit(handle, "activity-added", &entry);
                self.notifications.consider(*entry);
            }
            Notice::Bulk(progress) => emit(handle, "bulk-progress", &progress),
            Notice::Settings(settings) => {
                self.notifications.settings_changed();
                self.tray.speak(&settings.language).await;
            }
            Notice::Import(view) => emit(handle, "import-changed", &view),
        }
    }

    const fn has_gathered(&self) -> bool {
        !self.monitors.0.is_empty() || !self.workspaces.0.is_empty()
    }

    async fn tell(&mut self) {
        for view in self.workspaces.take() {
            emit(&self.handle, "workspace-changed", &view);
            self.tray.heard(&view).await;
        }
        let monitors = self.monitors.take();
        if !monitors.is_empty() {
            emit(&self.handle, "monitors-changed", &monitors);
            self.rests_until = Instant::now() + GATHER;
        }
    }
}

/// What changed, each as it was last, in the order of these last changes.
struct Latest<Id, T>(Vec<(Id, T)>);

impl<Id, T> Default for Latest<Id, T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<Id: PartialEq, T> Latest<Id, T> {
    fn put(&mut self, id: Id, one: T) {
        self.forget(&id);
        self.0.push((id, one));
    }

    fn forget(&mut self, id: &Id) {
        self.0.retain(|(known, _)| known != id);
    }

    fn take(&mut self) -> Vec<T> {
        std::mem::take(&mut self.0)
            .into_iter()
            .map(|(_, one)| one)
            .collect()
    }
}

/// Sends an event to the window; a window that is gone needs none.
pub(crate) fn emit<T: Serialize + Clone>(handle: &AppHandle, name: &str, payload: &T) {
    if let Err(error) = handle.emit_to(WINDOW, name, payload.clone()) {
        tracing::warn!(%error, name, "an event did not reach the window");
    }
}

#[cfg(test)]
mod tests {
    use super::Latest;

    #[test]
    fn of_what_changed_twice_only_the_last_is_told_and_nothing_of_what_was_removed() {
        let mut changed = Latest::default();
        for (id, state) in [(1, "waiting"), (2, "waiting"), (1, "collecting"), (3, "waiting")] {
            changed.put(id, state);
        }
        changed.forget(&3);
        assert_eq!(changed.take(), ["waiting", "collecting"]);
        assert!(changed.take().is_empty(), "told once");
    }
}
