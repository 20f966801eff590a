//! News from the background, handed to the window and to the notifications.

use monitoring::{Monitoring, Notice};
use serde::Serialize;
use tauri::{AppHandle, Emitter};

use crate::notifications::Notifications;
use crate::startup::Heard;

/// The one window.
const WINDOW: &str = "main";

/// Hands notices on until the app ends.
pub(crate) async fn forward(handle: AppHandle, monitoring: Monitoring, mut notices: Heard) {
    let notifications = Notifications::start(handle.clone(), monitoring);
    while let Some(notice) = notices.recv().await {
        match notice {
            Notice::Monitor(card) => emit(&handle, "monitor-changed", &card),
            Notice::MonitorRemoved(id) => emit(&handle, "monitor-removed", &id),
            Notice::Workspace(view) => emit(&handle, "workspace-changed", &view),
            Notice::Activity(entry) => {
                emit(&handle, "activity-added", &entry);
                notifications.consider(*entry);
            }
            Notice::Bulk(progress) => emit(&handle, "bulk-progress", &progress),
            Notice::BudgetMark { .. } => {}
        }
    }
}

/// Sends an event to the window; a window that is gone needs none.
pub(crate) fn emit<T: Serialize + Clone>(handle: &AppHandle, name: &str, payload: &T) {
    if let Err(error) = handle.emit_to(WINDOW, name, payload.clone()) {
        tracing::warn!(%error, name, "an event did not reach the window");
    }
}
