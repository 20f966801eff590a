//! What a person does more than once, in their words.

use contract::{CostEstimate, Money, MonitorDraft, MonitorSpec, PriceList};
use tests::window::{App, Card};

/// Longest that a practice job at its quickest takes from its start until the window shows its end,
/// with the pause between two looks at it.
pub(crate) const JOB_SECONDS: u64 = 40;

/// Opens the app for the first time and chooses the practice workspace.
pub(crate) fn open_practice() -> App {
    let app = App::open();
    choose_practice(&app);
    app
}

/// Chooses the practice workspace on the first page.
pub(crate) fn choose_practice(app: &App) {
    app.click("first-run-practice");
    app.click("first-run-continue");
    app.wait_for("new-monitor");
}

/// A monitor as a person would describe it.
pub(crate) struct Wish<'a> {
    pub(crate) platform: &'a str,
    pub(crate) value: &'a str,
    pub(crate) posts: i64,
    pub(crate) ongoing: bool,
}

impl Wish<'_> {
    /// What the contract says that one check costs at most.
    pub(crate) fn price(&self) -> Money {
        let kind = match self.value.chars().next() {
            Some('@') => "username",
            Some('#') => "hashtag",
            _ => "keyword",
        };
        let draft = MonitorDraft {
            platform: Some(self.platform.to_owned()),
            kind: Some(kind.to_owned()),
            value: Some(self.value.to_owned()),
            max_results: Some(self.posts),
            monitoring: Some(self.ongoing),
            ..MonitorDraft::default()
        };
        let spec = MonitorSpec::parse(&draft).expect("the test wishes for a monitor that exists");
        CostEstimate::for_check(&spec, PriceList::PUBLISHED)
            .at_most
            .counted()
    }
}

/// Fills the form in, without starting.
pub(crate) fn fill_in(app: &App, wish: &Wish<'_>) {
    fill_in_at(app, wish, &wish.price().to_string());
}

/// Fills the form in, which then shows this price.
pub(crate) fn fill_in_at(app: &App, wish: &Wish<'_>, price: &str) {
    app.click("new-monitor");
    app.type_into("smart-field", wish.value);
    app.click(&format!("platform-{}", wish.platform));
    app.click(if wish.ongoing {
        "often-ongoing"
    } else {
        "often-once"
    });
    app.type_into("count-input", &wish.posts.to_string());
    app.wait_until(&format!("the price {price}"), 10, |app| {
        (app.text_of("price-at-most") == price).then_some(())
    });
}

/// Starts what the form holds, and goes back to the board.
pub(crate) fn start(app: &App) {
    app.click("start-monitor");
    app.wait_until("the form to close", 15, |app| {
        (!app.shows("place-new-monitor")).then_some(())
    });
    to_board(app);
}

/// Sets a monitor up, starts it, and waits until its card is on the board.
pub(crate) fn follow(app: &App, wish: &Wish<'_>) -> Card {
    fill_in(app, wish);
    start(app);
    app.wait_until(&format!("a card of {}", wish.value), 15, |app| {
        card_of(app, wish.value)
    })
}

/// A part of Settings, wherever the window stands.
pub(crate) fn open_settings(app: &App, section: &str) {
    app.click("place-settings");
    app.click(&format!("settings-section-{section}"));
}

/// The board, wherever the window stands.
pub(crate) fn to_board(app: &App) {
    app.click("place-board");
    app.wait_for("board");
}

/// The page of the monitor on this card.
pub(crate) fn to_monitor(app: &App, card: &Card) {
    app.click_css(&format!(
        "[data-testid='board-card'][data-monitor-id='{}'] .open",
        card.monitor_id
    ));
    app.wait_for("monitor-timeline");
}

/// The card that names this target.
pub(crate) fn card_of(app: &App, value: &str) -> Option<Card> {
    app.cards().into_iter().find(|card| card.text.contains(value))
}
