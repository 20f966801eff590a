use contract::Money;
use monitoring::view::{BulkId, BulkItem, BulkOutcome, BulkQuote, BulkWork, Problem};
use store::MonitorId;
use tauri::State;

use crate::app::Host;

#[tauri::command]
pub(crate) async fn quote_bulk(
    host: State<'_, Host>,
    monitors: Vec<MonitorId>,
    work: BulkWork,
) -> Result<BulkQuote, Problem> {
    host.monitoring().await?.quote_bulk(monitors, work).await
}

#[tauri::command]
pub(crate) async fn run_bulk(
    host: State<'_, Host>,
    id: BulkId,
    work: BulkWork,
    items: Vec<BulkItem>,
    agreed: Money,
) -> Result<BulkOutcome, Problem> {
    host.monitoring().await?.run_bulk(id, work, items, agreed).await
}

#[tauri::command]
pub(crate) async fn end_bulk(host: State<'_, Host>, id: BulkId) -> Result<(), Problem> {
    host.monitoring().await?.end_bulk(id);
    Ok(())
}

#[tauri::command]
pub(crate) async fn tag_monitors(
    host: State<'_, Host>,
    monitors: Vec<MonitorId>,
    add: Vec<String>,
    remove: Vec<String>,
) -> Result<(), Problem> {
    host.monitoring().await?.tag_monitors(monitors, add, remove).await
}
