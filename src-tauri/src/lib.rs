//! The desktop host: it opens the window, starts what works behind it, and hands calls through.
//!
//! A command here takes its arguments, calls one use case and returns what that gives. May use:
//! Tauri, monitoring, the local service, the system's notifications. Deliberately absent: SQL,
//! HTTP, prices and rules (they live in the crates below, which never see Tauri), and any command
//! that returns a secret.
//!
//! Tauri's isolation pattern is not used. It puts a second script between the page and the host, so that a
//! package of the page that turned bad cannot call the host unseen. Here every such call needs a name in
//! the capability and arguments that parse, the page loads no script from elsewhere (its policy allows
//! none, and none inline), nothing that can be called returns a secret or reads a file, and what costs money
//! is limited in Rust by a budget. What a bad package could still do, press the buttons of the window, an
//! isolation script that lets those calls through would not stop either; and it costs an iframe, a page
//! more in memory, and encryption of every answer.

mod app;
mod bridge;
mod closing;
mod commands;
mod diagnostics;
mod dialogs;
mod drawing;
mod events;
mod folders;
mod guard;
mod keeping;
mod links;
mod login;
mod logs;
mod notifications;
mod posts;
mod sources;
mod startup;
mod thumbs;
mod tray;
mod words;

use std::process::ExitCode;
use std::time::Duration;

use tauri::{DragDropEvent, Manager, RunEvent, WindowEvent};

/// How often a start is tried again while an instance that is ending still holds its name.
const START_TRIES: u32 = 20;
/// The wait between those tries.
const START_WAIT: Duration = Duration::from_millis(150);

/// Runs the app until its window is closed.
pub fn run() -> ExitCode {
    logs::start();
    drawing::spare();
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
            event: WindowEvent::CloseRequested { api, .. },
            ..
        } => {
            // What closing means is written down; reading it must not hold up the window's thread.
            api.prevent_close();
            tauri::async_runtime::spawn(closing::asked_for(handle.clone()));
        }
        RunEvent::WindowEvent {
            event: WindowEvent::Focused(true),
            ..
        } => {
            let monitoring = handle.state::<app::Host>().monitoring_now();
            monitoring.iter().for_each(monitoring::Monitoring::came_back);
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => bridge::bring_forward(handle),
        RunEvent::WindowEvent {
            event: WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }),
            ..
        } => paths
            .into_iter()
            .take(1)
            .for_each(|path| commands::dropped(handle, path)),
        RunEvent::Exit => startup::stop(handle.state::<app::Host>().inner()),
        _ => {}
    });
    ExitCode::SUCCESS
}
