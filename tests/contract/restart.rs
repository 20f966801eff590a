//! A service that is ended in the middle of a job loses nothing and charges once.

use std::process::Stdio;
use std::time::Duration;

use crate::service::{Service, Start, command};
use tests::binaries;

const ONCE: &str = r##"{"platform":"tiktok","type":"hashtag","value":"#skincare","max_results":20}"##;
/// 1,000 credits at $0.0087.
const OPENING: i64 = 8_700_000;
const CEILING: i64 = 20 * 15_000;

fn start() -> Start<'static> {
    Start {
        credits: 1_000,
        pace: "0.7",
        ..Start::default()
    }
}

fn survives(signal: &str, status: &str) {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(folder.path(), start());
    let job = service.create(ONCE).job();
    let before = service.poll_status(job, status);
    let held = if status == "processing" { CEILING } else { 0 };
    assert_eq!(
        service.balance(),
        OPENING - held,
        "the ceiling is set aside when the check starts"
    );
    let ended_well = service.end_by(signal);
    assert_eq!(
        ended_well,
        signal != "KILL",
        "SIGTERM and SIGINT end it with code 0"
    );

    let service = Service::start(folder.path(), start());
    let again = service.job(job);
    assert_eq!(
        (&again["data"], &again["created_at"]),
        (&before["data"], &before["created_at"])
    );
    let done = service.poll_status(job, "completed");
    assert_eq!(
        done["result"]["checks"], 1,
        "the interrupted check and the one run again are one: {done}"
    );
    let posts = done["result"]["posts_found"].as_i64().unwrap();
    assert_eq!(done["result"]["charged_micro_usd"], posts * 15_000);
    assert_eq!(
        service.balance(),
        OPENING - posts * 15_000,
        "charged once, and the opening credits booked once"
    );
}

#[test]
fn ended_by_sigterm_while_it_collects() {
    survives("TERM", "processing");
}

#[test]
fn ended_by_sigint_while_it_collects() {
    survives("INT", "processing");
}

#[test]
fn killed_while_it_collects() {
    survives("KILL", "processing");
}

#[test]
fn ended_by_sigterm_while_it_waits() {
    survives("TERM", "pending");
}

#[test]
fn killed_while_it_waits() {
    survives("KILL", "pending");
}

#[test]
fn a_resting_monitor_is_checked_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = ONCE.replace('}', r#","monitoring":true}"#);
    let service = Service::start(
        folder.path(),
        Start {
            pace: "fast",
            ..start()
        },
    );
    let job = service.create(&data).job();
    let rested = service.poll(job, |seen| !seen["result"]["next_check_at"].is_null());
    let checks = rested["result"]["checks"].as_i64().unwrap();
    assert!(service.end_by("TERM"));

    let service = Service::start(
        folder.path(),
        Start {
            pace: "fast",
            ..start()
        },
    );
    let seen = service.poll(job, |seen| seen["result"]["checks"].as_i64() > Some(checks));
    assert_eq!(seen["status"], "processing");
}

#[test]
fn a_second_service_on_the_same_folder_says_that_it_is_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let _first = Service::start(folder.path(), start());
    let mut second = command(folder.path(), start())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    assert_eq!(binaries::wait(&mut second, Duration::from_secs(10)), Some(false));
    let output = second.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("in use by another running service"), "{said}");
    assert!(output.stdout.is_empty(), "no address is told");
}

#[test]
fn it_refuses_to_listen_where_others_can_reach_it() {
    let folder = tempfile::tempdir().unwrap();
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let mut command = command(folder.path(), start());
        let mut child = command
            .args(["--listen", address])
            .stderr(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        assert_eq!(
            binaries::wait(&mut child, Duration::from_secs(10)),
            Some(false),
            "{address}"
        );
        let said = String::from_utf8_lossy(&child.wait_with_output().unwrap().stderr).into_owned();
        assert!(
            said.contains("not a loopback address") || said.contains("cannot be used multiple times"),
            "{said}"
        );
    }
}
