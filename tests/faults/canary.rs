//! A key is planted, everything is done once with every log on, and then the key is searched for in
//! everything that was written or said, plain and in the forms in which keys travel.

use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tests::binaries::built;
use tests::canary::{Canary, files_below};
use tests::faults::fault::Fault;
use tests::faults::http::{Kind, json as said};
use tests::faults::server::Server;
use tests::faults::session::KEY;

/// A server that fails in turn in each way that logs, and that says the key back in its error.
fn failing() -> Server {
    let turn = AtomicUsize::new(0);
    Server::start(move |request| {
        let echo = json!({"error": format!("bad key {KEY}"), "error_code": "unauthorized"});
        match (request.kind(), turn.fetch_add(1, Ordering::SeqCst) % 8) {
            (Kind::Other, _) | (_, 0..=2) => Fault::None,
            (_, 3) => Fault::ActThenDrop,
            (_, 4) => Fault::ActThenSay(said(502, &json!({"error": "bad gateway"}))),
            (_, 5) => Fault::ActThenSay(said(401, &echo)),
            (_, 6) => Fault::Late(std::time::Duration::from_secs(1)),
            _ => Fault::ActThenSay(said(422, &json!({"detail": [{"msg": "no"}]}))),
        }
    })
}

#[test]
fn a_key_is_in_no_log_database_copy_message_or_panic() {
    let (folder, server) = (tempfile::tempdir().unwrap(), failing());
    let lived = Command::new(built("fault-driver"))
        .args(["canary", "--url", &server.url(), "--folder"])
        .arg(folder.path())
        .env("RUST_BACKTRACE", "full")
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&lived.stderr);
    assert!(lived.status.success(), "{stderr}");
    assert!(
        stderr.contains("panicked"),
        "the panic was not seen, so it proves nothing"
    );
    assert!(server.seen().count(Kind::Create) > 10 && server.seen().count(Kind::Read) > 10);
    let (canary, mut leaks) = (Canary::of(KEY), Vec::new());
    for (name, bytes) in [("what it said", &lived.stdout), ("its errors", &lived.stderr)] {
        if canary.is_in(bytes) {
            leaks.push(name.to_owned());
        }
    }
    let files = files_below(folder.path());
    assert!(files.len() > 5, "{files:?}");
    leaks.extend(canary.files(&files));
    assert!(leaks.is_empty(), "the key is in {leaks:#?}");
}
