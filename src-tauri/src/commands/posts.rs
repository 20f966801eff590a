use contract::{AgentId, JobId};
use jiff::tz::TimeZone;
use library::insights::{Insights, InsightsQuery};
use library::{
    CreatorChoice, FilterChoices, Forgotten, Library, LibraryError, PostDetail, PostPage, PostQuery,
};
use monitoring::view::{MonitorCard, Problem, ProblemCode};
use store::{MonitorId, WorkspaceId};
use tauri::State;

use crate::app::Host;
use crate::posts::{agent_of, internal, of_library};

/// The agent whose posts a workspace shows.
pub(super) async fn agent(host: &Host, workspace: WorkspaceId) -> Result<AgentId, Problem> {
    agent_of(&host.monitoring().await?.workspace(workspace).await?)
}

/// The job of a monitor; none where no service knows it yet, and then it found nothing.
pub(super) async fn job(host: &Host, monitor: Option<MonitorId>) -> Result<Option<Option<JobId>>, Problem> {
    let Some(monitor) = monitor else { return Ok(None) };
    Ok(Some(host.monitoring().await?.detail(monitor).await?.card.job_id))
}

#[tauri::command]
pub(crate) async fn posts(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    monitor_id: Option<MonitorId>,
    query: PostQuery,
) -> Result<PostPage, Problem> {
    let agent = agent(&host, workspace_id).await?;
    let mut query = query;
    match job(&host, monitor_id).await? {
        Some(None) => return Ok(PostPage::nothing()),
        Some(Some(job)) => query.filter.job = Some(job),
        None => {}
    }
    host.posts.read(move |reader| reader.page(&agent, &query)).await
}

#[tauri::command]
pub(crate) async fn post_choices(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
) -> Result<FilterChoices, Problem> {
    let agent = agent(&host, workspace_id).await?;
    host.posts.read(move |reader| reader.choices(&agent)).await
}

#[tauri::command]
pub(crate) async fn post_creators(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    typed: String,
) -> Result<Vec<CreatorChoice>, Problem> {
    let agent = agent(&host, workspace_id).await?;
    host.posts
        .read(move |reader| reader.creators(&agent, &typed))
        .await
}

#[tauri::command]
pub(crate) async fn post(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    post_id: i64,
) -> Result<PostDetail, Problem> {
    let agent = agent(&host, workspace_id).await?;
    let found = host
        .posts
        .read(move |reader| reader.post(&agent, post_id))
        .await?;
    found.ok_or_else(|| Problem::of(ProblemCode::NotFound, "the post"))
}

#[tauri::command]
pub(crate) async fn insights(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    query: InsightsQuery,
) -> Result<Insights, Problem> {
    let agent = agent(&host, workspace_id).await?;
    host.posts
        .read(move |reader| reader.insights(&agent, &query, &TimeZone::system()))
        .await
}

#[tauri::command]
pub(crate) async fn forget_creator(
    host: State<'_, Host>,
    workspace_id: WorkspaceId,
    creator_id: i64,
) -> Result<Forgotten, Problem> {
    let agent = agent(&host, workspace_id).await?;
    write(&host, move |library| library.forget_creator(&agent, creator_id)).await
}

/// Deletes the posts that this monitor alone found.
pub(super) async fn forget_posts_of(host: &Host, card: &MonitorCard) -> Result<Forgotten, Problem> {
    let agent = agent(host, card.workspace_id).await?;
    let Some(job) = card.job_id.clone() else {
        return Ok(Forgotten::default());
    };
    write(host, move |library| library.forget_job(&agent, &job, true)).await
}

/// Changes the posts through the service, which alone writes them.
async fn write<T: Send + 'static>(
    host: &Host,
    work: impl FnOnce(&mut Library) -> Result<T, LibraryError> + Send + 'static,
) -> Result<T, Problem> {
    let library = host.library()?;
    let done = tokio::task::spawn_blocking(move || {
        let mut library = library.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        work(&mut library)
    });
    done.await.map_err(internal)?.map_err(|error| of_library(&error))
}
