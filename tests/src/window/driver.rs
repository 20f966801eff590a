use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use xtask::desktop::{Desktop, ProcessGroup};

use super::evidence::log_file;

/// A driver that came up answers within a second; a session needs the app's own start on top.
const DRIVER_START: Duration = Duration::from_secs(15);
const SESSION_START: Duration = Duration::from_secs(60);

/// One WebKitWebDriver and the app that it started, in one process group.
#[derive(Debug)]
pub(super) struct Driver {
    group: ProcessGroup,
    pub(super) client: Client,
}

impl Driver {
    /// Starts `app` under a driver of its own. Both inherit `environment`.
    pub(super) async fn start(
        desktop: &Desktop,
        app: &Path,
        environment: &[(String, String)],
        log: &Path,
    ) -> Self {
        let port = free_port();
        let mut command = desktop.command("WebKitWebDriver");
        command.args([format!("--port={port}"), "--host=127.0.0.1".to_owned()]);
        // Without these two the web view refuses to be driven, and the session waits for ever.
        command
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        // A picture by the driver waits for the next frame, and a page at rest that is drawn without a
        // graphics card makes none: where this machine has no card, it is emulated.
        command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "0");
        command
            .envs(environment.iter().cloned())
            .stdin(std::process::Stdio::null());
        let output = log_file(log);
        command
            .stdout(output.try_clone().expect("the log can be shared"))
            .stderr(output);
        let group = ProcessGroup::spawn(&mut command)
            .expect("WebKitWebDriver starts; `cargo xtask setup` installs it");
        wait_for_port(port, log);
        let client = tokio::time::timeout(SESSION_START, connect(port, app))
            .await
            .unwrap_or_else(|_| panic!("the app opened no window to drive; see {}", log.display()));
        Self { group, client }
    }

    /// Ends the session, which closes the window, then whatever is left of driver and app.
    pub(super) async fn close(mut self) {
        // A driver that does not answer any more is ended below all the same.
        let _ = tokio::time::timeout(Duration::from_secs(5), self.client.close()).await;
        self.group.stop();
    }
}

async fn connect(port: u16, app: &Path) -> Client {
    let options = json!({ "webkitgtk:browserOptions": { "binary": app, "args": [] } });
    let capabilities = options.as_object().cloned().expect("the line above is an object");
    ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .expect("the driver opens a session")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
    listener.local_addr().expect("a listener has an address").port()
}

fn wait_for_port(port: u16, log: &Path) {
    let deadline = Instant::now() + DRIVER_START;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(
            Instant::now() < deadline,
            "WebKitWebDriver does not listen; see {}",
            log.display()
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}
