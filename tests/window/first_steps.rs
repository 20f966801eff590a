//! From the first start to a finished monitor.

use std::time::Instant;

use tests::window::App;

use crate::steps::{JOB_SECONDS, Wish, choose_practice, fill_in, open_practice, start, to_board};

const SOURDOUGH: Wish<'_> = Wish {
    platform: "tiktok",
    value: "#sourdough",
    posts: 20,
    ongoing: false,
};

#[test]
fn from_the_first_start_to_a_finished_practice_monitor_at_the_price_that_was_named() {
    let app = open_practice();
    fill_in(&app, &SOURDOUGH);
    let price = SOURDOUGH.price().to_string();
    assert_eq!(price, "$0.30", "20 posts at $0.015");
    let button = app.text_of("start-monitor");
    assert!(
        button.contains(&price),
        "the button names the amount, but says {button:?}"
    );
    app.screenshot("priced");

    start(&app);
    let card = app.wait_for_card("#sourdough", &["finished"], JOB_SECONDS);
    assert!(
        card.text.contains(&price),
        "20 posts were collected at {price}, but the card says {:?}",
        card.text
    );
    assert_eq!(app.cards().len(), 1, "one start makes one monitor");
    app.screenshot("finished");
}

#[test]
fn a_newcomer_is_five_clicks_and_one_target_away_from_a_running_monitor() {
    let began = Instant::now();
    let app = App::open();
    choose_practice(&app);
    app.click("new-monitor");
    app.type_into("smart-field", "@kitchen");
    app.click("platform-tiktok");
    app.wait_until("a price", 15, |app| {
        app.text_of("start-monitor").contains("$0.75").then_some(())
    });
    app.click("start-monitor");
    app.wait_for("monitor-timeline");
    let (clicks, took) = (app.clicks(), began.elapsed());
    println!(
        "from start to a running monitor: {clicks} clicks, {:.1} s",
        took.as_secs_f32()
    );
    assert!(clicks <= 5, "{clicks} clicks");
    to_board(&app);
    app.wait_for_card("@kitchen", &["waiting", "collecting", "watching"], JOB_SECONDS);
    app.screenshot("running");
}

#[test]
fn a_newcomer_who_pastes_a_link_needs_no_more_than_four_clicks() {
    let app = App::open();
    choose_practice(&app);
    app.click("new-monitor");
    app.type_into("smart-field", "https://www.youtube.com/@kitchen?si=AbCdEf");
    app.wait_until("a price", 15, |app| {
        app.text_of("start-monitor").contains("$0.75").then_some(())
    });
    app.click("start-monitor");
    app.wait_for("monitor-timeline");
    assert!(app.clicks() <= 4, "{} clicks", app.clicks());
}

#[test]
fn a_double_click_on_start_makes_one_monitor() {
    let app = open_practice();
    fill_in(&app, &SOURDOUGH);
    app.click_twice("start-monitor");
    app.wait_until("the form to close", 15, |app| {
        (!app.shows("place-new-monitor")).then_some(())
    });
    crate::steps::to_board(&app);
    app.wait_for_card("#sourdough", &["finished"], JOB_SECONDS);
    assert_eq!(app.cards().len(), 1);
}
