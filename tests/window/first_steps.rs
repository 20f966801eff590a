//! From the first start to a finished monitor.

use crate::steps::{JOB_SECONDS, Wish, fill_in, open_practice, start};

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
