//! What was seen before the window closed is there when it opens again.

use crate::steps::{JOB_SECONDS, Wish, follow, open_practice, to_monitor};

const DONE: Wish<'_> = Wish {
    platform: "tiktok",
    value: "#sourdough",
    posts: 20,
    ongoing: false,
};
const KEPT: Wish<'_> = Wish {
    platform: "instagram",
    value: "@bakery",
    posts: 15,
    ongoing: true,
};

#[test]
fn after_a_restart_every_monitor_is_still_there_and_still_watched() {
    let mut app = open_practice();
    follow(&app, &DONE);
    let done = app.wait_for_card("#sourdough", &["finished"], JOB_SECONDS);
    follow(&app, &KEPT);
    let kept = app.wait_for_card("@bakery", &["watching", "collecting"], JOB_SECONDS);

    app.restart();
    app.wait_for("new-monitor");
    assert!(
        !app.shows("first-run-practice"),
        "a second start is not a first one"
    );
    assert_eq!(
        app.wait_for_card("#sourdough", &["finished"], 15).monitor_id,
        done.monitor_id
    );
    let again = app.wait_for_card("@bakery", &["watching", "collecting"], JOB_SECONDS);
    assert_eq!(again.monitor_id, kept.monitor_id);
    assert_eq!(app.cards().len(), 2, "nothing was made twice");
    to_monitor(&app, &again);
    assert!(app.rows_of("monitor-timeline").len() > 1, "the history is there");
}

#[test]
fn a_job_that_runs_while_the_app_restarts_comes_to_its_end() {
    let mut app = open_practice();
    follow(&app, &DONE);
    app.restart();
    app.wait_for("new-monitor");
    app.wait_for_card("#sourdough", &["finished"], JOB_SECONDS);
    assert_eq!(app.cards().len(), 1, "nothing was sent twice");
}
