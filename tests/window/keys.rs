//! A key's life, with the key store of the desktop working, locked, missing, and gone half-way.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::json;
use tests::window::{App, identifier};
use xtask::desktop::KeyStore;

use crate::service::{AGENT, KEY, Service};
use crate::steps::{JOB_SECONDS, Wish, follow, open_settings, to_board};

const SECOND_KEY: &str = "window-test-key-second-90d1f7aa3b";
/// Where a key store has what it unlocks with the session.
const COLLECTION: &str = "/org/freedesktop/secrets/collection/login";
const TRAVEL: Wish<'_> = Wish {
    platform: "tiktok",
    value: "#travel",
    posts: 10,
    ongoing: false,
};

#[test]
fn a_key_is_used_after_a_restart_replaced_and_removed_and_stands_in_the_key_store_alone() {
    let mut app = App::open();
    let service = Service::start(&app);
    fill_in(&app, &service);
    app.click("first-run-connect");
    app.wait_for("new-monitor");
    assert!(in_key_store(&app).contains(KEY));

    app.restart();
    app.wait_for("new-monitor");
    open_settings(&app, "keys");
    app.click("settings-key-test");
    app.wait_until("the word that the stored key works", 20, |app| {
        app.page_text().contains("the key works").then_some(())
    });
    let page = app.page_text();
    assert!(page.contains("c2e4"), "the last four characters tell keys apart");

    let service = service.restarted(&app, SECOND_KEY);
    replace_with(&app, SECOND_KEY);
    app.wait_until("the new key in the key store", 20, |app| {
        let kept = in_key_store(app);
        (kept.contains(SECOND_KEY) && !kept.contains(KEY)).then_some(())
    });
    to_board(&app);
    follow(&app, &TRAVEL);
    app.wait_for_card("#travel", &["finished"], JOB_SECONDS);

    open_settings(&app, "keys");
    app.click("settings-key-remove");
    app.click("settings-key-remove-confirm");
    wait_for_empty_key_store(&app);
    replace_with(&app, SECOND_KEY);
    app.wait_until("the key back in the key store", 20, |app| {
        in_key_store(app).contains(SECOND_KEY).then_some(())
    });
    open_settings(&app, "diagnostics");
    app.wait_for("settings-diagnostics");
    let diagnostics = app
        .invoke("diagnostics", json!({}))
        .expect("diagnostics are given");
    // The page around them may name a monitor, such as one that has just finished.
    let (told, shown) = (diagnostics.to_string(), app.page_text());
    for secret in [KEY, SECOND_KEY, TRAVEL.value, AGENT, service.address()] {
        assert!(!told.contains(secret), "{secret:?} stands in {told}");
    }
    for key in [KEY, SECOND_KEY] {
        assert!(!shown.contains(key), "the page shows a key");
    }
    open_settings(&app, "workspaces");
    app.click("settings-workspace-remove");
    app.click("settings-workspace-remove-confirm");
    wait_for_empty_key_store(&app);
    assert_nowhere_else(&app, &[KEY, SECOND_KEY]);
}

#[test]
fn a_locked_key_store_is_told_and_the_key_can_be_kept_for_this_run() {
    let app = App::open();
    let service = Service::start(&app);
    lock_key_store(&app);
    fill_in(&app, &service);
    app.click("first-run-connect");
    dismiss_prompt(&app);
    app.wait_for("problem-note");
    let told = app.text_of("problem-note").to_lowercase();
    assert!(told.contains("key store"), "{told}");
    keep_for_this_run_and_use(&app);
    assert_nowhere_else(&app, &[KEY]);
}

#[test]
fn without_a_key_store_a_key_works_for_this_run_and_is_asked_for_again_after_it() {
    let mut app = App::prepared(KeyStore::Missing);
    app.start();
    let service = Service::start(&app);
    fill_in(&app, &service);
    app.click("first-run-connect");
    app.wait_for("problem-note");
    keep_for_this_run_and_use(&app);
    assert_nowhere_else(&app, &[KEY]);

    app.restart();
    app.wait_for("new-monitor");
    app.wait_for_card("#travel", &["finished"], JOB_SECONDS);
    open_settings(&app, "keys");
    app.click("settings-key-replace");
    app.type_into("settings-key-input", KEY);
    app.click("settings-key-save");
    app.click("settings-key-this-run");
    app.wait_until("the key of this run", 20, |app| {
        app.page_text().contains("for this run only").then_some(())
    });
}

#[test]
fn a_key_store_that_dies_half_way_takes_nothing_with_it() {
    let mut app = App::prepared(KeyStore::Mortal);
    app.start();
    let service = Service::start(&app);
    fill_in(&app, &service);
    app.click("first-run-connect");
    app.wait_for("new-monitor");
    app.desktop_mut().kill_key_store();

    follow(&app, &TRAVEL);
    app.wait_for_card("#travel", &["finished"], JOB_SECONDS);
    open_settings(&app, "keys");
    app.click("settings-key-replace");
    app.type_into("settings-key-input", KEY);
    app.click("settings-key-save");
    app.wait_for("problem-note");
    app.click("settings-key-this-run");
    app.wait_until("the key of this run", 20, |app| {
        app.page_text().contains("for this run only").then_some(())
    });
    assert_nowhere_else(&app, &[KEY]);
}

