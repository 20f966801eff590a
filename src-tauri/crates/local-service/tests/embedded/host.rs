use std::path::Path;
use std::time::{Duration, Instant};

use contract::AgentId;
use local_service::{
    AgentConfig, Collects, LocalService, Pace, RunningService, ServiceConfig, ServiceKey, SourceSettings,
    StartError,
};
use reqwest::{Client, Method};
use serde_json::{Value, json};

pub(crate) fn agent(id: &str, collects: Collects, opening_credits: u32) -> AgentConfig {
    AgentConfig {
        id: AgentId::parse(id).unwrap(),
        name: id.to_owned(),
        collects,
        opening_credits,
    }
}

pub(crate) fn config(folder: &Path) -> ServiceConfig {
    ServiceConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        data_dir: folder.to_owned(),
        agents: vec![
            agent("practice", Collects::Practice, 10_000),
            agent("here", Collects::Sources, 0),
        ],
        key: ServiceKey::generate().unwrap(),
        pace: Pace::FAST,
        sources: SourceSettings::default(),
    }
}

/// A running service and a client that knows its key.
pub(crate) struct Host {
    pub(crate) service: RunningService,
    key: String,
    client: Client,
}

impl Host {
    pub(crate) async fn start(config: ServiceConfig) -> Result<Self, StartError> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let key = config.key.expose().to_owned();
        let service = LocalService::start(config).await?;
        Ok(Self {
            service,
            key,
            client: Client::builder().no_proxy().build().unwrap(),
        })
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let url = format!("{}{path}", self.service.base_url());
        let request = self.client.request(method, url).header("x-api-key", &self.key);
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let answer = request.send().await.unwrap();
        (
            answer.status().as_u16(),
            answer.json().await.unwrap_or(Value::Null),
        )
    }

    pub(crate) async fn create(&self, agent: &str, data: Value) -> (u16, Value) {
        let body = json!({"user_job": {"user_job_type": "train_social", "data": data}});
        self.send(
            Method::POST,
            &format!("/v1/user_jobs?agent_id={agent}"),
            Some(body),
        )
        .await
    }

    pub(crate) async fn job(&self, agent: &str, id: i64) -> Value {
        self.send(Method::GET, &format!("/v1/user_jobs/{id}?agent_id={agent}"), None)
            .await
            .1
    }

    pub(crate) async fn poll(&self, agent: &str, id: i64, wanted: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let seen = self.job(agent, id).await;
            if wanted(&seen) {
                return seen;
            }
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "the job stays like this: {seen}"
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}
