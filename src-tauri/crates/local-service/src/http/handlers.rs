use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, Request, State};
use axum::response::{IntoResponse, Response};
use contract::MonitorSpec;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::answers::{self, JobAnswer, JobRow};
use super::{Api, body, fields, forms, scope};
use crate::config::whole_credits;
use crate::jobs::{self, Change, NewJob};
use crate::refusal::Refusal;
use crate::{agents as agent_store, clock, ledger};

pub(super) type Shared = State<Arc<Api>>;
pub(super) type JobPath = Result<Path<String>, PathRejection>;

/// The longest `Idempotency-Key` taken.
const REPEAT_KEY_MAX: usize = 255;

/// `POST /v1/user_jobs`
pub(super) async fn create(
    State(api): Shared,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Refusal> {
    let form = forms::read(body::read(request, &api.cancel).await?).await?;
    let agent = scope::agent(&api, query.as_deref(), Some(&form)).await?;
    let spec = read_spec(&form)?;
    let (repeat_key, pace, at) = (repeat_key(&headers)?, api.pace, clock::now());
    let new = NewJob {
        agent,
        spec,
        repeat_key,
        pace,
        sources: Arc::clone(&api.sources),
        at,
    };
    let id = api.db.change(move |change| jobs::create(change, &new)).await?;
    api.schedule.wake();
    Ok((StatusCode::CREATED, Json(json!({ "user_job_id": id }))).into_response())
}

fn read_spec(form: &forms::Form) -> Result<MonitorSpec, Refusal> {
    let wanted = fields::read_create(form);
    let mut sentences = wanted.others;
    // Without any data, "platform is required" and the like would only repeat that.
    let no_data = sentences
        .iter()
        .any(|sentence| sentence.starts_with("user_job[data]"));
    match MonitorSpec::parse_noting(&wanted.draft, wanted.problems) {
        Ok(spec) if sentences.is_empty() => return Ok(spec),
        Err(problems) if !no_data => sentences.push(problems.to_string()),
        _ => {}
    }
    Err(Refusal::Invalid(sentences.join("; ")))
}

fn repeat_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = value
        .to_str()
        .ok()
        .filter(|key| (1..=REPEAT_KEY_MAX).contains(&key.len()));
    let wrong = || {
        Refusal::Invalid(format!(
            "Idempotency-Key must be 1 to {REPEAT_KEY_MAX} visible characters"
        ))
    };
    key.map(|key| Some(key.to_owned())).ok_or_else(wrong)
}

/// `GET /v1/user_jobs`
pub(super) async fn list(
    State(api): Shared,
    RawQuery(query): RawQuery,
) -> Result<Json<Vec<JobRow>>, Refusal> {
    let agent = scope::agent(&api, query.as_deref(), None).await?;
    let all = api.db.change(move |change| jobs::list(change, &agent)).await?;
    Ok(Json(all.into_iter().map(answers::row).collect()))
}

/// `GET /v1/user_jobs/{id}`
pub(super) async fn read(
    State(api): Shared,
    path: JobPath,
    RawQuery(query): RawQuery,
) -> Result<Json<JobAnswer>, Refusal> {
    let agent = scope::agent(&api, query.as_deref(), None).await?;
    let id = job_id(path)?;
    let found = api
        .db
        .change(move |change| jobs::view(change, &agent, id))
        .await?;
    Ok(Json(answers::job(found)))
}

/// `PUT /v1/user_jobs/{id}`
pub(super) async fn update(
    State(api): Shared,
    path: JobPath,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Json<Value>, Refusal> {
    let form = forms::read(body::read(request, &api.cancel).await?).await?;
    let agent = scope::agent(&api, query.as_deref(), Some(&form)).await?;
    let job = job_id(path)?;
    // A job that does not exist is said so before its fields are looked at.
    let owner = agent.clone();
    api.db
        .change(move |change| jobs::view(change, &owner, job))
        .await?;
    let (draft, problems) = fields::read_update(&form)?;
    let wanted = Change {
        agent,
        job,
        draft,
        problems,
        at: clock::now(),
    };
    let sources = Arc::clone(&api.sources);
    api.db
        .change(move |change| jobs::update(change, &sources, wanted))
        .await?;
    api.schedule.wake();
    Ok(Json(json!({ "user_job_id": job })))
}

/// `PATCH /v1/user_jobs/{id}/stop`
pub(super) async fn stop(
    State(api): Shared,
    path: JobPath,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let form = forms::read(body::read(request, &api.cancel).await?).await?;
    let agent = scope::agent(&api, query.as_deref(), Some(&form)).await?;
    let id = job_id(path)?;
    api.db
        .change(move |change| jobs::stop(change, &agent, id, clock::now()))
        .await?;
    api.schedule.stopped(id);
    Ok(StatusCode::OK)
}

/// `GET /v1/me`: the person at this computer, who has no account here.
pub(super) async fn me() -> Json<Value> {
    Json(
        json!({ "id": "this-computer", "email": null, "name": "This computer", "username": "this-computer", "created_at": null }),
    )
}

/// `GET /v1/agents`
pub(super) async fn agents(State(api): Shared) -> Result<Json<Value>, Refusal> {
    let all = api.db.change(agent_store::list).await?;
    let line = |agent: &agent_store::Agent| {
        json!({ "id": agent.id.as_str(), "name": agent.name, "workspace_id": agent.id.as_str(),
            "collects": agent.collects.as_str() })
    };
    Ok(Json(all.iter().map(line).collect()))
}

/// `GET /v1/credit_balance`: whole credits at markup 1, and the exact amount beside them.
pub(super) async fn credit_balance(
    State(api): Shared,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let agent = scope::agent(&api, query.as_deref(), None).await?;
    let id = agent.id.clone();
    let left = api
        .db
        .change(move |change| ledger::balance(change, &id).map_err(Refusal::from))
        .await?;
    Ok(Json(
        json!({ "agent_id": agent.id.as_str(), "organization_id": "this-computer",
        "available_credits": whole_credits(left), "available_micro_usd": left.micros() }),
    ))
}

/// What is not a number names no job.
pub(super) fn job_id(path: JobPath) -> Result<i64, Refusal> {
    let Ok(Path(text)) = path else {
        return Err(Refusal::JobNotFound);
    };
    text.parse().map_err(|_| Refusal::JobNotFound)
}
