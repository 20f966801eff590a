//! The background work ends when its handle does.

use std::time::Duration;

use crate::house::{House, until};
use crate::server::{Server, said};

#[tokio::test(flavor = "multi_thread")]
async fn a_poller_that_is_dropped_gives_up_what_is_on_its_way_and_asks_no_more() {
    let house = House::new();
    let server = Server::start(|asked| said(asked, "processing").after(Duration::from_secs(300))).await;
    let workspace = house.workspace("gen", &server.url);
    let monitors = house.monitors(workspace, 0..3, house.now());
    let poller = house.app.start_polling();
    until("a request on its way", || server.under_way() == 3).await;
    drop(poller);
    until("every connection to be given up", || server.under_way() == 0).await;
    let before = server.asked().len();
    server.plan(|asked| said(asked, "processing"));
    house.make_due(&monitors).await;
    let next = house.app.start_polling();
    until("the next poller's answers", || {
        house.all_confirmed(workspace, house.now().plus(-60_000))
    })
    .await;
    assert_eq!(
        server.asked().len(),
        before + 3,
        "each once: the dropped one asked for nothing"
    );
    next.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_waits_for_no_answer() {
    let house = House::new();
    let server = Server::start(|asked| said(asked, "processing").after(Duration::from_secs(300))).await;
    let workspace = house.workspace("gen", &server.url);
    house.monitors(workspace, 0..3, house.now());
    let poller = house.app.start_polling();
    until("a request on its way", || server.under_way() == 3).await;
    let stopped = tokio::time::timeout(Duration::from_secs(60), poller.stop()).await;
    assert!(stopped.is_ok(), "the answers would take five minutes");
}
