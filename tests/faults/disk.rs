//! A disk without room, a folder that nobody may write, a file with a broken page: what is told, what
//! is recorded, and that nothing is lost.

use std::fs;
use std::path::Path;

use monitoring::view::{Kept, StartNotice};
use serde_json::Value;
use store::{Opened, ProblemCode, Store};
use tests::binaries::built;
use tests::faults::disk::{on_small_disk, one_monitor};
use tests::faults::fault::Fault;
use tests::faults::record;
use tests::faults::server::Server;
use tests::faults::session::{Options, Session};

/// What the driver said, or none where no small disk can be had; then the reason is printed.
fn said(folder: &Path, then: &str, what: &str, server: &Server) -> Option<Value> {
    let path = folder.to_str().unwrap();
    let arguments = [what, "--folder", path, "--url", &server.url()];
    match on_small_disk(&built("fault-driver"), folder, then, &arguments) {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let told = serde_json::from_str(text.trim());
            Some(told.unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr))))
        }
        Err(reason) => {
            println!("skipped: this system mounts nothing for us: {reason}");
            None
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_refuses_starts_before_they_are_sent_and_loses_nothing() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let Some(told) = said(folder.path(), "", "fill", &server) else {
        return;
    };
    assert_eq!(told["refused"], "disk_full", "{told}");
    assert_eq!(told["copy"], "disk_full", "{told}");
    assert_eq!(
        told["half_written"], false,
        "no file bears the name of a copy that is none: {told}"
    );
    assert_eq!(
        (&told["whole"], &told["board_is_read"]),
        (&Value::Bool(true), &Value::Bool(true)),
        "{told}"
    );
    assert!(told["after"].is_string(), "with room again it goes on: {told}");
    let paid = server.seen().created.len();
    let taken = usize::try_from(told["taken"].as_u64().unwrap()).unwrap();
    assert_eq!(
        paid,
        taken + 1,
        "what was refused was not sent, what was taken was sent once: {told}"
    );
    assert_eq!(told["starts"], paid, "and each stands in the record: {told}");
    assert!(server.seen().duplicates().is_empty());
}

#[test]
#[cfg(target_os = "linux")]
fn an_answer_that_finds_no_room_is_not_lost_and_its_start_is_never_sent_again() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    server.always(Fault::Late(std::time::Duration::from_secs(3)));
    let Some(told) = said(folder.path(), "", "fill-while-sending", &server) else {
        return;
    };
    // It is recorded once there is room again, or the person is asked.
    assert!(told["then"] == "created" || told["then"] == "unknown", "{told}");
    assert_eq!(told["again"], "already_sent", "{told}");
    assert_eq!(told["whole"], true, "{told}");
    assert_eq!(server.seen().created.len(), 1, "paid for once");
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_nobody_may_write_is_told_and_nothing_is_sent() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let read_only = format!("mount -o remount,ro {} || exit 77;", folder.path().display());
    let Some(told) = said(folder.path(), &read_only, "open", &server) else {
        return;
    };
    assert_eq!(told["kind"], "ReadOnly", "{told}");
    assert!(server.seen().created.is_empty());
}

#[tokio::test]
async fn a_second_instance_is_told_so_in_a_code_of_its_own() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let (session, monitor) = one_monitor(folder.path(), &server).await;
    let second = std::process::Command::new(built("fault-driver"))
        .args(["open", "--url", &server.url(), "--folder"])
        .arg(folder.path())
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&second.stdout).unwrap();
    assert_eq!(told["kind"], "InUse", "{told}");
    assert!(session.app.look_now(monitor).await.is_ok(), "the first goes on");
    assert_eq!(server.seen().created.len(), 1);
}

/// Spoils a page of the file, as a failing disk would.
fn spoil(folder: &Path, page: usize) {
    let path = record::file(folder);
    let mut bytes = fs::read(&path).unwrap();
    let page = page.min(bytes.len() / 4_096 - 1);
    bytes[page * 4_096..(page + 1) * 4_096].fill(0xA5);
    fs::write(path, bytes).unwrap();
}

async fn a_spoiled_page_is_survived(page: usize) {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let (session, first) = one_monitor(folder.path(), &server).await;
    for _ in 0..30 {
        session.created().await;
    }
    session.store.back_up_daily("2026-11-01").unwrap();
    let since = session.created().await;
    drop(session);
    spoil(folder.path(), page);
    let session = Session::open(folder.path(), &server.url(), Options::default()).unwrap();
    let Opened::SetAside { damaged, restored } = &session.opened else {
        panic!("page {page}: {:?}", session.opened);
    };
    assert!(damaged.exists() && restored.is_some(), "page {page}");
    let notice = monitoring::start_notice(Kept::Record, &session.opened);
    assert!(
        matches!(&notice, Some(StartNotice::FellBack { what: Kept::Record, damaged, .. }) if damaged == "feedwatch.damaged-1.db"),
        "the person is told which file took whose place: {notice:?}"
    );
    assert!(
        session.app.look_now(first).await.is_ok(),
        "what the back-up holds goes on"
    );
    assert_eq!(
        session.app.card(since).await.unwrap_err().code,
        ProblemCode::NotFound
    );
    assert_eq!(server.seen().created.len(), 32, "nothing is sent again by itself");
    drop(session);
    assert_eq!(Store::open(folder.path()).unwrap().1, Opened::AsLeft);
}

#[tokio::test]
async fn a_spoiled_first_page_is_set_aside_and_told() {
    a_spoiled_page_is_survived(0).await;
}

#[tokio::test]
async fn a_spoiled_page_in_the_middle_is_set_aside_and_told() {
    a_spoiled_page_is_survived(7).await;
}
