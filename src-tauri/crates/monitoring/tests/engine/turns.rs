//! Places, turns and fairness.

use std::time::Duration;

use crate::house::{House, until};
use crate::server::{Server, said};

const MANY: u64 = 240;

#[tokio::test(flavor = "multi_thread")]
async fn one_host_never_has_more_than_eight_requests_whatever_its_workspaces_and_addresses() {
    let house = House::new();
    let server = Server::start(|asked| said(asked, "processing").after(Duration::from_millis(30))).await;
    let mut all = Vec::new();
    for number in 0..5 {
        let url = format!("{}/path{number}", server.url);
        let workspace = house.workspace(&format!("w{number}"), &url);
        all.extend(house.monitors(workspace, number * 100..number * 100 + 6, house.later()));
    }
    let _poller = house.start_polling().await;
    house.make_due(&all).await;
    until("every request", || server.reads().len() >= all.len()).await;
    assert_eq!(server.most_at_once(), 8, "the places are used, and not passed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_with_many_due_does_not_keep_one_with_three_waiting() {
    let house = House::new();
    let server = Server::start(|asked| said(asked, "processing").after(Duration::from_millis(5))).await;
    let (large, small) = (
        house.workspace("large", &server.url),
        house.workspace("small", &server.url),
    );
    let many = house.monitors(large, 0..MANY, house.later());
    let few = house.monitors(small, 1_000..1_003, house.later());
    let _poller = house.start_polling().await;
    // The large one has been due for longer.
    house.make_due(&many).await;
    house.make_due(&few).await;
    until("the small workspace's answers", || {
        server
            .reads()
            .iter()
            .filter(|asked| asked.key == "key-of-small")
            .count()
            >= 3
    })
    .await;
    let before: Vec<_> = server.reads();
    let last_small = before
        .iter()
        .rposition(|asked| asked.key == "key-of-small")
        .unwrap();
    assert!(
        last_small < 140,
        "three of the small one went out among the first {last_small} of {MANY}"
    );
    until("everything in the end", || {
        server.reads().len() as u64 >= MANY + 3
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_hangs_keeps_no_other_host_waiting() {
    let house = House::new();
    let hangs = Server::start(|asked| said(asked, "processing").after(Duration::from_secs(300))).await;
    let well = Server::with_status("processing").await;
    let mut all = Vec::new();
    for number in 0..6 {
        let workspace = house.workspace(&format!("hangs{number}"), &hangs.url);
        all.extend(house.monitors(workspace, number * 100..number * 100 + 30, house.later()));
    }
    let other = house.workspace("well", &well.url);
    let begun = house.now();
    all.extend(house.monitors(other, 5_000..5_010, house.later()));
    let _poller = house.start_polling().await;
    house.make_due(&all).await;
    until("the other host's answers", || house.all_confirmed(other, begun)).await;
    assert!(hangs.most_at_once() <= 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finished_job_is_asked_for_no_more_not_even_after_a_restart() {
    let house = House::new();
    let server = Server::with_status("completed").await;
    let workspace = house.workspace("gen", &server.url);
    let monitors = house.monitors(workspace, 1..4, house.now());
    let poller = house.app.start_polling();
    until("three answers in the record", || {
        house.all_confirmed(workspace, house.now().plus(-60_000))
    })
    .await;
    poller.stop().await;
    assert_eq!(house.store.next_look().unwrap(), None, "nothing is planned");
    let before = server.asked().len();
    // One that is not finished shows that the second poller does look.
    house.make_due(&monitors).await;
    let again = Server::with_status("processing").await;
    let other = house.workspace("other", &again.url);
    house.monitors(other, [9], house.now());
    let _poller = house.app.start_polling();
    until("the live one's answer", || !again.reads().is_empty()).await;
    assert_eq!(server.asked().len(), before);
}
