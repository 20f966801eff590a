use std::path::PathBuf;

use monitoring::view::{
    DroppedList, ImportRowView, ImportView, ListCheck, ListChoice, ListView, Problem, ProblemCode, RowGroup,
    StartImport,
};
use store::{ImportId, IntentId, WorkspaceId};
use tauri::{AppHandle, Manager, State};
use tauri_plugin_dialog::{DialogExt, FilePath};

use crate::app::Host;
use crate::events::emit;

/// The endings of files that can be read as a list.
const ENDINGS: [&str; 5] = ["csv", "tsv", "txt", "xlsx", "xlsm"];

/// Asks for a file and opens it as a list; none where the person chose none.
#[tauri::command]
pub(crate) async fn pick_list(app: AppHandle, host: State<'_, Host>) -> Result<Option<ListView>, Problem> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    app.dialog()
        .file()
        .add_filter("CSV, Excel", &ENDINGS)
        .pick_file(move |file| drop(answer.send(file)));
    match path_of(chosen.await.ok().flatten())? {
        Some(path) => host.monitoring().await?.open_list(path).await.map(Some),
        None => Ok(None),
    }
}

#[tauri::command]
pub(crate) async fn paste_list(host: State<'_, Host>, text: String) -> Result<ListView, Problem> {
    host.monitoring().await?.paste_list(text).await
}

#[tauri::command]
pub(crate) async fn check_list(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    list: IntentId,
    choice: ListChoice,
    group: Option<RowGroup>,
    offset: u32,
    limit: u32,
) -> Result<ListCheck, Problem> {
    host.monitoring()
        .await?
        .check_list(workspace_id, list, choice, group, offset, limit)
        .await
}

#[tauri::command]
pub(crate) async fn start_import(host: State<'_, Host>, start: StartImport) -> Result<ImportView, Problem> {
    host.monitoring().await?.start_import(start).await
}

#[tauri::command]
pub(crate) async fn imports(host: State<'_, Host>) -> Result<Vec<ImportView>, Problem> {
    host.monitoring().await?.imports().await
}

#[tauri::command]
pub(crate) async fn import_leftovers(
    host: State<'_, Host>,
    import_id: ImportId,
    limit: u32,
) -> Result<Vec<ImportRowView>, Problem> {
    host.monitoring().await?.import_leftovers(import_id, limit).await
}

#[tauri::command]
pub(crate) async fn stop_import(host: State<'_, Host>, import_id: ImportId) -> Result<ImportView, Problem> {
    host.monitoring().await?.stop_import(import_id).await
}

#[tauri::command]
pub(crate) async fn continue_import(
    host: State<'_, Host>,
    import_id: ImportId,
) -> Result<ImportView, Problem> {
    host.monitoring().await?.continue_import(import_id).await
}

#[tauri::command]
pub(crate) async fn retry_import(host: State<'_, Host>, import_id: ImportId) -> Result<ImportView, Problem> {
    host.monitoring().await?.retry_import(import_id).await
}

#[tauri::command]
pub(crate) async fn remove_import(host: State<'_, Host>, import_id: ImportId) -> Result<(), Problem> {
    host.monitoring().await?.remove_import(import_id).await
}

/// A file that was dropped on the window, opened as a list; the window is told of it, or of why not.
pub(crate) fn dropped(app: &AppHandle, path: PathBuf) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let opened = match app.state::<Host>().monitoring().await {
            Ok(monitoring) => monitoring.open_list(path).await,
            Err(problem) => Err(problem),
        };
        let told = match opened {
            Ok(list) => DroppedList {
                list: Some(list),
                problem: None,
            },
            Err(problem) => DroppedList {
                list: None,
                problem: Some(problem),
            },
        };
        emit(&app, "list-dropped", &told);
    });
}

/// Asks where to put the rows that are left, and writes them there; none where the person chose nothing.
#[tauri::command]
pub(crate) async fn export_import(
    app: AppHandle,
    host: State<'_, Host>,
    import_id: ImportId,
) -> Result<Option<u32>, Problem> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    app.dialog()
        .file()
        .add_filter("CSV", &["csv"])
        .set_file_name("feedwatch-left-over.csv")
        .save_file(move |file| drop(answer.send(file)));
    match path_of(chosen.await.ok().flatten())? {
        Some(path) => host
            .monitoring()
            .await?
            .export_import(import_id, path)
            .await
            .map(Some),
        None => Ok(None),
    }
}

fn path_of(file: Option<FilePath>) -> Result<Option<PathBuf>, Problem> {
    let path = file.map(FilePath::into_path).transpose();
    path.map_err(|error| Problem::of(ProblemCode::ListUnreadable, error.to_string()))
}
