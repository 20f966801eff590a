use std::fmt;
use std::sync::Arc;

use contract::{AgentId, JobId, MonitorChanges, MonitorSpec};
use keychain::ApiKey;
use reqwest::header::HeaderValue;
use reqwest::{Method, Url};

use crate::failure::detail;
use crate::request::{create_form, update_form};
use crate::transport::{Body, Call, Transport};
use crate::{BaseUrl, CallError, ClientOptions, CreateError, Job};

/// The system would not give the client what it needs, such as its list of trusted certificates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the HTTP client could not be set up: {0}")]
pub struct SetUpError(String);

/// A client of one service with one key. Keep it: it holds the connections.
pub struct GenClient {
    base: BaseUrl,
    transport: Transport,
}

impl GenClient {
    /// A client of the service at `base`. Sends nothing.
    ///
    /// # Errors
    /// The system's certificates or proxy settings cannot be read.
    pub fn new(base: BaseUrl, key: Arc<ApiKey>, options: ClientOptions) -> Result<Self, SetUpError> {
        // Says no where the process has one already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let transport = Transport::new(&base, key, &options).map_err(|error| SetUpError(detail(&error)))?;
        Ok(Self { base, transport })
    }

    /// Starts a paid job. Sent at most once, whatever happens. `idempotency_key` goes along for a
    /// service that knows it; only its visible ASCII characters are sent.
    ///
    /// # Errors
    /// Whether it was never sent, was refused, or may have acted.
    pub async fn create(
        &self,
        agent: &AgentId,
        spec: &MonitorSpec,
        idempotency_key: &str,
    ) -> Result<JobId, CreateError> {
        let call = Call {
            method: Method::POST,
            route: "/v1/user_jobs",
            url: self.url(&["user_jobs"], Some(agent)),
            body: Body::Form(create_form(spec)),
            idempotency_key: visible(idempotency_key),
        };
        Ok(self
            .transport
            .send(call)
            .await
            .and_then(|answer| answer.job_id())?)
    }

    /// Reads a job.
    ///
    /// # Errors
    /// See [`CallError`]; reading changes nothing.
    pub async fn job(&self, agent: &AgentId, job: &JobId) -> Result<Job, CallError> {
        let call = self.get("/v1/user_jobs/{id}", &["user_jobs", job.as_str()], Some(agent));
        let answer = self.transport.send(call).await?;
        let read = Job::read(answer.json()?, Some(job)).map_err(|why| answer.unreadable(why))?;
        if read.id == *job {
            Ok(read)
        } else {
            Err(answer.unreadable("the answer is about another job"))
        }
    }

    /// Changes a pending or processing job. May be repeated: the same changes lead to the same job.
    ///
    /// # Errors
    /// See [`CallError`]; where it may have acted, read the job.
    pub async fn update(
        &self,
        agent: &AgentId,
        job: &JobId,
        changes: &MonitorChanges,
    ) -> Result<JobId, CallError> {
        let call = Call {
            method: Method::PUT,
            route: "/v1/user_jobs/{id}",
            url: self.url(&["user_jobs", job.as_str()], Some(agent)),
            body: Body::Form(update_form(changes)),
            idempotency_key: None,
        };
        self.transport.send(call).await?.job_id()
    }

    pub(crate) fn get(&self, route: &'static str, steps: &[&str], agent: Option<&AgentId>) -> Call {
        let url = self.url(steps, agent);
        Call {
            method: Method::GET,
            route,
            url,
            body: Body::Nothing,
            idempotency_key: None,
        }
    }

    pub(crate) fn url(&self, steps: &[&str], agent: Option<&AgentId>) -> Url {
        let mut url = self.base.call(steps);
        if let Some(agent) = agent {
            url.query_pairs_mut().append_pair("agent_id", agent.as_str());
        }
        url
    }

    pub(crate) const fn transport(&self) -> &Transport {
        &self.transport
    }
}

impl fmt::Debug for GenClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GenClient")
            .field("base", &self.base.to_string())
            .finish_non_exhaustive()
    }
}

fn visible(text: &str) -> Option<HeaderValue> {
    let text: String = text.chars().filter(char::is_ascii_graphic).collect();
    HeaderValue::from_str(&text)
        .ok()
        .filter(|value| !value.is_empty())
}
