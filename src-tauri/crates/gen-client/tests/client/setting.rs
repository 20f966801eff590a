//! What every claim needs: a key, an agent, a monitor, a client.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use contract::{AgentId, JobId, MonitorDraft, MonitorSpec};
use gen_client::{BaseUrl, ClientOptions, GenClient};
use keychain::ApiKey;

use crate::server::Server;

pub(crate) const KEY: &str = "gen_live_0123456789abcdef";
pub(crate) const CREATED: &str = r#"{"user_job_id": 12345}"#;

pub(crate) fn key() -> Arc<ApiKey> {
    Arc::new(ApiKey::parse(KEY).unwrap())
}

/// Short limits, so that a claim about a time-out ends soon.
pub(crate) fn options() -> ClientOptions {
    ClientOptions {
        connect_timeout: Duration::from_millis(1500),
        total_timeout: Duration::from_secs(2),
        max_body: 4096,
        ..ClientOptions::default()
    }
}

pub(crate) fn client_at(url: &str) -> GenClient {
    GenClient::new(BaseUrl::parse(url).unwrap(), key(), options()).unwrap()
}

pub(crate) fn client(server: &Server) -> GenClient {
    client_at(&server.url())
}

pub(crate) fn agent() -> AgentId {
    AgentId::parse("your-agent-id").unwrap()
}

pub(crate) fn job_id() -> JobId {
    JobId::parse("12345").unwrap()
}

/// The monitor of the page's first example.
pub(crate) fn spec() -> MonitorSpec {
    parsed(&MonitorDraft {
        platform: Some("instagram".into()),
        kind: Some("username".into()),
        value: Some("@fashionbrand".into()),
        days: Some(30),
        max_results: Some(50),
        monitoring: Some(true),
        ..MonitorDraft::default()
    })
}

pub(crate) fn parsed(draft: &MonitorDraft) -> MonitorSpec {
    MonitorSpec::parse(draft).unwrap()
}

/// Runs one ignored test of this binary in a process of its own, where the environment is as given.
pub(crate) fn alone(test: &str, environment: &[(&str, &str)]) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture"])
        .envs(environment.iter().copied())
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}
