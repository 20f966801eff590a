//! Files that go in and out. Dialogs are the system's and are opened here; the window neither names
//! a path nor learns one.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use contract::{Platform, UnixMillis};
use library::export::{self, ExportError, ExportForm, ExportOrder};
use library::import::{self, ImportForm, ImportLook, ImportOrder, ImportReport, Mapping};
use library::{PostFilter, PostSort, Reader};
use monitoring::view::{Problem, ProblemCode, Service};
use serde::Serialize;
use store::{MonitorId, WorkspaceId};
use tauri::{AppHandle, Manager, State};

use super::posts::{agent, job};
use crate::app::Host;
use crate::dialogs;
use crate::events::emit;
use crate::posts::{internal, of_import, of_library};

/// Lets the person choose a file, and looks at it. None where they dismissed the dialog.
#[tauri::command]
pub(crate) async fn choose_post_file(
    app: AppHandle,
    host: State<'_, Host>,
) -> Result<Option<ImportLook>, Problem> {
    let endings = ["json", "jsonl", "ndjson", "csv", "tsv", "txt"];
    let Some(path) = dialogs::open(&app, "JSON, CSV", &endings).await else {
        return Ok(None);
    };
    let looked = tokio::task::spawn_blocking({
        let path = path.clone();
        move || import::look(&path)
    });
    let look = looked
        .await
        .map_err(internal)?
        .map_err(|error| of_import(&error))?;
    host.posts.choose(path)?;
    Ok(Some(look))
}

/// How an import ended, as the window hears it.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Ended {
    Report { report: ImportReport },
    Failed { problem: Problem },
}

/// Brings the chosen file in. Its progress and its end come as events.
#[tauri::command]
pub(crate) async fn bring_posts(
    app: AppHandle,
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    form: ImportForm,
    mapping: Mapping,
    platform: Option<Platform>,
) -> Result<(), Problem> {
    let (agent, library) = (agent(&host, workspace_id).await?, host.library()?);
    let (path, end) = host.posts.begin()?;
    let order = ImportOrder {
        path,
        agent,
        form,
        mapping,
        platform,
        at: now(),
    };
    tauri::async_runtime::spawn(async move {
        let told = app.clone();
        let done = tokio::task::spawn_blocking(move || {
            import::run(&library, &order, &mut |progress| {
                emit(&told, "post-file-progress", &progress);
                going(&end)
            })
        });
        let ended = match done.await {
            Ok(Ok(report)) => Ended::Report { report },
            Ok(Err(error)) => Ended::Failed {
                problem: of_import(&error),
            },
            Err(error) => Ended::Failed {
                problem: internal(error),
            },
        };
        app.state::<Host>().posts.ended();
        emit(&app, "post-file-ended", &ended);
    });
    Ok(())
}

fn going(end: &Arc<AtomicBool>) -> ControlFlow<()> {
    if end.load(Ordering::Relaxed) {
        ControlFlow::Break(())
    } else {
        ControlFlow::Continue(())
    }
}

fn now() -> UnixMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixMillis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Ends the running import; what it stored stays.
#[tauri::command]
pub(crate) fn cancel_post_file(host: State<'_, Host>) {
    host.posts.cancel();
}

/// A file that was written.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Exported {
    file_name: String,
    posts: u64,
}

/// Lets the person say where, and writes exactly what is shown. None where they dismissed the dialog.
#[tauri::command]
pub(crate) async fn export_posts(
    app: AppHandle,
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    monitor_id: Option<MonitorId>,
    filter: PostFilter,
    sort: PostSort,
    form: ExportForm,
) -> Result<Option<Exported>, Problem> {
    let workspace = host.monitoring().await?.workspace(workspace_id).await?;
    let agent = crate::posts::agent_of(&workspace)?;
    let mut filter = filter;
    if let Some(job) = job(&host, monitor_id).await? {
        filter.job = Some(job.ok_or_else(|| Problem::of(ProblemCode::NotFound, "posts of this monitor"))?);
    }
    let name = file_name(workspace.service, form);
    let kind = form.extension().to_uppercase();
    let Some(path) = dialogs::save(&app, name, (&kind, form.extension())).await else {
        return Ok(None);
    };
    let path = with_extension(path, form);
    let order = ExportOrder {
        agent,
        filter,
        sort,
        form,
        path: path.clone(),
    };
    let library = host.posts.path();
    let done = tokio::task::spawn_blocking(move || {
        let reader = Reader::open(&library)?;
        export::write(&reader, &order, &mut |_| ControlFlow::Continue(()))
    });
    let posts = done.await.map_err(internal)?.map_err(|error| of_export(&error))?;
    let file_name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    Ok(Some(Exported { file_name, posts }))
}

fn file_name(service: Service, form: ExportForm) -> String {
    let start = if service == Service::Practice {
        "practice-not-real-posts"
    } else {
        "posts"
    };
    format!("{start}.{}", form.extension())
}

/// Where the person typed a name without an ending.
fn with_extension(path: PathBuf, form: ExportForm) -> PathBuf {
    if path.extension().is_some() {
        path
    } else {
        path.with_extension(form.extension())
    }
}

fn of_export(error: &ExportError) -> Problem {
    match error {
        ExportError::Library(error) => of_library(error),
        ExportError::File(_)
        | ExportError::Workbook(_)
        | ExportError::TooManyRows { .. }
        | ExportError::Cancelled => Problem::of(ProblemCode::FileUnwritable, error.to_string()),
    }
}
