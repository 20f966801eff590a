//! The desktop host: it opens the window, starts what works behind it, and hands calls through.
//!
//! A command here takes its arguments, calls one use case and returns what that gives. May use:
//! Tauri, monitoring, the local service, the system's notifications. Deliberately absent: SQL,
//! HTTP, prices and rules (they live in the crates below, which never see Tauri), and any command
//! that returns a secret.

mod app;
mod bridge;
mod commands;
mod diagnostics;
mod events;
mod folders;
mod links;
mod logs;
mod notifications;
mod sources;
mod startup;

use std::process::ExitCode;
use std::time::Duration;

use tauri::{Manager, RunEvent, WindowEvent};

/// How often a start is tried again while an instance that is ending still holds its name.
const START_TRIES: u32 = 20;
/// The wait between those tries.
const START_WAIT: Duration = Duration::from_millis(150);

/// Runs the app until its window is closed.
pub fn run() -> ExitCode {
    logs::start();
    let mut tries = 0;
    let app = loop {
        match bridge::build() {
            Ok(app) => break app,
            // A person who closes and reopens at once meets the old instance's last moments.
            Err(error) if tries < START_TRIES => {
                tries += 1;
                tracing::info!(%error, tries, "the start is tried again");
                std::thread::sleep(START_WAIT);
            }
            Err(error) => {
                tracing::error!(%error, "Feedwatch could not start");
                return ExitCode::FAILURE;
            }
        }
    };
    app.run(|handle, event| match event {
        RunEvent::WindowEvent {
            event: WindowEvent::CloseRequested { .. },
            ..
        } => {
            tracing::info!("the window was closed");
        }
        RunEvent::Exit => startup::stop(handle.state::<app::Host>().inner()),
        _ => {}
    });
    ExitCode::SUCCESS
}
