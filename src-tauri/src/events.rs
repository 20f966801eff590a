//! News from the background, handed to the window and to the notifications.

use monitoring::{Monitoring, Notice};
use serde::Serialize;
use tauri::{AppHandle, Emitter};

use crate::notifications::Notifications;
use crate::startup::Heard;
use crate::tray::Tray;

/// The one window.
const WINDOW: &str = "main";

/// Hands notices on until the app ends.
pub(crate) async fn forward(
    handle: AppHandle,
    monitoring: Monitoring,
    notifications: Notifications,
    mut notices: Heard,
) {
    let mut tray = Tray::start(handle.clone(), &monitoring).await;
    while let Some(notice) = notices.recv().await {
        match notice {
            Notice::Monitor(card) => emit(&handle, "monitor-changed", &card),
            Notice::MonitorRemoved(id) => {
                emit(&handle, "monitor-removed", &id);
                notifications.removed(id);
            }
            Notice::Workspace(view) => {
                emit(&handle, "workspace-changed", &view);
                tray.heard(&view).await;
            }
            Notice::Activity(entry) => {
                emit(&handle, "activity-added", &entry);
                notifications.consider(*entry);
            }
            Notice::Bulk(progress) => emit(&handle, "bulk-progress", &progress),
            Notice::Settings(settings) => {
                notifications.settings_changed();
                tray.speak(&settings.language).await;
            }
            Notice::Import(view) => emit(&handle, "import-changed", &view),
        }
    }
}

/// Sends an event to the window; a window that is gone needs none.
pub(crate) fn emit<T: Serialize + Clone>(handle: &AppHandle, name: &str, payload: &T) {
    if let Err(error) = handle.emit_to(WINDOW, name, payload.clone()) {
        tracing::warn!(%error, name, "an event did not reach the window");
    }
}
