//! Notifications as they arrive at the desktop's own service.

use serde_json::{Value, json};
use tests::window::{App, Notice};

use crate::service::{AGENT, KEY, Service};
use crate::steps::{JOB_SECONDS, open_practice};

/// Practice targets that fail, each in its own way.
const FAILING: [&str; 3] = ["@practice_private", "@practice_missing", "#practice_blocked"];
/// News is gathered for ten seconds before it is told.
const TOLD_SECONDS: u64 = 30;
/// The monitors whose key is refused at once.
const MANY: usize = 50;

#[test]
fn quiet_hours_hold_three_failures_and_tell_them_as_one_and_so_do_three_at_once() {
    let app = open_practice();
    set_quiet(&app, true);
    start_all(&app, &FAILING);
    app.wait_until("three lines that are held", JOB_SECONDS + TOLD_SECONDS, |app| {
        (held(app) == 3).then_some(())
    });
    assert_eq!(app.notices().so_far(), [], "quiet hours are quiet");

    set_quiet(&app, false);
    let summary = first(&app, 1);
    assert_eq!(summary.title, "In quiet hours: 3 monitors stopped");
    for target in FAILING {
        assert!(summary.body.contains(target), "{summary:?}");
    }

    start_all(&app, &FAILING);
    let grouped = first(&app, 2);
    assert_eq!(grouped.title, "3 monitors stopped");
    assert_eq!(held(&app), 0, "what was told is not held any more");
    assert_eq!(
        app.notices().so_far().len(),
        2,
        "three failures are one notification"
    );

    // Whoever has seen it in Activity needs no notification of it any more.
    app.click("place-activity");
    app.wait_for("activity-entry");
    app.click("place-board");
    app.wait_until("both to be taken back", TOLD_SECONDS, |app| {
        (app.notices().withdrawn() >= 2).then_some(())
    });
}

#[test]
fn a_key_refused_for_fifty_monitors_is_one_notification_that_leads_to_the_keys() {
    let app = App::open();
    let service = Service::start(&app);
    let workspace = connect(&app, &service);
    start_many(&app, &workspace);
    let _refusing = service.restarted(&app, "another-key-that-nobody-told-the-app");
    app.wait_until(
        "the word that the key is refused",
        JOB_SECONDS + TOLD_SECONDS,
        |app| (refusals(app) > 0).then_some(()),
    );
    click_the_notification(&app);
    app.wait_for("settings-key-replace");
    assert_eq!(
        refusals(&app),
        1,
        "fifty monitors and one key are one notification"
    );
    let told = app.notices().so_far();
    assert!(
        told.iter().all(|notice| !notice.title.contains("#many")),
        "nobody is told of fifty monitors: {told:?}"
    );
    let page = app
        .invoke("activity", json!({ "limit": 200 }))
        .expect("Activity is there");
    let entries = page["entries"].as_array().cloned().unwrap_or_default();
    let refused = entries
        .iter()
        .filter(|entry| entry["what"]["code"] == "unauthorized");
    assert_eq!(refused.count(), 1, "Activity says it once too");
}

/// How often somebody was told that a key is refused.
fn refusals(app: &App) -> usize {
    let told = app.notices().so_far();
    let refused = told
        .iter()
        .filter(|notice| notice.title.ends_with("the key is not accepted"));
    refused.count()
}

#[test]
fn the_test_button_says_which_service_took_the_notification() {
    let app = open_practice();
    let answer = app.invoke("test_notification", json!({})).expect("it is tried");
    assert_eq!(answer, json!({ "kind": "handed_over", "service": "dunst" }));
    let notice = first(&app, 1);
    assert_eq!(notice.title, "Feedwatch");
}

