//! Calls of ours that the published contract does not have: when a monitor is checked, the posts
//! that were collected, the sources, and what was spent.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, Request, State};
use contract::{JobId, Money, UnixMillis};
use library::{Comment, Post};
use serde::Serialize;
use serde_json::Value;

use super::handlers::{JobPath, Shared, job_id};
use super::{Api, body, scope};
use crate::cadence::Cadence;
use crate::refusal::Refusal;
use crate::{clock, jobs, ledger};

/// Posts or comments of a page, where none or too many are asked for.
const PAGE: u32 = 100;
const PAGE_MAX: u32 = 500;

/// `GET /v1/user_jobs/{id}/schedule`
pub(super) async fn schedule(
    State(api): Shared,
    path: JobPath,
    RawQuery(query): RawQuery,
) -> Result<Json<Option<Cadence>>, Refusal> {
    let agent = scope::agent(&api, query.as_deref(), None).await?;
    let id = job_id(path)?;
    let found = api
        .db
        .change(move |change| jobs::cadence(change, &agent, id))
        .await?;
    Ok(Json(found))
}

/// `PUT /v1/user_jobs/{id}/schedule`: a cadence as JSON, or `null` for the usual.
pub(super) async fn set_schedule(
    State(api): Shared,
    path: JobPath,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Json<Option<Cadence>>, Refusal> {
    let sent = body::read(request, &api.cancel).await?;
    let agent = scope::agent(&api, query.as_deref(), None).await?;
    let id = job_id(path)?;
    let wanted: Option<Cadence> = serde_json::from_slice(&sent.body)
        .map_err(|cause| Refusal::Invalid(format!("The schedule cannot be read: {cause}")))?;
    let checked = wanted.map(Cadence::checked).transpose();
    let cadence = checked.map_err(|problems| Refusal::Invalid(problems.to_string()))?;
    let kept = cadence.clone();
    api.db
        .change(move |change| jobs::set_cadence(change, &agent, id, cadence, clock::now()))
        .await?;
    api.schedule.wake();
    Ok(Json(kept))
}

/// `GET /v1/user_jobs/{id}/posts`: newest first; `skip` and `limit` page through them.
pub(super) async fn posts(
    State(api): Shared,
    path: JobPath,
    RawQuery(query): RawQuery,
) -> Result<Json<Vec<Post>>, Refusal> {
    let (skip, limit) = page(query.as_deref());
    let job = own_job(&api, path, query.as_deref()).await?;
    let found = api
        .on_library(move |library| library.posts_of_job(&job.0, &job.1, skip, limit))
        .await?;
    Ok(Json(found))
}

/// `GET /v1/user_jobs/{id}/comments`: of its posts, the newest posts' first.
pub(super) async fn comments(
    State(api): Shared,
    path: JobPath,
    RawQuery(query): RawQuery,
) -> Result<Json<Vec<Comment>>, Refusal> {
    let (skip, limit) = page(query.as_deref());
    let job = own_job(&api, path, query.as_deref()).await?;
    let found = api
        .on_library(move |library| library.comments_of_job(&job.0, &job.1, skip, limit))
        .await?;
    Ok(Json(found))
}

/// A source as a list shows it.
#[derive(Debug, Serialize)]
pub(super) struct SourceRow {
    source: &'static str,
    /// Whether it needs a key of the person's own.
    needs_key: bool,
    /// Whether it can collect now.
    ready: bool,
    /// The platforms that it knows.
    platforms: Vec<&'static str>,
}

/// `GET /v1/sources`
pub(super) async fn sources(State(api): Shared) -> Json<Vec<SourceRow>> {
    let rows = sources::SourceId::ALL.iter().map(|source| row(&api, *source));
    Json(rows.collect())
}

fn row(api: &Api, source: sources::SourceId) -> SourceRow {
    let knows = |platform: &&contract::Platform| {
        contract::TargetKind::ALL
            .iter()
            .any(|kind| sources::serves(source, **platform, *kind))
    };
    SourceRow {
        source: source.as_str(),
        needs_key: sources::needs_key(source),
        ready: api.sources.has_key(source),
        platforms: contract::Platform::ALL
            .iter()
            .filter(knows)
            .map(|platform| platform.as_str())
            .collect(),
    }
}

/// What an agent's checks cost, in millionths of a US dollar.
#[derive(Debug, Serialize)]
pub(super) struct SpendingAnswer {
    /// Charged to the agent's credits.
    credits_micro_usd: Money,
    /// Charged to the person by a provider such as Apify, as it reported.
    provider_micro_usd: Money,
    /// Set aside for checks that run now.
    held_micro_usd: Money,
}

/// `GET /v1/spending`: since `since`, in milliseconds since 1970; everything where it is left out.
pub(super) async fn spending(
    State(api): Shared,
    RawQuery(query): RawQuery,
) -> Result<Json<SpendingAnswer>, Refusal> {
    let agent = scope::agent(&api, query.as_deref(), None).await?;
    let since = number(query.as_deref(), "since").unwrap_or(0);
    let spent = api
        .db
        .change(move |change| {
            ledger::spent_since(change, &agent.id, UnixMillis(since)).map_err(Refusal::from)
        })
        .await?;
    Ok(Json(SpendingAnswer {
        credits_micro_usd: spent.credits,
        provider_micro_usd: spent.provider,
        held_micro_usd: spent.held,
    }))
}

/// `GET /openapi.json`: this API, described. It needs no key: it holds nothing of anybody's.
pub(super) async fn openapi() -> Json<Value> {
    Json(super::openapi::document())
}

async fn own_job(
    api: &Arc<Api>,
    path: JobPath,
    query: Option<&str>,
) -> Result<(contract::AgentId, JobId), Refusal> {
    let agent = scope::agent(api, query, None).await?;
    let (id, owner) = (job_id(path)?, agent.id.clone());
    api.db
        .change(move |change| jobs::view(change, &agent, id))
        .await?;
    let job = JobId::parse(&id.to_string()).map_err(|_| Refusal::JobNotFound)?;
    Ok((owner, job))
}

fn page(query: Option<&str>) -> (u32, u32) {
    let read = |name| number(query, name).and_then(|number| u32::try_from(number).ok());
    let limit = read("limit").unwrap_or(PAGE).clamp(1, PAGE_MAX);
    (read("skip").unwrap_or(0), limit)
}

fn number(query: Option<&str>, name: &str) -> Option<i64> {
    url::form_urlencoded::parse(query?.as_bytes())
        .find(|(key, _)| key == name)
        .and_then(|(_, value)| value.parse().ok())
}
