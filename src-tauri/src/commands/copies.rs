use monitoring::view::{CopiesView, CopyPreview, Problem};
use tauri::{AppHandle, State};

use crate::app::Host;
use crate::{dialogs, keeping};

#[tauri::command]
pub(crate) async fn copies(host: State<'_, Host>) -> Result<CopiesView, Problem> {
    host.monitoring().await?.copies().await
}

/// Gives the file's name; none where the dialog was closed.
#[tauri::command]
pub(crate) async fn save_copy(app: AppHandle, host: State<'_, Host>) -> Result<Option<String>, Problem> {
    let monitoring = host.monitoring().await?;
    match dialogs::save(&app, keeping::suggested_name(), ("Feedwatch", keeping::EXTENSION)).await {
        Some(target) => keeping::save(&host, &monitoring, target).await.map(Some),
        None => Ok(None),
    }
}

/// Lets the person choose a file; none where the dialog was closed.
#[tauri::command]
pub(crate) async fn choose_copy(
    app: AppHandle,
    host: State<'_, Host>,
) -> Result<Option<CopyPreview>, Problem> {
    let monitoring = host.monitoring().await?;
    match dialogs::open(&app, "Feedwatch", &[keeping::EXTENSION, "db"]).await {
        Some(copy) => keeping::look_into(&host, &monitoring, copy).await.map(Some),
        None => Ok(None),
    }
}

/// Looks into a back-up that Feedwatch keeps, by its name in the list.
#[tauri::command]
pub(crate) async fn look_into_copy(host: State<'_, Host>, name: String) -> Result<CopyPreview, Problem> {
    let monitoring = host.monitoring().await?;
    let copy = keeping::kept_copy(&host, &monitoring, &name).await?;
    keeping::look_into(&host, &monitoring, copy).await
}

/// Has the next start restore the copy that was looked into last.
#[tauri::command]
pub(crate) async fn restore_copy(host: State<'_, Host>) -> Result<CopiesView, Problem> {
    let monitoring = host.monitoring().await?;
    keeping::stage(&host, &monitoring).await?;
    monitoring.copies().await
}

#[tauri::command]
pub(crate) async fn unstage_copy(host: State<'_, Host>) -> Result<CopiesView, Problem> {
    let monitoring = host.monitoring().await?;
    keeping::unstage(&host, &monitoring).await?;
    monitoring.copies().await
}

#[tauri::command]
pub(crate) fn restart(app: AppHandle) {
    tracing::info!("a restart was asked for");
    app.request_restart();
}
