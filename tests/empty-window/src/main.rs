//! A window with one line of text and nothing behind it, of the same version and profile as the app: what
//! the app's start, memory and rest are measured beside.

use std::process::ExitCode;

fn main() -> ExitCode {
    let run = tauri::Builder::default().run(tauri::generate_context!());
    if run.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
