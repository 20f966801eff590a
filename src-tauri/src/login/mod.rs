//! The system's entry that starts Feedwatch at login.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod native;

use monitoring::view::{Problem, ProblemCode, Settings};
use tauri::AppHandle;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
use native as system;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Given to a start at login, which shows no window.
const BACKGROUND: &str = "--background";

/// Whether this start was made by the system at login.
pub(crate) fn in_background() -> bool {
    std::env::args_os().any(|argument| argument == BACKGROUND)
}

/// The settings with what the system says of the entry: a person may remove it there.
pub(crate) async fn as_it_is(handle: &AppHandle, settings: Settings) -> Settings {
    let handle = handle.clone();
    let found = tokio::task::spawn_blocking(move || system::is_there(&handle)).await;
    match found {
        Ok(Ok(start_at_login)) => Settings {
            start_at_login,
            ..settings
        },
        _ => settings,
    }
}

/// Writes or removes the entry.
pub(crate) async fn set(handle: &AppHandle, on: bool) -> Result<(), Problem> {
    let handle = handle.clone();
    let change = move || match (on, system::is_there(&handle)?) {
        (true, false) => system::write(&handle),
        (false, true) => system::remove(&handle),
        _ => Ok(()),
    };
    let failed = |why: String| Problem::of(ProblemCode::LoginEntryFailed, why);
    tokio::task::spawn_blocking(change)
        .await
        .map_err(|error| failed(error.to_string()))?
        .map_err(|error| failed(error.to_string()))
}
