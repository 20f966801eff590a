use contract::{AgentId, JobId, MonitorSpec};
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::answer::{Answer, id_text, taken_text};
use crate::request::{JOB_TYPE, data_text};
use crate::transport::{Body, Call};
use crate::{CallError, GenClient, Job};

/// What became of a call that a service may or may not offer.
#[derive(Debug, Clone, PartialEq)]
pub enum Probe<T> {
    /// It is offered; this is the answer.
    Answered(T),
    /// This service does not have it, or answers with something else.
    NotOffered,
}

/// The person a key belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Me {
    /// Their id.
    pub id: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Their short name.
    pub username: Option<String>,
    /// Every other field, as it came.
    pub extra: Map<String, Value>,
}

/// An agent that a key reaches.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentEntry {
    /// Its id.
    pub id: AgentId,
    /// Its name.
    pub name: Option<String>,
    /// The workspace that pays for it.
    pub workspace_id: Option<String>,
    /// Every other field, as it came.
    pub extra: Map<String, Value>,
}

/// What is left to spend.
#[derive(Debug, Clone, PartialEq)]
pub struct CreditBalance {
    /// Whole credits; a fraction is dropped, so that never more is shown than there is.
    pub available_credits: i64,
    /// Every other field, as it came.
    pub extra: Map<String, Value>,
}

/// What the service says a job would cost. Whether it covers monitors is not documented.
#[derive(Debug, Clone, PartialEq)]
pub struct CreditQuote {
    /// Whole credits; a fraction is rounded up, so that never less is shown than is asked.
    pub estimated_credits: i64,
    /// Every other field, as it came.
    pub extra: Map<String, Value>,
}

/// The calls of later documentation. Each may be missing: 404, 405, 501 and answers in another shape
/// are [`Probe::NotOffered`]; every other error is one.
impl GenClient {
    /// Whose key this is.
    ///
    /// # Errors
    /// See [`CallError`]; a wrong key is 401.
    pub async fn me(&self) -> Result<Probe<Me>, CallError> {
        self.probe(self.get("/v1/me", &["me"], None), read_me).await
    }

    /// The agents this key reaches; entries without a usable id are left out.
    ///
    /// # Errors
    /// See [`CallError`]; a wrong key is 401.
    pub async fn agents(&self) -> Result<Probe<Vec<AgentEntry>>, CallError> {
        self.probe(self.get("/v1/agents", &["agents"], None), |value| {
            list(value, read_agent)
        })
        .await
    }

    /// What this agent's workspace has left to spend.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn credit_balance(&self, agent: &AgentId) -> Result<Probe<CreditBalance>, CallError> {
        let call = self.get("/v1/credit_balance", &["credit_balance"], Some(agent));
        self.probe(call, read_balance).await
    }

    /// This agent's jobs; entries without id or status are left out.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn list_jobs(&self, agent: &AgentId) -> Result<Probe<Vec<Job>>, CallError> {
        let call = self.get("/v1/user_jobs", &["user_jobs"], Some(agent));
        self.probe(call, |value| list(value, |entry| Job::read(entry, None).ok()))
            .await
    }

    /// When a job is checked, as JSON; an extension of the service on this computer.
    ///
    /// # Errors
    /// See [`CallError`]; a service without it answers 404.
    pub async fn schedule(&self, agent: &AgentId, job: &JobId) -> Result<Value, CallError> {
        let steps = ["user_jobs", job.as_str(), "schedule"];
        let call = self.get("/v1/user_jobs/{id}/schedule", &steps, Some(agent));
        self.transport().send(call).await?.json()
    }

    /// Sets when a job is checked; `null` is the usual. May be repeated.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn set_schedule(
        &self,
        agent: &AgentId,
        job: &JobId,
        schedule: &Value,
    ) -> Result<Value, CallError> {
        let call = Call {
            method: Method::PUT,
            route: "/v1/user_jobs/{id}/schedule",
            url: self.url(&["user_jobs", job.as_str(), "schedule"], Some(agent)),
            body: Body::Json(schedule.to_string()),
            idempotency_key: None,
        };
        self.transport().send(call).await?.json()
    }

    /// What the service would charge for this monitor. Charges nothing.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn estimate(
        &self,
        agent: &AgentId,
        spec: &MonitorSpec,
    ) -> Result<Probe<CreditQuote>, CallError> {
        let job = json!({"user_job_type": JOB_TYPE, "data": data_text(spec)});
        let call = Call {
            method: Method::POST,
            route: "/v1/user_jobs/estimate",
            url: self.url(&["user_jobs", "estimate"], None),
            body: Body::Json(json!({"agent_id": agent.as_str(), "user_job": job}).to_string()),
            idempotency_key: None,
        };
        self.probe(call, read_quote).await
    }

    /// Stops a job. A job that the service does not know is refused as such, which is no sign that
    /// stopping is not offered.
    ///
    /// # Errors
    /// See [`CallError`]; where it may have acted, read the job.
    pub async fn stop(&self, agent: &AgentId, job: &JobId) -> Result<Probe<()>, CallError> {
        let call = Call {
            method: Method::PATCH,
            route: "/v1/user_jobs/{id}/stop",
            url: self.url(&["user_jobs", job.as_str(), "stop"], None),
            body: Body::Json(json!({"agent_id": agent.as_str()}).to_string()),
            idempotency_key: None,
        };
        match self.transport().send(call).await {
            Ok(_) => Ok(Probe::Answered(())),
            Err(error) if error.code().is_none() && is_absent(&error) => Ok(Probe::NotOffered),
            Err(error) => Err(error),
        }
    }

    async fn probe<T>(
        &self,
        call: Call,
        read: impl FnOnce(Value) -> Option<T>,
    ) -> Result<Probe<T>, CallError> {
        match self.transport().send(call).await {
            Ok(answer) => Ok(read_answer(&answer, read)),
            Err(error) if is_absent(&error) => Ok(Probe::NotOffered),
            Err(error) => Err(error),
        }
    }
}

