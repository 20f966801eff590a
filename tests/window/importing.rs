//! A list of targets, from pasted lines to running monitors.

use rusqlite::{Connection, OpenFlags};
use tests::window::App;

use crate::steps::{JOB_SECONDS, open_practice, to_board};

/// Two good rows, one twice, one that nobody can follow, one with a wrong number and platform.
const LIST: &str = "account,platform,posts\n\
    @kitchen,TikTok,20\n\
    @Kitchen,TikTok,20\n\
    https://vm.tiktok.com/ZMabc123/,,\n\
    bread,Facebook,500\n\
    #sourdough,Instagram,10\n";
/// Longest that sending the rows of these lists may take on a busy machine.
const SENDING_SECONDS: u64 = 120;

#[test]
fn of_a_list_the_good_rows_are_started_once_and_the_others_say_why_not() {
    let app = open_practice();
    read_list(&app, LIST);
    let rows = app.text_of("import-rows");
    for told in ["Same as row 2", "short link", "Facebook", "500"] {
        assert!(rows.contains(told), "the rows tell of {told:?}, but say {rows:?}");
    }
    app.screenshot("rows");

    app.click("import-often-once");
    let button = "Start 2 monitors · up to $0.45";
    app.wait_until(button, 15, |app| {
        (app.text_of("import-start").trim() == button).then_some(())
    });
    assert_eq!(app.text_of("import-total"), "$0.45", "20 and 10 posts at $0.015");
    app.click_twice("import-start");
    wait_for_import(&app, "finished");
    let counts = app.text_of("import-counts");
    assert!(
        counts.contains("2 started") && counts.contains("3 left out"),
        "{counts:?}"
    );
    let left = app.text_of("import-left");
    assert!(
        left.contains("short link") || left.contains("What to follow"),
        "{left:?}"
    );
    app.screenshot("finished");

    app.click("import-to-board");
    to_board(&app);
    for target in ["@kitchen", "#sourdough"] {
        app.wait_for_card(target, &["finished"], JOB_SECONDS);
    }
    assert_eq!(app.cards().len(), 2, "one start makes one monitor");
    assert_eq!(jobs(&app), 2, "the service was asked for two");
}

#[test]
fn a_list_that_is_interrupted_by_the_end_of_the_app_goes_on_without_sending_a_row_twice() {
    let mut app = open_practice();
    let names: String = (0..80).map(|index| format!("@name{index}\n")).collect();
    read_list(
        &app,
        &format!("account,platform\n{}", names.replace('\n', ",tiktok\n")),
    );
    app.click("import-often-once");
    app.wait_until("the button of 80 monitors", 15, |app| {
        app.text_of("import-start")
            .contains("Start 80 monitors")
            .then_some(())
    });
    app.click("import-start");
    app.wait_for("import-progress");
    app.restart();

    app.wait_for("new-monitor");
    // The rows may all have gone out before the window was closed: then there is nothing to go on with.
    let open = app.wait_until("the banner, or all rows at the service", 20, |app| {
        if app.shows("import-banner") {
            return Some(true);
        }
        (jobs(app) == 80).then_some(false)
    });
    if open {
        app.click_css("[data-testid='import-banner'] button");
        app.click("import-continue");
        wait_for_import(&app, "finished");
        let counts = app.text_of("import-counts");
        // The row that was on its way when the app ended is not known, and is not sent again.
        let unknown = counts.contains("1 not known");
        let started = if unknown { "79 started" } else { "80 started" };
        assert!(counts.contains(started), "{counts}");
        let there = jobs(&app);
        assert!(there == 80 || (unknown && there == 79), "{there} jobs");
        return;
    }
    assert_eq!(jobs(&app), 80, "every row was sent once");
}

fn read_list(app: &App, text: &str) {
    app.click("new-monitor");
    app.click("import-open");
    app.paste_into("import-paste", text);
    app.click("import-read");
    app.wait_for("import-rows");
}

fn wait_for_import(app: &App, state: &str) {
    let css = format!("[data-testid='import-progress'][data-state='{state}']");
    app.wait_until(&format!("the import to be {state}"), SENDING_SECONDS, |app| {
        app.has(&css).then_some(())
    });
}

/// Jobs in the record of the service itself, which shares no code with what was asked.
fn jobs(app: &App) -> i64 {
    let file = app.data().join("service").join("service.db");
    let connection =
        Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).expect("the record opens");
    connection
        .busy_timeout(std::time::Duration::from_secs(5))
        .expect("SQLite waits");
    connection
        .query_row("SELECT count(*) FROM jobs", [], |row| row.get(0))
        .expect("the jobs can be counted")
}
