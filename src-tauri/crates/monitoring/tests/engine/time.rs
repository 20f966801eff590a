//! Sleep, and clocks that are set.

use store::GapReason;

use crate::house::{DAY, HOUR, House, until};
use crate::server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn after_a_night_of_sleep_the_gap_is_told_as_ours_and_looks_go_on() {
    let house = House::new();
    let server = Server::with_status("processing").await;
    let workspace = house.workspace("gen", &server.url);
    let monitors = house.monitors(workspace, 0..6, house.now());
    let _poller = house.app.start_polling();
    until("the first answers", || {
        house.all_confirmed(workspace, house.now().plus(-HOUR))
    })
    .await;
    let night = house.now();
    house.turn_clock(8 * HOUR);
    let morning = house.now();
    until("every answer of the morning", || {
        house.all_confirmed(workspace, morning)
    })
    .await;
    let gaps = house.app.detail(monitors[0]).await.unwrap().gaps;
    let slept = gaps
        .iter()
        .filter(|gap| gap.why == GapReason::Asleep)
        .collect::<Vec<_>>();
    assert_eq!(slept.len(), 1, "{gaps:?}");
    assert!(
        (slept[0].from.since(night)).abs() < 60_000,
        "it begins when the night did"
    );
    assert!(
        (slept[0].until.since(morning)).abs() < 120_000,
        "and ends with it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_back_by_a_year_leaves_no_monitor_unwatched_for_a_year() {
    let house = House::new();
    let server = Server::with_status("processing").await;
    let workspace = house.workspace("gen", &server.url);
    house.monitors(workspace, 0..5, house.now());
    let _poller = house.app.start_polling();
    until("the first answers", || {
        server.reads().len() >= 5 || server.lists() > 0
    })
    .await;
    until("their rows", || {
        house.all_confirmed(workspace, house.now().plus(-HOUR))
    })
    .await;
    house.turn_clock(-365 * DAY);
    until("looks that are planned in this year", || {
        house
            .store
            .next_look()
            .unwrap()
            .is_some_and(|next| next.since(house.now()) < HOUR)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_was_written_under_a_wrong_clock_is_looked_at_after_a_start() {
    let house = House::new();
    let server = Server::with_status("processing").await;
    let workspace = house.workspace("gen", &server.url);
    house.monitors(workspace, 0..3, house.now().plus(200 * DAY));
    let _poller = house.app.start_polling();
    until("three answers", || {
        house.all_confirmed(workspace, house.now().plus(-HOUR))
    })
    .await;
}
