//! Connecting GEN, with the service as a process of its own in GEN's place.

use std::fs;
use std::path::Path;

use tests::window::{App, identifier};

use crate::service::{AGENT, KEY, Service};
use crate::steps::{JOB_SECONDS, Wish, follow};

const WRONG_KEY: &str = "not-the-key-of-this-service";
const TRAVEL: Wish<'_> = Wish {
    platform: "tiktok",
    value: "#travel",
    posts: 10,
    ongoing: false,
};

#[test]
fn a_wrong_key_is_told_and_the_right_one_connects_runs_and_stays_in_the_keychain_alone() {
    let app = App::open();
    let service = Service::start(&app);
    ask_for_address(&app, service.address());

    test_key(&app, WRONG_KEY);
    let problem = app.text_of("problem-note");
    assert!(
        problem.to_lowercase().contains("key"),
        "the note is about the key: {problem:?}"
    );
    app.screenshot("wrong-key");

    test_key(&app, KEY);
    app.click("first-run-connect");
    app.wait_for("new-monitor");
    follow(&app, &TRAVEL);
    app.wait_for_card("#travel", &["finished"], JOB_SECONDS);

    let kept = in_keychain(&app);
    assert!(
        kept.contains(KEY),
        "the key is in the Secret Service, which gave {kept:?}"
    );
    let mut leaks = Vec::new();
    find_in_files(&app.data(), KEY.as_bytes(), &mut leaks);
    find_in_files(app.desktop().logs(), KEY.as_bytes(), &mut leaks);
    assert!(leaks.is_empty(), "the key stands in {leaks:?}");
    assert!(!app.page_text().contains(KEY), "the window shows the key");
}

#[test]
fn the_connection_is_still_there_after_a_restart_without_asking_for_the_key() {
    let mut app = App::open();
    let service = Service::start(&app);
    ask_for_address(&app, service.address());
    test_key(&app, KEY);
    app.click("first-run-connect");
    app.wait_for("new-monitor");
    app.restart();
    app.wait_for("new-monitor");
    follow(&app, &TRAVEL);
    app.wait_for_card("#travel", &["finished"], JOB_SECONDS);
}

fn ask_for_address(app: &App, address: &str) {
    app.click("first-run-gen");
    app.click("first-run-advanced");
    app.type_into("first-run-base-url", address);
    app.type_into("first-run-agent", AGENT);
}

fn test_key(app: &App, key: &str) {
    app.type_into("first-run-key", key);
    app.click("first-run-test");
}

/// Asks the key store itself, as any program of this person could.
fn in_keychain(app: &App) -> String {
    let mut command = app.desktop().command("secret-tool");
    command.args(["search", "--all", "--unlock", "service", &identifier()]);
    let output = command
        .output()
        .expect("secret-tool starts; `cargo xtask setup` installs it");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Every file below `folder` that holds `secret`, as text or inside a database.
fn find_in_files(folder: &Path, secret: &[u8], found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            find_in_files(&path, secret, found);
        } else if fs::read(&path).is_ok_and(|bytes| bytes.windows(secret.len()).any(|part| part == secret)) {
            found.push(path.display().to_string());
        }
    }
}
