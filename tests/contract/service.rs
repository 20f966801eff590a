use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tests::binaries::{self, feedwatch_service};

/// The key that the tests show.
pub(crate) const KEY: &str = "made-key-for-tests";
/// The agent that the tests use; the published commands name it so too.
pub(crate) const AGENT: &str = "your-agent-id";

/// How a service is started.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Start<'a> {
    pub(crate) credits: u32,
    pub(crate) pace: &'a str,
    pub(crate) collects: &'a str,
}

impl Default for Start<'_> {
    fn default() -> Self {
        Self {
            credits: 100_000,
            pace: "fast",
            collects: "practice",
        }
    }
}

/// A running service with its own data folder; ended when dropped.
pub(crate) struct Service {
    child: Child,
    pub(crate) base: String,
}

impl Service {
    /// Starts one in this folder and waits for its address.
    pub(crate) fn start(folder: &Path, start: Start<'_>) -> Self {
        let mut child = command(folder, start)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the service starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let base = line.trim().to_owned();
        assert!(
            base.starts_with("http://127.0.0.1:"),
            "the first line is the address, not {base:?}"
        );
        Self { child, base }
    }

    /// Sends a signal by name and waits; whether it ended with success.
    pub(crate) fn end_by(mut self, signal: &str) -> bool {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([format!("-{signal}"), pid])
                .status()
                .unwrap()
                .success()
        );
        binaries::wait(&mut self.child, Duration::from_secs(5)).expect("it ends within five seconds")
    }

    pub(crate) fn port(&self) -> &str {
        self.base.rsplit_once(':').unwrap().1
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The command that starts a service in this folder.
pub(crate) fn command(folder: &Path, start: Start<'_>) -> Command {
    let key_file = key_file(folder);
    let mut command = Command::new(feedwatch_service());
    command.args(["--listen", "127.0.0.1:0", "--agent", AGENT, "--pace", start.pace]);
    command.args([
        "--collects",
        start.collects,
        "--credits",
        &start.credits.to_string(),
    ]);
    command
        .arg("--data")
        .arg(folder.join("data"))
        .arg("--api-key-file")
        .arg(key_file);
    command.env("RUST_LOG", "warn").stdin(Stdio::null());
    command
}

fn key_file(folder: &Path) -> PathBuf {
    let path = folder.join("key");
    std::fs::write(&path, format!("{KEY}\n")).unwrap();
    path
}

/// A service with its folder, for tests that need nothing special.
pub(crate) fn fresh(start: Start<'_>) -> (tempfile::TempDir, Service) {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(folder.path(), start);
    (folder, service)
}
