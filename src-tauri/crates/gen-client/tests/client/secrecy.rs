//! That nothing printed holds the key, the agent or the target.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use crate::server::{Script, Server, json};
use crate::setting::{CREATED, KEY, agent, alone, client, job_id, spec};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Whether a line is logged is decided once per process, so the claim needs one of its own.
#[test]
fn the_log_names_the_call_and_neither_key_agent_nor_target() {
    alone("secrecy::inside_a_process_that_logs_all", &[]);
}

#[tokio::test]
#[ignore = "runs in a process of its own"]
async fn inside_a_process_that_logs_all() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let server = Server::start([
        Script::Answer(json(201, CREATED)),
        Script::Answer(json(401, &format!(r#"{{"error": "Key {KEY} is wrong"}}"#))),
        Script::DropAfter,
    ]);
    let client = client(&server);
    client.create(&agent(), &spec(), "k").await.unwrap();
    let told = [
        format!("{:?}", client.job(&agent(), &job_id()).await),
        format!("{:?}", client.create(&agent(), &spec(), "k").await),
        format!("{client:?}"),
    ];
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("/v1/user_jobs/{id}") && log.contains("401") && log.contains("POST"),
        "{log}"
    );
    for text in told.iter().chain([&log]) {
        assert!(!text.contains(KEY), "{text}");
        let ours: Vec<_> = text.lines().filter(|line| !line.contains("hyper")).collect();
        assert!(
            !ours.join("\n").contains("your-agent-id") && !ours.join("\n").contains("fashionbrand"),
            "{text}"
        );
    }
}
