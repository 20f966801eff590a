use contract::MonitorDraft;
use monitoring::view::Problem;
use store::{Template, TemplateId};
use tauri::State;

use crate::app::Host;

#[tauri::command]
pub(crate) async fn templates(host: State<'_, Host>) -> Result<Vec<Template>, Problem> {
    host.monitoring().await?.templates().await
}

#[tauri::command]
pub(crate) async fn add_template(
    host: State<'_, Host>,
    name: String,
    draft: MonitorDraft,
) -> Result<Vec<Template>, Problem> {
    host.monitoring().await?.add_template(name, draft).await
}

#[tauri::command]
pub(crate) async fn rename_template(
    host: State<'_, Host>,
    template_id: TemplateId,
    name: String,
) -> Result<Vec<Template>, Problem> {
    host.monitoring().await?.rename_template(template_id, name).await
}

#[tauri::command]
pub(crate) async fn remove_template(
    host: State<'_, Host>,
    template_id: TemplateId,
) -> Result<Vec<Template>, Problem> {
    host.monitoring().await?.remove_template(template_id).await
}
