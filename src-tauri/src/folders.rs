use std::path::PathBuf;

use tauri::{AppHandle, Manager};

/// Sets the data folder, for tests and for portable use.
const OVERRIDE: &str = "FEEDWATCH_DATA_DIR";

/// Where everything of this person is kept.
pub(crate) fn data(app: &AppHandle) -> tauri::Result<PathBuf> {
    match given() {
        Some(folder) => Ok(folder),
        None => app.path().app_local_data_dir(),
    }
}

/// The folder that the person chose, if they did.
pub(crate) fn given() -> Option<PathBuf> {
    std::env::var_os(OVERRIDE)
        .filter(|text| !text.is_empty())
        .map(PathBuf::from)
}
