//! The optional list call: one request for many monitors, where it answers.

use crate::house::{House, until};
use crate::server::{Asked, Reply, Server, job, said};

fn list(numbers: impl Iterator<Item = u64>, status: &str) -> Reply {
    let jobs: Vec<_> = numbers.map(|number| job(number, status)).collect();
    Reply::new(200, format!("[{}]", jobs.join(",")))
}

#[tokio::test(flavor = "multi_thread")]
async fn one_list_answers_for_every_monitor_that_is_due_or_soon_will_be() {
    let house = House::new();
    let server = Server::start(|asked: &Asked| {
        if asked.is_list() {
            list(0..50, "processing")
        } else {
            said(asked, "processing")
        }
    })
    .await;
    let workspace = house.workspace("gen", &server.url);
    let now = house.now();
    house.monitors(workspace, 0..8, now);
    house.monitors(workspace, 8..50, now.plus(60_000));
    let _poller = house.app.start_polling();
    until("fifty answers in the record", || {
        house.all_confirmed(workspace, now)
    })
    .await;
    assert_eq!(
        (server.lists(), server.reads().len()),
        (1, 0),
        "one request in all"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_shows_only_the_latest_few_leaves_the_others_to_be_asked_one_by_one() {
    let house = House::new();
    let server = Server::start(|asked: &Asked| {
        if asked.is_list() {
            list(0..5, "processing")
        } else {
            said(asked, "processing")
        }
    })
    .await;
    let workspace = house.workspace("gen", &server.url);
    let now = house.now();
    let monitors = house.monitors(workspace, 0..30, house.later());
    let _poller = house.start_polling().await;
    house.make_due(&monitors).await;
    until("thirty answers in the record", || {
        house.all_confirmed(workspace, now)
    })
    .await;
    assert_eq!(server.lists(), 1, "and it is not tried again at every look");
    assert_eq!(server.reads().len(), 25);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_without_a_list_is_asked_for_one_once() {
    let house = House::new();
    let server = Server::with_status("processing").await;
    let workspace = house.workspace("gen", &server.url);
    let now = house.now();
    let monitors = house.monitors(workspace, 0..20, house.later());
    let _poller = house.start_polling().await;
    house.make_due(&monitors).await;
    until("twenty answers", || house.all_confirmed(workspace, now)).await;
    let again = house.now();
    house.make_due(&monitors).await;
    until("twenty more", || house.all_confirmed(workspace, again)).await;
    assert_eq!(server.lists(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_without_its_reason_is_read_by_itself_so_that_the_person_is_told_why() {
    let house = House::new();
    let server = Server::start(|asked: &Asked| match asked.job() {
        None => list(0..6, "failed"),
        Some(number) => Reply::new(
            200,
            format!(r#"{{"id":{number},"status":"failed","failed_reason":"profile not found"}}"#),
        ),
    })
    .await;
    let workspace = house.workspace("gen", &server.url);
    let now = house.now();
    house.monitors(workspace, 0..6, now);
    let _poller = house.app.start_polling();
    until("six reasons", || {
        house.board(workspace).iter().all(|row| {
            row.problem
                .as_ref()
                .is_some_and(|problem| problem.message == "profile not found")
        })
    })
    .await;
}
