use contract::AgentId;
use monitoring::view::{ConnectGen, KeyTest, Problem, ProblemCode, Service, WorkspaceEdit, WorkspaceView};
use store::WorkspaceId;
use tauri::State;

use crate::app::Host;
use crate::startup::{COMPUTER_AGENT, PRACTICE_AGENT};
use crate::words::Words;

#[tauri::command]
pub(crate) async fn workspaces(host: State<'_, Host>) -> Result<Vec<WorkspaceView>, Problem> {
    host.monitoring().await?.workspaces().await
}

#[tauri::command]
pub(crate) async fn open_practice(host: State<'_, Host>) -> Result<WorkspaceView, Problem> {
    open_local(&host, Service::Practice, "workspace_practice", PRACTICE_AGENT).await
}

#[tauri::command]
pub(crate) async fn open_this_computer(host: State<'_, Host>) -> Result<WorkspaceView, Problem> {
    open_local(&host, Service::Computer, "workspace_computer", COMPUTER_AGENT).await
}

async fn open_local(
    host: &Host,
    service: Service,
    name: &str,
    agent: &str,
) -> Result<WorkspaceView, Problem> {
    let agent =
        AgentId::parse(agent).map_err(|error| Problem::of(ProblemCode::BadAgent, error.to_string()))?;
    let monitoring = host.monitoring().await?;
    // In the language of whoever opens it first; from then on it is theirs to change.
    let name = Words::of(&monitoring.settings().await?.language).say(name, &[]);
    monitoring.open_local(service, &name, agent).await
}

#[tauri::command]
pub(crate) async fn test_key(
    host: State<'_, Host>,
    key: String,
    agent_id: Option<String>,
    base_url: Option<String>,
) -> Result<KeyTest, Problem> {
    host.monitoring().await?.test_key(key, agent_id, base_url).await
}

#[tauri::command]
pub(crate) async fn connect_gen(
    host: State<'_, Host>,
    request: ConnectGen,
) -> Result<WorkspaceView, Problem> {
    host.monitoring().await?.connect_gen(request).await
}

#[tauri::command]
pub(crate) async fn replace_key(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    key: String,
    this_run_only: bool,
) -> Result<WorkspaceView, Problem> {
    host.monitoring()
        .await?
        .replace_key(workspace_id, key, this_run_only)
        .await
}

#[tauri::command]
pub(crate) async fn remove_key(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
) -> Result<WorkspaceView, Problem> {
    host.monitoring().await?.remove_key(workspace_id).await
}

#[tauri::command]
pub(crate) async fn test_stored_key(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
) -> Result<KeyTest, Problem> {
    host.monitoring().await?.test_stored_key(workspace_id).await
}

#[tauri::command]
pub(crate) async fn edit_workspace(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    edit: WorkspaceEdit,
) -> Result<WorkspaceView, Problem> {
    let monitoring = host.monitoring().await?;
    let edited = monitoring.edit_workspace(workspace_id, edit).await?;
    host.sources.follow_budget(&monitoring).await?;
    Ok(edited)
}

#[tauri::command]
pub(crate) async fn remove_workspace(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
) -> Result<(), Problem> {
    let monitoring = host.monitoring().await?;
    monitoring.remove_workspace(workspace_id).await?;
    host.sources.follow_budget(&monitoring).await
}
