use monitoring::view::{Problem, SpendingQuery, SpendingView};
use tauri::State;

use crate::app::Host;

#[tauri::command]
pub(crate) async fn spending(host: State<'_, Host>, query: SpendingQuery) -> Result<SpendingView, Problem> {
    host.monitoring().await?.spending(query).await
}
