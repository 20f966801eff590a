//! How often this computer checks a monitor: chosen before it starts, kept by the service, changed on its page.

use tests::window::App;

use crate::platforms::{self, Platform};
use crate::posts::{app_at, enter_key};
use crate::steps::{JOB_SECONDS, Wish, fill_in_at, start, to_board, to_monitor};

const WISH: Wish<'_> = Wish {
    platform: "youtube",
    value: "@kitchen",
    posts: 10,
    ongoing: true,
};

#[test]
fn how_often_is_chosen_before_the_start_changed_on_the_page_and_kept_over_a_restart() {
    let platform = Platform::start(platforms::youtube);
    let mut app = app_at(&platform);
    enter_key(&app);
    to_board(&app);
    fill_in_at(&app, &WISH, "$0.00");
    app.click("form-more");
    choose(&app, "cadence-every", "6");
    app.screenshot("form");
    start(&app);
    open(&app);
    wait_for_words(&app, "Every 6 hours");

    app.click("cadence-change");
    choose(&app, "cadence-every", "24");
    app.click("cadence-hours");
    app.click("cadence-days");
    app.screenshot("dialog");
    app.click("cadence-save");
    let words = "Every day, from 08:00 to 20:00";
    wait_for_words(&app, words);
    wait_for_words(&app, "on Mon, Tue, Wed, Thu and Fri");

    app.restart();
    app.wait_for("new-monitor");
    open(&app);
    wait_for_words(&app, words);
    app.screenshot("page");
}

/// A row of a list that opens.
fn choose(app: &App, list: &str, value: &str) {
    app.click(list);
    app.click_css(&format!("[role='option'][data-value='{value}']"));
}

fn open(app: &App) {
    let card = app.wait_for_card("@kitchen", &["watching"], JOB_SECONDS);
    to_monitor(app, &card);
}

fn wait_for_words(app: &App, words: &str) {
    app.wait_until(&format!("{words:?} on the page"), 20, |app| {
        app.page_text().contains(words).then_some(())
    });
}
