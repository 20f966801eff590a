use monitoring::view::{ActivityPage, BoardPage, BoardQuery, Problem};
use store::WorkspaceId;
use tauri::State;

use crate::app::Host;

#[tauri::command]
pub(crate) async fn board(host: State<'_, Host>, query: BoardQuery) -> Result<BoardPage, Problem> {
    host.monitoring().await?.board(query).await
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
    host.monitoring().await?.mark_activity_read(up_to).await
}
