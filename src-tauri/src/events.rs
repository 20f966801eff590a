//! News from the background, handed to the window and to the notifications.

use monitoring::view::MonitorCard;
use monitoring::{Monitoring, Notice};
use serde::Serialize;
use tauri::{AppHandle, Emitter};

use crate::notifications::Notifications;
use crate::startup::Heard;
use crate::tray::Tray;

/// The one window.
const WINDOW: &str = "main";
/// Most notices that are taken at once.
const AT_ONCE: usize = 512;

/// Hands notices on until the app ends. What came meanwhile goes as one: a list of five hundred monitors
/// that were looked at is one event for the window, not five hundred scripts.
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
        changed: Changed::default(),
    };
    let mut heard = Vec::new();
    while notices.recv_many(&mut heard, AT_ONCE).await > 0 {
        for notice in heard.drain(..) {
            ears.hear(notice).await;
        }
        ears.changed.tell(&ears.handle);
    }
}

/// All who hear what happened.
struct Ears {
    handle: AppHandle,
    notifications: Notifications,
    tray: Tray,
    changed: Changed,
}

impl Ears {
    async fn hear(&mut self, notice: Notice) {
        let handle = &self.handle;
        // What follows may be about them.
        if !matches!(notice, Notice::Monitor(_)) {
            self.changed.tell(handle);
        }
        match notice {
            Notice::Monitor(card) => self.changed.add(*card),
            Notice::MonitorRemoved(id) => {
                emit(handle, "monitor-removed", &id);
                self.notifications.removed(id);
            }
            Notice::Workspace(view) => {
                emit(handle, "workspace-changed", &view);
                self.tray.heard(&view).await;
            }
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
}

/// Monitors that changed, each as it is now, in the order of their last changes.
#[derive(Default)]
struct Changed(Vec<MonitorCard>);

impl Changed {
    fn add(&mut self, card: MonitorCard) {
        self.0.retain(|known| known.id != card.id);
        self.0.push(card);
    }

    /// Tells the window of them, and begins anew.
    fn tell(&mut self, handle: &AppHandle) {
        if !self.0.is_empty() {
            emit(handle, "monitors-changed", &std::mem::take(&mut self.0));
        }
    }
}

/// Sends an event to the window; a window that is gone needs none.
pub(crate) fn emit<T: Serialize + Clone>(handle: &AppHandle, name: &str, payload: &T) {
    if let Err(error) = handle.emit_to(WINDOW, name, payload.clone()) {
        tracing::warn!(%error, name, "an event did not reach the window");
    }
}
