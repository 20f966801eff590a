//! The icon in the desktop's tray, where there is one. Nothing depends on it: whatever its menu does, the
//! window does too, and a second start brings the window forward.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod native;

use monitoring::Monitoring;
use monitoring::view::WorkspaceView;
use store::WorkspaceId;
use tauri::AppHandle;

use crate::bridge::bring_forward;
use crate::events::emit;
use crate::words::Words;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
use native as system;

/// What a choice of the menu does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Choice {
    Open,
    NewMonitor,
    Quit,
}

impl Choice {
    pub(super) const ALL: [Self; 3] = [Self::Open, Self::NewMonitor, Self::Quit];

    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::Open => "tray_open",
            Self::NewMonitor => "tray_new",
            Self::Quit => "tray_quit",
        }
    }

    pub(super) fn act(self, handle: &AppHandle) {
        match self {
            Self::Open => bring_forward(handle),
            Self::NewMonitor => {
                bring_forward(handle);
                emit(handle, "new-monitor", &());
            }
            Self::Quit => handle.exit(0),
        }
    }
}

/// The tray, and what it last said.
#[derive(Debug)]
pub(crate) struct Tray {
    icon: Option<system::Icon>,
    attention: Vec<(WorkspaceId, u32)>,
    words: Words,
}

impl Tray {
    /// Puts the icon into the tray, or goes without.
    pub(crate) async fn start(handle: AppHandle, monitoring: &Monitoring) -> Self {
        let language = monitoring.settings().await.map(|settings| settings.language);
        let words = Words::of(&language.unwrap_or_default());
        let icon = system::Icon::put(handle, words).await;
        tracing::info!(tray = icon.is_some(), "the tray was asked");
        let mut tray = Self {
            icon,
            attention: Vec::new(),
            words,
        };
        for workspace in monitoring.workspaces().await.unwrap_or_default() {
            tray.count(&workspace);
        }
        tray.tell().await;
        tray
    }

    /// Says anew how many monitors need attention, where that changed.
    pub(crate) async fn heard(&mut self, workspace: &WorkspaceView) {
        if self.count(workspace) {
            self.tell().await;
        }
    }

    pub(crate) async fn speak(&mut self, language: &str) {
        self.words = Words::of(language);
        self.tell().await;
    }

    fn count(&mut self, workspace: &WorkspaceView) -> bool {
        let now = (workspace.id, workspace.attention);
        let known = self.attention.iter_mut().find(|(id, _)| *id == workspace.id);
        match known {
            Some(before) if *before == now => false,
            Some(before) => {
                *before = now;
                true
            }
            None => {
                self.attention.push(now);
                true
            }
        }
    }

    async fn tell(&self) {
        let attention: u32 = self.attention.iter().map(|(_, count)| count).sum();
        if let Some(icon) = &self.icon {
            icon.say(self.words, self.words.attention(attention), attention > 0)
                .await;
        }
    }
}
