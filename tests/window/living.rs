//! Living on a desktop: closed to the background, started twice, started at login, ended by the system,
//! with a tray and without one.

use std::fs;

use serde_json::json;
use tests::window::{App, TrayHost};
use xtask::desktop::{KeyStore, ProcessGroup};

use crate::notifying::{click_the_notification, start};
use crate::steps::{JOB_SECONDS, choose_practice, open_practice, open_settings};

/// Longest that an ending app may take on a busy machine; its own limit is below two seconds.
const ENDING: u64 = 30;

#[test]
fn closing_asks_once_and_then_goes_on_in_the_background_until_something_brings_the_window_back() {
    let app = open_practice();
    assert!(
        app.log().contains("this desktop has no tray"),
        "nothing here offers a tray"
    );
    start(&app, "#sourdough");
    app.wait_for_card("#sourdough", &["finished"], JOB_SECONDS);
    app.close_window();
    app.wait_for("closing-keep");
    app.screenshot("asked");
    app.click_away("closing-keep");
    wait_until_hidden(&app);
    assert!(app.process().is_some(), "it goes on");

    // A second start, as from the list of applications, is the way back where there is no tray.
    let mut second = app.start_again(&[]);
    wait_until_shown(&app);
    wait_for_the_end(&app, &mut second);
    app.close_window();
    wait_until_hidden(&app);
    assert!(!app.shows("closing-keep"), "nobody is asked twice");

    // What happens meanwhile is told, and leads back to its monitor.
    start(&app, "@practice_private");
    app.wait_until("a notification", JOB_SECONDS + 30, |app| {
        (!app.notices().so_far().is_empty()).then_some(())
    });
    click_the_notification(&app);
    wait_until_shown(&app);
    app.wait_for("monitor-failure");

    open_settings(&app, "background");
    app.click_away("settings-quit");
    wait_until_ended(&app);
}

#[test]
fn an_app_without_monitors_ends_when_its_window_is_closed() {
    let app = App::open();
    app.wait_for("first-run-skip");
    app.close_window();
    wait_until_ended(&app);
}

#[test]
fn the_system_may_end_it_and_nothing_is_lost() {
    let mut app = open_practice();
    start(&app, "#sourdough");
    let process = app.process().expect("it runs").to_string();
    let mut kill = app.desktop().command("kill");
    assert!(
        kill.args(["-TERM", &process])
            .status()
            .expect("kill starts")
            .success()
    );
    wait_until_ended(&app);
    let log = app.log();
    assert!(log.contains("the system asks to end"), "it was heard");
    assert!(
        !log.contains("did not end in time"),
        "everything ended within its two seconds"
    );
    app.restart();
    app.wait_for("new-monitor");
    app.wait_for_card("#sourdough", &["finished"], JOB_SECONDS);
    assert_eq!(app.cards().len(), 1, "what was started is there, once");
}

#[test]
fn it_starts_at_login_when_told_to_without_a_window_and_never_off_the_screen() {
    let mut app = open_practice();
    open_settings(&app, "background");
    let entry = app.home().join("config/autostart/app.feedwatch.desktop.desktop");
    assert!(!entry.exists(), "nobody asked for it yet");
    app.click("settings-switch-login");
    let written = app.wait_until("the entry", 20, |_| fs::read_to_string(&entry).ok());
    assert!(written.contains("/feedwatch\" --background\n"), "{written}");
    app.click("settings-switch-login");
    app.wait_until("the entry to be gone", 20, |_| (!entry.exists()).then_some(()));

    app.close();
    put_window_off_the_screen(&app);
    let before = started(&app);
    let mut at_login = app.start_again(&["--background"]);
    app.wait_until("the page behind the scenes", 60, |app| {
        (started(app) > before).then_some(())
    });
    assert_eq!(app.window(), None, "a start at login shows no window");
    let mut by_hand = app.start_again(&[]);
    let place = app.wait_until("the window", 60, App::window);
    wait_for_the_end(&app, &mut by_hand);
    let [left, top, width, height] = place;
    assert!(left < 1280 && top < 900, "its corner is on the screen: {place:?}");
    assert!(width >= 640 && height >= 480, "and it is large enough: {place:?}");
    at_login.stop();
}

#[test]
fn a_tray_shows_the_icon_what_needs_attention_and_a_way_to_open_and_to_quit() {
    let mut app = App::prepared(KeyStore::default());
    let tray = TrayHost::offer(app.desktop());
    app.start();
    choose_practice(&app);
    let item = app.wait_until("the icon", 20, |_| tray.items().into_iter().next());
    let words: Vec<_> = tray.menu(&item).into_iter().map(|(_, words)| words).collect();
    assert_eq!(words, ["Open Feedwatch", "New monitor", "Quit Feedwatch"]);
    let tip = || format!("{:?}", tray.says(&item, "ToolTip"));
    assert!(tip().contains("Nothing needs you."), "{}", tip());
    start(&app, "@practice_private");
    app.wait_until("the tip to count it", JOB_SECONDS, |_| {
        tip().contains("1 monitor needs attention").then_some(())
    });

    app.close_window();
    app.click_away("closing-keep");
    wait_until_hidden(&app);
    choose(&tray, &item, "Open Feedwatch");
    wait_until_shown(&app);
    choose(&tray, &item, "New monitor");
    app.wait_for("place-new-monitor");
    choose(&tray, &item, "Quit Feedwatch");
    wait_until_ended(&app);
}

fn choose(tray: &TrayHost, item: &str, words: &str) {
    let menu = tray.menu(item);
    let entry = menu.into_iter().find(|(_, label)| label == words);
    tray.choose(item, entry.expect("the menu has it").0);
}

fn wait_until_hidden(app: &App) {
    app.wait_until("the window to be hidden", 20, |app| {
        app.window().is_none().then_some(())
    });
}

fn wait_until_shown(app: &App) {
    app.wait_until("the window to be shown", 20, App::window);
}

fn wait_until_ended(app: &App) {
    app.wait_until("the app to end", ENDING, |app| {
        app.process().is_none().then_some(())
    });
}

/// A second start hands over and ends by itself.
fn wait_for_the_end(app: &App, second: &mut ProcessGroup) {
    let status = app.wait_until("the second start to end", 60, |_| second.ended().ok().flatten());
    assert!(
        status.success(),
        "it was told that it had nothing to do: {status}"
    );
}

/// How many pages were loaded by starts without a driver.
fn started(app: &App) -> usize {
    let log = fs::read_to_string(app.desktop().logs().join("second.log")).unwrap_or_default();
    log.matches("the page is there").count()
}

/// As after a second screen was taken away.
fn put_window_off_the_screen(app: &App) {
    let state = json!({ "main": {
        "width": 1000, "height": 700, "x": 5000, "y": 4000, "prev_x": 5000, "prev_y": 4000,
        "maximized": false, "visible": true, "decorated": true, "fullscreen": false,
    } });
    let folder = app.home().join("config/app.feedwatch.desktop");
    fs::create_dir_all(&folder).expect("a folder can be made");
    fs::write(folder.join(".window-state.json"), state.to_string()).expect("the state can be written");
}