#[test]
fn what_stands_between_the_app_and_the_service_is_told_layer_by_layer() {
    let app = App::open();
    let service = Service::start(&app);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let nobody = closed.local_addr().expect("it has an address").port();
    drop(closed);
    let plain = service.address().replace("http://", "https://");
    let cases = [
        (format!("http://127.0.0.1:{nobody}"), "cannot_connect"),
        (plain, "tls_failed"),
        ("http://example.org".to_owned(), "bad_address"),
        ("ftp://127.0.0.1".to_owned(), "bad_address"),
    ];
    for (address, code) in cases {
        let asked = json!({ "key": KEY, "agentId": AGENT, "baseUrl": address });
        let problem = app.invoke("test_key", asked).expect_err("nobody answers there");
        assert_eq!(problem["code"], code, "{address}: {problem}");
    }
    let unknown = json!({ "key": KEY, "agentId": AGENT, "baseUrl": "https://no-such-name.invalid" });
    let problem = app
        .invoke("test_key", unknown)
        .expect_err("there is no such name");
    // A machine without any network cannot tell a name that does not exist.
    assert!(
        matches!(problem["code"].as_str(), Some("name_not_found" | "offline")),
        "{problem}"
    );
}

fn fill_in(app: &App, service: &Service) {
    app.click("first-run-gen");
    app.click("first-run-advanced");
    app.type_into("first-run-base-url", service.address());
    app.type_into("first-run-agent", AGENT);
    app.type_into("first-run-key", KEY);
    app.click("first-run-test");
}

fn replace_with(app: &App, key: &str) {
    app.click("settings-key-replace");
    app.type_into("settings-key-input", key);
    app.click("settings-key-save");
    app.wait_until("the dialog to close", 20, |app| {
        (!app.shows("settings-key-input")).then_some(())
    });
}

fn keep_for_this_run_and_use(app: &App) {
    app.click("first-run-this-run-only");
    app.wait_for("new-monitor");
    follow(app, &TRAVEL);
    app.wait_for_card("#travel", &["finished"], JOB_SECONDS);
}

/// Asks the key store itself, as any program of this person could.
fn in_key_store(app: &App) -> String {
    let mut command = app.desktop().command("secret-tool");
    command.args(["search", "--all", "--unlock", "service", &identifier()]);
    let output = command.output().expect("secret-tool starts");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// By its protocol, as a session that is locked does: `secret-tool lock` crashes on some systems.
fn lock_key_store(app: &App) {
    let ask = |arguments: &[&str]| {
        let mut command = app.desktop().command("dbus-send");
        command.args([
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.secrets",
        ]);
        let output = command.args(arguments).output().expect("dbus-send starts");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    ask(&[
        "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service.Lock",
        &format!("array:objpath:{COLLECTION}"),
    ]);
    let locked = ask(&[
        COLLECTION,
        "org.freedesktop.DBus.Properties.Get",
        "string:org.freedesktop.Secret.Collection",
        "string:Locked",
    ]);
    assert!(locked.contains("boolean true"), "{locked}");
}

/// The key store asks for its password; the person closes the question without an answer.
fn dismiss_prompt(app: &App) {
    app.wait_until("the key store's question to be closed", 60, |app| {
        let mut close = app.desktop().command("wmctrl");
        let status = close.args(["-c", "Unlock Login Keyring"]).stderr(Stdio::null());
        status.status().expect("wmctrl starts").success().then_some(())
    });
}

fn wait_for_empty_key_store(app: &App) {
    app.wait_until("the key store to be empty", 20, |app| {
        (!in_key_store(app).contains("secret = ")).then_some(())
    });
}

fn assert_nowhere_else(app: &App, secrets: &[&str]) {
    let page = app.page_text();
    for secret in secrets {
        let mut leaks = Vec::new();
        find_in_files(&app.data(), secret.as_bytes(), &mut leaks);
        find_in_files(app.desktop().logs(), secret.as_bytes(), &mut leaks);
        assert!(leaks.is_empty(), "the key stands in {leaks:?}");
        assert!(!page.contains(secret), "the window shows the key");
    }
}

/// Every file below `folder` that holds `secret`, as text or inside a database.
pub(crate) fn find_in_files(folder: &Path, secret: &[u8], found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            find_in_files(&path, secret, found);
        } else if fs::read(&path).is_ok_and(|bytes| bytes.windows(secret.len()).any(|part| part == secret)) {
            found.push(path.display().to_string());
        }
    }
}
