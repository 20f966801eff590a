use contract::Platform;
use monitoring::view::{Problem, SourceKeyTest, SourceName, SourcesView};
use tauri::State;

use crate::app::Host;

#[tauri::command]
pub(crate) async fn sources(host: State<'_, Host>) -> Result<SourcesView, Problem> {
    host.sources.view(&host.monitoring().await?).await
}

#[tauri::command]
pub(crate) async fn test_source_key(
    host: State<'_, Host>,
    source: SourceName,
) -> Result<SourceKeyTest, Problem> {
    host.sources.test(source).await
}

#[tauri::command]
pub(crate) async fn keep_source_key(
    host: State<'_, Host>,
    source: SourceName,
    key: String,
    this_run_only: bool,
) -> Result<SourcesView, Problem> {
    let monitoring = host.monitoring().await?;
    host.sources.keep(&monitoring, source, &key, this_run_only).await
}

#[tauri::command]
pub(crate) async fn remove_source_key(
    host: State<'_, Host>,
    source: SourceName,
) -> Result<SourcesView, Problem> {
    host.sources.remove(&host.monitoring().await?, source).await
}

#[tauri::command]
pub(crate) async fn choose_source(
    host: State<'_, Host>,
    platform: Platform,
    source: Option<SourceName>,
) -> Result<SourcesView, Problem> {
    let monitoring = host.monitoring().await?;
    host.sources.choose(&monitoring, platform, source).await
}
