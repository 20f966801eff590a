//! A change to a running monitor is sent, confirmed and kept.

use tests::window::App;

use crate::steps::{JOB_SECONDS, Wish, follow, open_practice, to_board, to_monitor};

const KITCHEN: Wish<'_> = Wish {
    platform: "youtube",
    value: "@kitchen",
    posts: 20,
    ongoing: true,
};

#[test]
fn a_change_from_20_to_30_posts_is_sent_confirmed_and_seen() {
    let app = open_practice();
    follow(&app, &KITCHEN);
    let card = app.wait_for_card("@kitchen", &["watching", "collecting"], JOB_SECONDS);

    to_monitor(&app, &card);
    app.click("monitor-edit");
    app.type_into("count-input", "30");
    app.click("edit-save");
    confirm_if_asked(&app);

    app.wait_until(
        "the change on the timeline, confirmed by the service",
        20,
        |app| {
            let rows = app.rows_of("monitor-timeline");
            rows.into_iter()
                .find(|row| row.contains("20") && row.contains("30") && row.contains(" confirmed."))
        },
    );
    app.screenshot("timeline");
    to_board(&app);
    app.wait_until("30 posts on the card", 15, |app| {
        app.cards()
            .iter()
            .find(|card| card.text.contains("30 posts"))
            .cloned()
    });
}

/// Where the new price is higher the person is asked once more.
fn confirm_if_asked(app: &App) {
    app.wait_until("the change to be taken", 15, |app| {
        app.click_if_there("edit-confirm");
        (!app.shows("edit-form")).then_some(())
    });
}
