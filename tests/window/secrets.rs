//! Keys are planted by hand, everything fails around them with every log on, and then they are searched
//! for in all that the app wrote, showed or told its page.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tests::canary::{Canary, files_below};
use tests::faults::fault::Fault;
use tests::faults::http::{Request, json as said};
use tests::faults::server::Server;
use tests::window::App;
use xtask::desktop::KeyStore;

use crate::service::AGENT;
use crate::steps::{JOB_SECONDS, open_settings};

const KEY: &str = "gen_live_window_canary_5Tq8Rz3Hn6";
const TOKEN: &str = "AIzaSyWindowCanary_9Kd2Vm7Xb4Wc1Lf6Jg";
/// As many as it takes for every failure to come up more than once.
const STARTS: usize = 16;
/// Keeps every answer and every event that reaches the page from here on.
const LISTEN: &str = r"
    window.heard = [];
    const real = window.fetch;
    window.fetch = async (...asked) => {
        const answer = await real(...asked);
        answer.clone().text().then((text) => window.heard.push(text));
        return answer;
    };
    const inside = window.__TAURI_INTERNALS__;
    const names = ['monitors-changed', 'workspace-changed', 'activity-added', 'start-notice'];
    Promise.all(names.map((event) => inside.invoke('plugin:event|listen', {
        event,
        target: { kind: 'Any' },
        handler: inside.transformCallback((message) => window.heard.push(JSON.stringify(message))),
    }))).then(() => done(null));
";
/// The page as it is, what stands in its fields, and what it heard.
const EVERYTHING: &str = r"
    const fields = Array.from(document.querySelectorAll('input, textarea'), (field) => field.value);
    done([document.documentElement.outerHTML, fields.join('\n'), window.heard.join('\n')]);
";

#[test]
fn a_planted_key_is_in_no_file_no_diagnostics_no_page_and_no_answer() {
    let (gen_service, youtube) = (Server::sound(), youtube());
    let mut app = App::prepared(KeyStore::default());
    app.set("RUST_LOG", "trace");
    app.set("FEEDWATCH_YOUTUBE_API", &youtube.url());
    app.start();
    app.wait_for("first-run-skip");
    app.run(LISTEN);
    let workspace = connect(&app, &gen_service);
    fail_everywhere(&app, &gen_service, &workspace);
    fail_at_youtube(&app, &youtube);
    app.invoke("save_copy", json!({})).expect("a copy is saved");
    open_settings(&app, "keys");
    app.wait_for("settings-key-replace");
    open_settings(&app, "diagnostics");
    app.wait_for("settings-diagnostics");
    let diagnostics = app
        .invoke("diagnostics", json!({}))
        .expect("diagnostics are given");

    let seen = app.run(EVERYTHING);
    let (page, fields, heard) = (text(&seen[0]), text(&seen[1]), text(&seen[2]));
    assert!(
        fields.contains("Feedwatch 0"),
        "the diagnostics stand in a field: {fields}"
    );
    assert!(
        heard.contains(AGENT) && heard.contains("cannot_connect"),
        "answers and events were heard"
    );
    assert!(app.log().contains("TRACE"), "every log is on");
    let files = written(&app);
    for secret in [KEY, TOKEN] {
        let canary = Canary::of(secret);
        assert_eq!(canary.files(&files), Vec::<String>::new(), "files hold {secret}");
        let told = [
            ("diagnostics", text(&diagnostics)),
            ("page", page),
            ("fields", fields),
            ("answers", heard),
        ];
        for (name, told) in told {
            assert!(!canary.is_in(told.as_bytes()), "{secret} stands in the {name}");
        }
    }
}

/// By the form, as a person does it.
fn connect(app: &App, service: &Server) -> Value {
    app.click("first-run-gen");
    app.click("first-run-advanced");
    app.type_into("first-run-base-url", &service.url());
    app.type_into("first-run-agent", AGENT);
    app.type_into("first-run-key", KEY);
    app.click("first-run-test");
    app.click("first-run-connect");
    app.wait_for("new-monitor");
    let all = app.invoke("workspaces", json!({})).expect("there are workspaces");
    all[0]["id"].clone()
}

/// In turn in each way that logs; the refusal says the key back.
fn failing(turn: usize) -> Fault {
    let echo = json!({ "error": format!("bad key {KEY}"), "error_code": "unauthorized" });
    match turn % 6 {
        0 => Fault::ActThenDrop,
        1 => Fault::ActThenSay(said(502, &json!({ "error": format!("bad gateway {KEY}") }))),
        2 => Fault::ActThenSay(said(401, &echo)),
        3 => Fault::Late(Duration::from_millis(300)),
        4 => Fault::ActThenSay(said(422, &json!({ "detail": [{ "msg": format!("no {KEY}") }] }))),
        _ => Fault::None,
    }
}

