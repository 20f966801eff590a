//! The system's dialogs for files. They are opened here and answer here: the window never names a
//! file, so that nothing it shows can make Feedwatch read or write one.

use std::path::PathBuf;

use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;

/// What files are called in a dialog, and their ending.
pub(crate) type Kind<'a> = (&'a str, &'a str);

/// Answers the dialogs, for tests on a screen that nobody looks at.
const ANSWER: &str = "FEEDWATCH_FILE_ANSWER";

/// Where to write; none where the dialog was closed. `kind` names the files that are offered.
pub(crate) async fn save(app: &AppHandle, name: String, (kind, extension): Kind<'_>) -> Option<PathBuf> {
    if let Some(answer) = answer() {
        return Some(answer);
    }
    let (sender, chosen) = oneshot::channel();
    app.dialog()
        .file()
        .set_file_name(name)
        .add_filter(kind, &[extension])
        .save_file(|path| drop(sender.send(path)));
    path_of(chosen.await)
}

/// What to read; none where the dialog was closed.
pub(crate) async fn open(app: &AppHandle, kind: &str, extensions: &[&str]) -> Option<PathBuf> {
    if let Some(answer) = answer() {
        return Some(answer);
    }
    let (sender, chosen) = oneshot::channel();
    app.dialog()
        .file()
        .add_filter(kind, extensions)
        .pick_file(|path| drop(sender.send(path)));
    path_of(chosen.await)
}

/// A dialog that ends without an answer was closed.
fn path_of(chosen: Result<Option<FilePath>, oneshot::error::RecvError>) -> Option<PathBuf> {
    chosen.ok().flatten()?.into_path().ok()
}

fn answer() -> Option<PathBuf> {
    std::env::var_os(ANSWER)
        .filter(|text| !text.is_empty())
        .map(PathBuf::from)
}
