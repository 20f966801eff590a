//! What happens when the window is closed: the app ends, or goes on in the background, as the person once
//! said. They are asked the first time that it matters.

use std::sync::atomic::{AtomicBool, Ordering};

use monitoring::Monitoring;
use monitoring::view::Problem;
use tauri::{AppHandle, Manager};

use crate::app::Host;
use crate::events::emit;

/// What closing the window does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    Hide,
    End,
    Ask,
}

/// Whether the person was asked and has not answered yet.
#[derive(Debug, Default)]
pub(crate) struct Asked(AtomicBool);

/// Does what closing the window means for this person.
pub(crate) async fn asked_for(handle: AppHandle) {
    let host = handle.state::<Host>();
    // Nobody who closes twice wants to be asked twice; the page may not be able to ask.
    if host.asked.0.swap(true, Ordering::SeqCst) {
        return handle.exit(0);
    }
    let closing = match host.monitoring_now() {
        Some(monitoring) => decide(&monitoring).await.unwrap_or(Closing::End),
        None => Closing::End,
    };
    tracing::info!(?closing, "the window was closed");
    match closing {
        Closing::End => handle.exit(0),
        Closing::Ask => emit(&handle, "closing-asked", &()),
        Closing::Hide => {
            host.asked.0.store(false, Ordering::SeqCst);
            hide(&handle);
        }
    }
}

/// The person stays after all.
pub(crate) fn stay(host: &Host) {
    host.asked.0.store(false, Ordering::SeqCst);
}

/// The person's answer, kept for every later time.
pub(crate) async fn answered(handle: &AppHandle, keep: bool) -> Result<(), Problem> {
    let host = handle.state::<Host>();
    stay(&host);
    let monitoring = host.monitoring().await?;
    let mut settings = monitoring.settings().await?;
    settings.keep_running = Some(keep);
    monitoring.save_settings(settings).await?;
    if keep {
        hide(handle);
    } else {
        handle.exit(0);
    }
    Ok(())
}

/// An app without monitors has nothing to go on with.
async fn decide(monitoring: &Monitoring) -> Result<Closing, Problem> {
    Ok(match monitoring.settings().await?.keep_running {
        Some(true) => Closing::Hide,
        Some(false) => Closing::End,
        None if monitoring.workspaces().await?.iter().all(|one| one.monitors == 0) => Closing::End,
        None => Closing::Ask,
    })
}

fn hide(handle: &AppHandle) {
    let hidden = handle.get_webview_window("main").map(|window| window.hide());
    if let Some(Err(error)) = hidden {
        tracing::warn!(%error, "the window could not be hidden");
    }
}
