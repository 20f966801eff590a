//! A key is planted, everything is done once with every log on, and then the key is searched for in
//! everything that was written or said, plain and in the forms in which keys travel.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tests::binaries::built;
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

/// The key as it is, its middle, and what base64, hex and percent signs make of it.
fn forms() -> Vec<Vec<u8>> {
    let hex: String = KEY.bytes().map(|byte| format!("{byte:02x}")).collect();
    let percent: String = KEY.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let mut forms = vec![KEY.to_owned(), KEY[9..22].to_owned(), hex, percent];
    // In base64 a text looks different at each of three places; the inner part is the same in all.
    forms.extend((0..3).map(|skip| base64(&KEY.as_bytes()[skip..])[..20].to_owned()));
    let wide = KEY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    forms.into_iter().map(String::into_bytes).chain([wide]).collect()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |bits: u32| char::from(LETTERS[(bits & 63) as usize]);
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            [
                letter(bits >> 18),
                letter(bits >> 12),
                letter(bits >> 6),
                letter(bits),
            ]
        })
        .collect()
}

fn holds_key(bytes: &[u8]) -> bool {
    forms()
        .iter()
        .any(|form| bytes.windows(form.len()).any(|window| window == form))
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn the_search_finds_a_key_in_every_form() {
    for form in forms() {
        assert!(holds_key(&[b"before ", form.as_slice(), b" after"].concat()));
    }
    assert!(holds_key(
        format!("x{}", base64(format!("ab{KEY}").as_bytes())).as_bytes()
    ));
    assert!(!holds_key(b"nothing to see here"));
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
    let mut leaks: Vec<String> = Vec::new();
    for (name, bytes) in [("what it said", &lived.stdout), ("its errors", &lived.stderr)] {
        if holds_key(bytes) {
            leaks.push(name.to_owned());
        }
    }
    let files = files_below(folder.path());
    assert!(files.len() > 5, "{files:?}");
    for path in files {
        if holds_key(&fs::read(&path).unwrap()) {
            leaks.push(path.display().to_string());
        }
    }
    assert!(leaks.is_empty(), "the key is in {leaks:#?}");
}
