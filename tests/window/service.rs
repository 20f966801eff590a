use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use tests::binaries::feedwatch_service;
use tests::window::App;
use xtask::desktop::ProcessGroup;

/// The key that the service takes.
pub(crate) const KEY: &str = "window-test-key-7f3a91c2e4";
/// The agent it serves.
pub(crate) const AGENT: &str = "agent-of-the-window-tests";

/// The service as a process of its own, in GEN's place.
pub(crate) struct Service {
    address: String,
    _process: ProcessGroup,
}

impl Service {
    /// Starts it beside the app's data, with a funded agent and the quickest practice jobs.
    pub(crate) fn start(app: &App) -> Self {
        Self::listen(app, KEY, "127.0.0.1:0")
    }

    /// The same service at the same address, which now takes this key alone.
    pub(crate) fn restarted(self, app: &App, key: &str) -> Self {
        let address = self.address.trim_start_matches("http://").to_owned();
        // Ends the process that holds the address.
        drop(self);
        Self::listen(app, key, &address)
    }

    fn listen(app: &App, takes: &str, listen: &str) -> Self {
        let folder = app.scratch().join("service");
        fs::create_dir_all(&folder).expect("a folder for the service can be made");
        let key = folder.join("key");
        fs::write(&key, format!("{takes}\n")).expect("a key file can be written");
        let mut command = app.desktop().command(feedwatch_service());
        command.args([
            "--listen",
            listen,
            "--agent",
            AGENT,
            "--pace",
            "fast",
            "--credits",
            "100000",
        ]);
        command
            .arg("--data")
            .arg(folder.join("data"))
            .arg("--api-key-file")
            .arg(key);
        command
            .env("RUST_LOG", "info")
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        command.stderr(
            fs::File::create(app.desktop().logs().join("service.log")).expect("a log can be written"),
        );
        let mut process = ProcessGroup::spawn(&mut command).expect("the service starts");
        let address = first_line(&mut process);
        Self {
            address,
            _process: process,
        }
    }

    /// Its address, as typed into the form.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}

fn first_line(process: &mut ProcessGroup) -> String {
    let output = process.leader().stdout.take().expect("the service has an output");
    let mut line = String::new();
    BufReader::new(output)
        .read_line(&mut line)
        .expect("the service says its address");
    let address = line.trim().to_owned();
    assert!(
        address.starts_with("http://127.0.0.1:"),
        "the first line is the address, not {address:?}"
    );
    address
}
