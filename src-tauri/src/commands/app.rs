use contract::{Country, CountryEntry, Platform, TargetKind};
use monitoring::Monitoring;
use monitoring::view::{NotificationTest, Problem, ProblemCode, Service, Settings, StartView, WorkspaceView};
use serde::Serialize;
use tauri::{AppHandle, State};
use tauri_plugin_opener::open_url;

use crate::app::Host;
use crate::words::Words;
use crate::{closing, diagnostics as report, links, login, notifications};

#[tauri::command]
pub(crate) async fn start_view(handle: AppHandle, host: State<'_, Host>) -> Result<StartView, Problem> {
    let monitoring = host.monitoring().await?;
    let view = StartView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        settings: login::as_it_is(&handle, monitoring.settings().await?).await,
        workspaces: monitoring.workspaces().await?,
        unread: monitoring.unread().await?,
        zone: jiff::tz::TimeZone::system()
            .iana_name()
            .unwrap_or("UTC")
            .to_owned(),
        // The last to be looked at: what turns out later is heard by the page, which listens by now.
        notices: host.notices(),
    };
    load_source_keys(&host, &monitoring, &view);
    // The window is there now, so the keychain may ask its question.
    if view
        .workspaces
        .iter()
        .any(|workspace| workspace.service == Service::Gen)
    {
        tauri::async_runtime::spawn(async move {
            if let Err(problem) = monitoring.load_keys().await {
                tracing::warn!(code = ?problem.code, "the keys could not be read");
            }
        });
    }
    Ok(view)
}

/// The keys of this computer's sources, where it collects anything.
fn load_source_keys(host: &Host, monitoring: &Monitoring, view: &StartView) {
    let collects = |workspace: &WorkspaceView| workspace.service == Service::Computer;
    let needed = view.workspaces.iter().any(collects);
    let (sources, monitoring) = (host.sources.clone(), monitoring.clone());
    tauri::async_runtime::spawn(async move {
        if !needed {
            return sources.no_keys_needed().await;
        }
        if let Err(problem) = sources.load(&monitoring).await {
            tracing::warn!(code = ?problem.code, "the sources' keys could not be read");
        }
    });
}

#[tauri::command]
pub(crate) fn countries() -> Vec<CountryEntry> {
    Country::list()
}

#[tauri::command]
pub(crate) async fn save_settings(
    handle: AppHandle,
    host: State<'_, Host>,
    settings: Settings,
) -> Result<Settings, Problem> {
    let monitoring = host.monitoring().await?;
    let before = monitoring.settings().await?.start_at_login;
    let saved = monitoring.save_settings(settings).await?;
    if saved.start_at_login != before {
        login::set(&handle, saved.start_at_login).await?;
    }
    Ok(saved)
}

#[tauri::command]
pub(crate) async fn test_notification(host: State<'_, Host>) -> Result<NotificationTest, Problem> {
    let settings = host.monitoring().await?.settings().await?;
    Ok(notifications::test(Words::of(&settings.language)).await)
}

#[tauri::command]
pub(crate) async fn answer_closing(handle: AppHandle, keep: bool) -> Result<(), Problem> {
    closing::answered(&handle, keep).await
}

#[tauri::command]
pub(crate) fn stay_open(host: State<'_, Host>) {
    closing::stay(&host);
}

#[tauri::command]
pub(crate) fn quit(handle: AppHandle) {
    handle.exit(0);
}

#[tauri::command]
pub(crate) async fn diagnostics(host: State<'_, Host>) -> Result<String, Problem> {
    report::text(&host.monitoring().await?).await
}

#[tauri::command]
pub(crate) async fn open_link(url: String) -> Result<(), Problem> {
    let url = links::checked(&url)?;
    let opened = tokio::task::spawn_blocking(move || open_url(url.as_str(), None::<&str>)).await;
    let failed = |why: String| Problem::of(ProblemCode::Internal, why);
    opened
        .map_err(|error| failed(error.to_string()))?
        .map_err(|error| failed(error.to_string()))
}

/// A practice target that fails on purpose.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PracticeTarget {
    platform: Platform,
    #[serde(rename = "type")]
    kind: TargetKind,
    value: &'static str,
    why: &'static str,
}

#[tauri::command]
pub(crate) fn practice_targets() -> Vec<PracticeTarget> {
    let target = |failure: &local_service::PracticeFailure| PracticeTarget {
        // TikTok takes every kind of target.
        platform: Platform::TikTok,
        kind: failure.kind,
        value: failure.value,
        why: failure.shows,
    };
    local_service::PRACTICE_FAILURES.iter().map(target).collect()
}