fn read_answer<T>(answer: &Answer, read: impl FnOnce(Value) -> Option<T>) -> Probe<T> {
    answer
        .json()
        .ok()
        .and_then(read)
        .map_or(Probe::NotOffered, Probe::Answered)
}

fn is_absent(error: &CallError) -> bool {
    matches!(
        error,
        CallError::Refused {
            status: 404 | 405 | 501,
            ..
        }
    )
}

fn list<T>(value: Value, read: impl Fn(Value) -> Option<T>) -> Option<Vec<T>> {
    match value {
        Value::Array(entries) => Some(entries.into_iter().filter_map(read).collect()),
        _ => None,
    }
}

fn fields(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}

fn read_me(value: Value) -> Option<Me> {
    let mut extra = fields(value)?;
    let me = Me {
        id: taken_id(&mut extra, "id"),
        email: taken_text(&mut extra, "email"),
        name: taken_text(&mut extra, "name"),
        username: taken_text(&mut extra, "username"),
        extra,
    };
    // An object that names nobody is some other answer.
    (me.id.is_some() || me.email.is_some() || me.username.is_some()).then_some(me)
}

fn read_agent(value: Value) -> Option<AgentEntry> {
    let mut extra = fields(value)?;
    let id = AgentId::parse(&taken_id(&mut extra, "id")?).ok()?;
    let name = taken_text(&mut extra, "name");
    let workspace_id = taken_id(&mut extra, "workspace_id");
    Some(AgentEntry {
        id,
        name,
        workspace_id,
        extra,
    })
}

fn read_balance(value: Value) -> Option<CreditBalance> {
    let mut extra = fields(value)?;
    let available_credits = whole(&extra.remove("available_credits")?, f64::floor)?;
    Some(CreditBalance {
        available_credits,
        extra,
    })
}

fn read_quote(value: Value) -> Option<CreditQuote> {
    let mut extra = fields(value)?;
    let estimated_credits = whole(&extra.remove("estimated_credits")?, f64::ceil)?;
    Some(CreditQuote {
        estimated_credits,
        extra,
    })
}

fn taken_id(fields: &mut Map<String, Value>, name: &str) -> Option<String> {
    fields.remove(name).as_ref().and_then(id_text)
}

/// A count of credits, given as a number or as text.
fn whole(value: &Value, round: fn(f64) -> f64) -> Option<i64> {
    match value {
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().and_then(|n| exact(round(n)))),
        Value::String(text) => {
            let text = text.trim();
            text.parse()
                .ok()
                .or_else(|| text.parse().ok().and_then(|n| exact(round(n))))
        }
        _ => None,
    }
}

/// A whole float as an integer, where it is small enough to be exact.
#[expect(
    clippy::cast_possible_truncation,
    reason = "checked to be whole and below 2^53"
)]
fn exact(number: f64) -> Option<i64> {
    (number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
}
