//! A monitor that fails says why and what to do, in the window and outside of it.

use tests::window::App;

use crate::steps::{JOB_SECONDS, Wish, follow, open_practice, to_monitor};

const PRIVATE: Wish<'_> = Wish {
    platform: "instagram",
    value: "@practice_private",
    posts: 10,
    ongoing: false,
};

#[test]
fn a_failed_monitor_shows_its_reason_and_a_remedy_and_notifies() {
    let app = open_practice();
    follow(&app, &PRIVATE);
    app.wait_for_card("@practice_private", &["failed"], JOB_SECONDS);
    app.screenshot("board");

    // Failures are gathered for some seconds, so that many become one notification.
    let notice = app.wait_until("a notification", 30, |app| {
        app.notices()
            .so_far()
            .into_iter()
            .find(|notice| notice.title.contains("@practice_private"))
    });
    assert!(
        notice.title.contains("Instagram"),
        "the title says where: {notice:?}"
    );
    assert!(
        notice.body.to_lowercase().contains("private"),
        "the text says why: {notice:?}"
    );
    assert_eq!(app.notices().so_far().len(), 1, "one failure is one notification");

    click_notification(&app);
    app.wait_for("monitor-failure");
    let failure = app.text_of("monitor-failure");
    assert!(
        failure.to_lowercase().contains("private"),
        "the page says why: {failure:?}"
    );
    assert!(
        !app.text_of("monitor-fix").is_empty(),
        "the page offers a way out"
    );
    app.screenshot("monitor");
}

#[test]
fn a_failed_monitor_names_its_way_out_on_the_board() {
    let app = open_practice();
    follow(&app, &PRIVATE);
    let card = app.wait_for_card("@practice_private", &["failed"], JOB_SECONDS);
    assert!(
        card.text.to_lowercase().contains("private"),
        "the card says why: {:?}",
        card.text
    );
    to_monitor(&app, &card);
    app.click("monitor-fix");
    app.wait_until("the way out: a form with the same target", 10, |app| {
        (app.shows("edit-form") || app.shows("place-new-monitor")).then_some(())
    });
}

/// Clicks the notification that is shown, as a person would.
fn click_notification(app: &App) {
    let status = app
        .desktop()
        .command("dunstctl")
        .arg("action")
        .status()
        .expect("dunstctl starts");
    assert!(status.success(), "the notification daemon takes the click");
}