fn fail_everywhere(app: &App, service: &Server, workspace: &Value) {
    let turn = AtomicUsize::new(0);
    service.plan(move |_: &Request| failing(turn.fetch_add(1, Ordering::SeqCst)));
    let outcomes: Vec<_> = (0..STARTS)
        .map(|number| {
            app.invoke(
                "create_monitor",
                create(workspace, "tiktok", &format!("#canary{number}")),
            )
        })
        .collect();
    let in_trouble = |card: &&Value| !card["problem"].is_null();
    assert!(
        outcomes.iter().flatten().filter(in_trouble).count() > 1,
        "some failed: {outcomes:?}"
    );
    for monitor in outcomes.iter().flatten().map(|card| card["id"].clone()) {
        for command in ["look_now", "stop_monitor", "monitor"] {
            // Whether it goes well is not the question here.
            let _ = app.invoke(command, json!({ "monitorId": monitor }));
        }
    }
    let _ = app.invoke("test_stored_key", json!({ "workspaceId": workspace }));
    let _ = app.invoke(
        "replace_key",
        json!({ "workspaceId": workspace, "key": KEY, "thisRunOnly": false }),
    );
    for address in [
        service.url(),
        service.url().replace("http", "https"),
        "http://127.0.0.1:1".to_owned(),
        format!("http://{KEY}@127.0.0.1:1/"),
        format!("https://no-such-name.invalid/{KEY}"),
    ] {
        let _ = app.invoke(
            "test_key",
            json!({ "key": KEY, "agentId": AGENT, "baseUrl": address }),
        );
    }
    for command in ["board", "activity"] {
        let asked = json!({ "query": { "limit": 200 }, "limit": 200 });
        app.invoke(command, asked).expect("the window's places are there");
    }
}

/// A stand-in that takes every key.
fn youtube() -> Server {
    let found = json!({ "items": [{ "id": "UC_x5XG1OV2P6uZZ5FSM9Ttw" }] });
    Server::start(move |_| Fault::Say(said(200, &found)))
}

/// A key that worked is refused, and the refusal says it back.
fn fail_at_youtube(app: &App, youtube: &Server) {
    let workspace = app
        .invoke("open_this_computer", json!({}))
        .expect("this computer collects")["id"]
        .clone();
    let given = json!({ "source": "youtube_api", "key": TOKEN, "thisRunOnly": false });
    app.invoke("keep_source_key", given.clone())
        .expect("the key works");
    let refusal = json!({ "error": {
        "code": 400, "message": format!("API key not valid: {TOKEN}"), "status": "INVALID_ARGUMENT",
        "errors": [{ "message": TOKEN, "domain": "global", "reason": "badRequest" }],
        "details": [{ "reason": "API_KEY_INVALID", "metadata": { "key": TOKEN } }],
    } });
    youtube.always(Fault::Say(said(400, &refusal)));
    for (command, asked) in [
        ("test_source_key", json!({ "source": "youtube_api" })),
        ("keep_source_key", given),
    ] {
        app.invoke(command, asked).expect_err("the key is refused now");
    }
    app.invoke("create_monitor", create(&workspace, "youtube", "#canary"))
        .expect("this computer takes it");
    app.wait_until("the check to fail", JOB_SECONDS * 2, |app| {
        let board = app.invoke("board", json!({ "query": { "limit": 200 } })).ok()?;
        let rows = board["rows"].as_array()?.clone();
        rows.iter()
            .any(|row| row["platform"] == "youtube" && row["state"]["state"] != "waiting")
            .then_some(())
    });
    app.invoke("sources", json!({})).expect("the sources are there");
}

fn create(workspace: &Value, platform: &str, value: &str) -> Value {
    let draft = json!({
        "platform": platform, "type": "hashtag", "value": value, "days": 30, "max_results": 5, "monitoring": false,
    });
    let intent = uuid::Uuid::new_v4().to_string();
    json!({ "workspaceId": workspace, "draft": draft, "intentId": intent, "tags": [] })
}

/// Everything below the app's folders, its home and its logs, but what the key store itself keeps.
fn written(app: &App) -> Vec<PathBuf> {
    let mut files = files_below(app.scratch());
    files.extend(files_below(app.desktop().logs()));
    files.retain(|path| !path.iter().any(|part| part == "keyrings"));
    let has = |name: &str| files.iter().any(|path| path.ends_with(name));
    assert!(
        has("feedwatch/feedwatch.db") && has("chosen.feedwatch") && has("feedwatch/logs/feedwatch.log"),
        "{files:?}"
    );
    files
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