#[test]
fn a_workspace_with_notifications_of_its_own_follows_them_and_not_the_apps() {
    let app = open_practice();
    let id = practice(&app)["id"].clone();
    let own = json!({
        "notify": { "failed": true, "key_refused": true, "budget": true, "found_again": true, "finished": true },
        "quiet_hours": { "on": false, "from_minute": 0, "until_minute": 0, "days": 127 },
    });
    let edit = json!({ "alerts": { "kind": "own", "alerts": own } });
    app.invoke("edit_workspace", json!({ "workspaceId": id, "edit": edit }))
        .expect("a workspace may have its own");
    set_quiet(&app, true);
    start(&app, "#sourdough");
    let notice = first(&app, 1);
    assert_eq!(notice.title, "#sourdough on TikTok is finished");

    let wrong = json!({ "alerts": { "kind": "own", "alerts": { "quiet_hours": { "from_minute": 1440, "until_minute": 5000 } } } });
    let refused = app
        .invoke("edit_workspace", json!({ "workspaceId": id, "edit": wrong }))
        .expect_err("there are no such hours");
    let message = refused["message"].as_str().unwrap_or_default();
    assert!(
        message.contains("from_minute") && message.contains("until_minute"),
        "{refused}"
    );
    assert_eq!(practice(&app)["alerts"], own, "what was refused changed nothing");
}

/// Whoever was notified about it clicks.
pub(crate) fn click_the_notification(app: &App) {
    let status = app.desktop().command("dunstctl").arg("action").status();
    assert!(
        status.expect("dunstctl starts").success(),
        "the service takes the click"
    );
}

/// Starts a practice monitor, past the form.
pub(crate) fn start(app: &App, value: &str) {
    let workspace = practice(app)["id"].clone();
    app.invoke("create_monitor", create(&workspace, value, "once", false))
        .expect("practice takes it");
}

fn start_all(app: &App, values: &[&str]) {
    for value in values {
        start(app, value);
    }
}

fn create(workspace: &Value, value: &str, tag: &str, ongoing: bool) -> Value {
    let kind = if value.starts_with('@') {
        "username"
    } else {
        "hashtag"
    };
    let intent = uuid::Uuid::new_v4().to_string();
    let draft = json!({
        "platform": "tiktok", "type": kind, "value": value, "days": 30, "max_results": 5, "monitoring": ongoing,
    });
    json!({ "workspaceId": workspace, "draft": draft, "intentId": intent, "tags": [tag] })
}

fn practice(app: &App) -> Value {
    let all = app.invoke("workspaces", json!({})).expect("there are workspaces");
    let all = all.as_array().cloned().unwrap_or_default();
    let found = all.into_iter().find(|one| one["service"] == "practice");
    found.expect("there is a practice workspace")
}

fn connect(app: &App, service: &Service) -> Value {
    let request = json!({
        "name": "Alder", "key": KEY, "agent_id": AGENT, "base_url": service.address(), "this_run_only": false,
    });
    let view = app.invoke("connect_gen", json!({ "request": request }));
    view.expect("the service takes the key")["id"].clone()
}

fn start_many(app: &App, workspace: &Value) {
    for number in 0..MANY {
        let made = app.invoke(
            "create_monitor",
            create(workspace, &format!("#many{number}"), "many", true),
        );
        made.expect("the service takes it");
    }
}

/// Switches quiet hours around now on, or all of them off.
fn set_quiet(app: &App, on: bool) {
    let view = app.invoke("start_view", json!({})).expect("the app has started");
    let mut settings = view["settings"].clone();
    let now = jiff::ZonedDateTime::now().time();
    let minute = i64::from(now.hour()) * 60 + i64::from(now.minute());
    settings["quiet_hours"] = json!({
        "on": on,
        "from_minute": (minute + 24 * 60 - 120) % (24 * 60),
        "until_minute": (minute + 120) % (24 * 60),
        "days": 127,
    });
    app.invoke("save_settings", json!({ "settings": settings }))
        .expect("settings are taken");
}

/// Lines of Activity whose notification is held.
fn held(app: &App) -> usize {
    let page = app
        .invoke("activity", json!({ "limit": 200 }))
        .expect("Activity is there");
    let entries = page["entries"].as_array().cloned().unwrap_or_default();
    entries.iter().filter(|entry| entry["notified"] == "held").count()
}

/// The notification of this number, once it is there.
fn first(app: &App, number: usize) -> Notice {
    app.wait_until("a notification", JOB_SECONDS + TOLD_SECONDS, |app| {
        app.notices().so_far().into_iter().nth(number - 1)
    })
}
