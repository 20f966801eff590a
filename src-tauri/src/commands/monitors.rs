use contract::{JobId, MonitorDraft};
use monitoring::NewMonitor;
use monitoring::view::{BulkName, Cadence, MonitorCard, MonitorDetail, Preview, Problem, Settle};
use store::{IntentId, MonitorId, WorkspaceId};
use tauri::State;

use crate::app::Host;

#[tauri::command]
pub(crate) fn new_intent() -> IntentId {
    IntentId::random()
}

#[tauri::command]
pub(crate) async fn preview(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    draft: MonitorDraft,
    editing: Option<MonitorId>,
    cadence: Option<Cadence>,
) -> Result<Preview, Problem> {
    host.monitoring()
        .await?
        .preview_with_cadence(workspace_id, draft, editing, cadence)
        .await
}

#[tauri::command]
pub(crate) async fn create_monitor(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    draft: MonitorDraft,
    intent_id: IntentId,
    tags: Vec<String>,
    retry_of: Option<MonitorId>,
) -> Result<MonitorCard, Problem> {
    let new = NewMonitor {
        workspace: workspace_id,
        draft,
        intent: intent_id,
        tags,
        retry_of,
    };
    host.monitoring().await?.create_monitor(new).await
}

#[tauri::command]
pub(crate) async fn monitor(host: State<'_, Host>, monitor_id: MonitorId) -> Result<MonitorDetail, Problem> {
    host.monitoring().await?.detail(monitor_id).await
}

#[tauri::command]
pub(crate) async fn update_monitor(
    host: State<'_, Host>,
    monitor_id: MonitorId,
    draft: MonitorDraft,
) -> Result<MonitorDetail, Problem> {
    host.monitoring().await?.update_monitor(monitor_id, draft).await
}

#[tauri::command]
pub(crate) async fn stop_monitor(
    host: State<'_, Host>,
    monitor_id: MonitorId,
) -> Result<MonitorDetail, Problem> {
    host.monitoring().await?.stop_monitor(monitor_id).await
}

#[tauri::command]
pub(crate) async fn settle(
    host: State<'_, Host>,
    monitor_id: MonitorId,
    settle: Settle,
) -> Result<MonitorDetail, Problem> {
    host.monitoring().await?.settle(monitor_id, settle).await
}

#[tauri::command]
pub(crate) async fn look_now(host: State<'_, Host>, monitor_id: MonitorId) -> Result<MonitorDetail, Problem> {
    host.monitoring().await?.look_now(monitor_id).await
}

#[tauri::command]
pub(crate) async fn tag_monitor(
    host: State<'_, Host>,
    monitor_id: MonitorId,
    tags: Vec<String>,
) -> Result<MonitorCard, Problem> {
    host.monitoring().await?.tag_monitor(monitor_id, tags).await
}

#[tauri::command]
pub(crate) async fn cadence(
    host: State<'_, Host>,
    monitor_id: MonitorId,
) -> Result<Option<Cadence>, Problem> {
    host.monitoring().await?.cadence(monitor_id).await
}

#[tauri::command]
pub(crate) async fn set_cadence(
    host: State<'_, Host>,
    monitor_id: MonitorId,
    cadence: Option<Cadence>,
) -> Result<Option<Cadence>, Problem> {
    host.monitoring().await?.set_cadence(monitor_id, cadence).await
}

#[tauri::command]
pub(crate) async fn monitors_of_jobs(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    jobs: Vec<JobId>,
) -> Result<Vec<BulkName>, Problem> {
    host.monitoring()
        .await?
        .monitors_of_jobs(workspace_id, jobs)
        .await
}

/// Removes it from the record, and with `with_posts` the posts that it alone found. A monitor that cannot
/// be removed keeps its posts; one whose posts could not be deleted stays, so that it can be tried again.
#[tauri::command]
pub(crate) async fn remove_monitor(
    host: State<'_, Host>,
    monitor_id: MonitorId,
    with_posts: bool,
) -> Result<(), Problem> {
    let monitoring = host.monitoring().await?;
    if with_posts {
        monitoring.ensure_removable(monitor_id).await?;
        super::posts::forget_posts_of(&host, &monitoring.card(monitor_id).await?).await?;
    }
    monitoring.remove_monitor(monitor_id).await
}
