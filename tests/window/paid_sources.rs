//! A source that charges the person: its price before the start, the budget that stops it, its bill after.

use tests::window::App;
use xtask::desktop::KeyStore;

use crate::platforms::{self, Platform};
use crate::steps::{JOB_SECONDS, Wish, fill_in_at, open_settings, start, to_board};

const TOKEN: &str = "canary-apify-7b1e55d09c3f4a28";
const BREAD: Wish<'_> = Wish {
    platform: "tiktok",
    value: "#bread",
    posts: 10,
    ongoing: false,
};

#[test]
fn a_token_that_costs_money_is_priced_held_to_the_budget_and_billed_as_it_was() {
    let platform = Platform::start(platforms::apify);
    let mut app = App::prepared(KeyStore::default());
    app.set("FEEDWATCH_APIFY", platform.address());
    app.start();
    app.click("first-run-computer");
    app.click("first-run-continue");
    app.wait_for("new-monitor");
    enter_token(&app);
    set_budget(&app, "0.04");

    to_board(&app);
    fill_in_at(&app, &BREAD, "$0.05");
    let told = app.text_of("price-charged-by");
    assert!(told.contains("Apify") && told.contains("upper bound"), "{told}");
    app.click("start-monitor");
    app.wait_until("the word that the budget refuses it", 20, |app| {
        app.page_text().contains("$0.04").then_some(())
    });
    app.screenshot("refused");
    let paid = |platform: &Platform| {
        let asked = platform.asked();
        asked.iter().filter(|asked| asked.method == "POST").count()
    };
    assert_eq!(paid(&platform), 0, "nothing was started at Apify");

    app.type_into("count-input", "8");
    app.wait_until("the price of eight posts", 20, |app| {
        (app.text_of("price-at-most") == "$0.04").then_some(())
    });
    start(&app);
    app.wait_for_card("#bread", &["finished"], JOB_SECONDS);
    assert_eq!(paid(&platform), 1);
    let capped = platform.asked().into_iter().find(|asked| asked.method == "POST");
    let capped = capped.expect("it was started");
    assert!(
        capped.query.contains("maxTotalChargeUsd=0.04"),
        "{}",
        capped.query
    );

    app.click("place-spending");
    app.wait_until("what Apify really charged", 20, |app| {
        app.text_of("spending-so-far").contains("$0.0123").then_some(())
    });
    app.screenshot("spending");
}

fn enter_token(app: &App) {
    open_settings(app, "sources");
    app.click("source-enter-apify");
    app.type_into("source-key", TOKEN);
    app.click("source-save");
    app.wait_until("the token to be kept", 20, |app| {
        app.text_of("source-kept-apify").contains("4a28").then_some(())
    });
}

fn set_budget(app: &App, dollars: &str) {
    open_settings(app, "workspaces");
    app.click("settings-workspace-edit");
    app.type_into("settings-workspace-budget", dollars);
    app.click("settings-workspace-save");
    app.wait_until("the form to close", 20, |app| {
        (!app.shows("settings-workspace-budget")).then_some(())
    });
}
