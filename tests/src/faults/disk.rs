//! What a process does in a folder that is too small for it, and in one that nobody may write.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use serde_json::{Value, json};
use store::{IntentId, MonitorId, ProblemCode};

use super::session::{Options, Session, draft};
use super::{record, server::Server};

/// A disk of its own for one process: small enough to be filled in no time.
const SIZE: &str = "6m";

/// Runs the driver on a small disk of its own, mounted at `folder`, or says why that cannot be.
///
/// # Errors
/// The system lets nobody mount here; the text says what it said.
pub fn on_small_disk(driver: &Path, folder: &Path, then: &str, arguments: &[&str]) -> Result<Output, String> {
    let disk = folder.display();
    // In a namespace of its own: the mount ends with the process, and nobody else sees it.
    let script =
        format!("mount -t tmpfs -o size={SIZE} feedwatch-test {disk} || exit 77; {then} exec \"$0\" \"$@\"");
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]);
    let output = command
        .arg(driver)
        .args(arguments)
        .output()
        .map_err(|cause| format!("unshare does not start: {cause}"))?;
    let refused = output.status.code() == Some(77) || output.stdout.is_empty() && !output.status.success();
    if refused && arguments.first() != Some(&"nothing") && cannot_mount(&output) {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(output)
}

fn cannot_mount(output: &Output) -> bool {
    let said = String::from_utf8_lossy(&output.stderr);
    said.contains("unshare:") || said.contains("mount:")
}

/// Fills the disk under a running app, at rest and while a start is on its way, and makes room again.
/// What each step came to, as JSON.
pub async fn fill(folder: &Path, url: &str) -> Value {
    let data = folder.join("data");
    let session = Session::open(&data, url, Options::default()).unwrap();
    let monitor = session.created().await;
    let filler = Filler::fill(folder);
    let (taken, refused) = starts_until_refused(&session).await;
    let look = session.app.look_now(monitor).await;
    let copy = session.app.save_copy(folder.join("copy"), Vec::new()).await;
    let board = session.app.board(monitoring::view::BoardQuery::default()).await;
    drop(filler);
    let after = session.create(&IntentId::random(), draft(true)).await;
    json!({
        "taken": taken + 1,
        "refused": refused,
        "look": look.err().map(|problem| problem.code),
        "copy": copy.err().map(|problem| problem.code),
        "half_written": folder.join("copy").exists() || folder.join("copy.partial").exists(),
        "board_is_read": board.is_ok(),
        "after": after.map(|card| card.job_id).map_err(|problem| problem.code).ok(),
        "whole": record::is_whole(&data),
        "starts": record::starts(&data).len(),
    })
}

/// Starts until the disk has no room for one more; the log may have some left.
async fn starts_until_refused(session: &Session) -> (usize, Option<ProblemCode>) {
    for taken in 0..5_000 {
        if let Err(problem) = session.create(&IntentId::random(), draft(false)).await {
            return (taken, Some(problem.code));
        }
    }
    (5_000, None)
}

/// The disk fills up while the answer to a start is on its way: it cannot be recorded.
pub async fn fill_while_sending(folder: &Path, url: &str) -> Value {
    let data = folder.join("data");
    let options = Options {
        total: Duration::from_secs(20),
        ..Options::default()
    };
    let session = Session::open(&data, url, options).unwrap();
    let intent = IntentId::random();
    let meanwhile = async {
        while record::starts(&data).iter().all(|start| start.state != "sending") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let filler = Filler::fill(folder);
        exhaust_log(&session);
        filler
    };
    let (answer, filler) = tokio::join!(session.create(&intent, draft(true)), meanwhile);
    let told = answer.map(|card| card.state).map_err(|problem| problem.code);
    drop(filler);
    let poller = session.app.start_polling();
    let settled = settled(&data, &intent).await;
    poller.stop().await;
    let again = session.create(&intent, draft(true)).await;
    json!({
        "told": format!("{told:?}"),
        "then": settled,
        "again": again.err().map(|problem| problem.code),
        "whole": record::is_whole(&data),
    })
}

/// Takes what room the log has left, so that the next write needs the disk.
fn exhaust_log(session: &Session) {
    let long = "x".repeat(20_000);
    for number in 0..2_000 {
        if session
            .store
            .save_setting(&format!("filler-{number}"), &long)
            .is_err()
        {
            break;
        }
    }
    for number in 0..5_000 {
        if session
            .store
            .save_setting(&format!("small-{number}"), &1)
            .is_err()
        {
            return;
        }
    }
}

async fn settled(data: &Path, intent: &IntentId) -> String {
    loop {
        let starts = record::starts(data);
        let start = starts
            .into_iter()
            .find(|start| start.intent == intent.to_string());
        match start {
            Some(start) if start.state != "sending" => return start.state,
            _ => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// A file that takes all the room there is, until it is dropped.
struct Filler(PathBuf);

impl Filler {
    fn fill(folder: &Path) -> Self {
        let path = folder.join("filler");
        let mut file = File::create(&path).unwrap();
        for size in [64 * 1024, 4_096, 512, 1] {
            while file.write_all(&vec![1; size]).is_ok() {}
        }
        Self(path)
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// A monitor that the server knows, started before anything goes wrong.
pub async fn one_monitor(folder: &Path, server: &Server) -> (Session, MonitorId) {
    let session = Session::open(folder, &server.url(), Options::default()).unwrap();
    let monitor = session.created().await;
    (session, monitor)
}
