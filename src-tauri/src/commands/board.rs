use monitoring::view::{ActivityPage, BoardPage, BoardQuery, BoardView, Problem, SaveView};
use store::{MonitorId, ViewId, WorkspaceId};
use tauri::State;

use crate::app::Host;

#[tauri::command]
pub(crate) async fn board(host: State<'_, Host>, query: BoardQuery) -> Result<BoardPage, Problem> {
    host.monitoring().await?.board(query).await
}

#[tauri::command]
pub(crate) async fn board_ids(host: State<'_, Host>, query: BoardQuery) -> Result<Vec<MonitorId>, Problem> {
    host.monitoring().await?.board_ids(query).await
}

#[tauri::command]
pub(crate) async fn views(host: State<'_, Host>) -> Result<Vec<BoardView>, Problem> {
    host.monitoring().await?.views().await
}

#[tauri::command]
pub(crate) async fn save_view(host: State<'_, Host>, view: SaveView) -> Result<Vec<BoardView>, Problem> {
    host.monitoring().await?.save_view(view).await
}

#[tauri::command]
pub(crate) async fn remove_view(host: State<'_, Host>, view_id: ViewId) -> Result<Vec<BoardView>, Problem> {
    host.monitoring().await?.remove_view(view_id).await
}

#[tauri::command]
pub(crate) async fn activity(
    host: State<'_, Host>,
    workspace_id: Option<WorkspaceId>,
    before: Option<i64>,
    limit: u32,
) -> Result<ActivityPage, Problem> {
    host.monitoring()
        .await?
        .activity(workspace_id, before, limit)
        .await
}

#[tauri::command]
pub(crate) async fn mark_activity_read(host: State<'_, Host>, up_to: i64) -> Result<u32, Problem> {
    let left = host.monitoring().await?.mark_activity_read(up_to).await?;
    if let Some(notifications) = host.notifications() {
        notifications.seen(up_to);
    }
    Ok(left)
}
