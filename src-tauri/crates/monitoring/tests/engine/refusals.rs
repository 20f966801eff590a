//! What a service says no to, and how often it is asked then.

use std::time::{Duration, Instant};

use store::{Happening, ProblemCode};

use crate::house::{House, until};
use crate::server::{Reply, Server, said};

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_asks_for_rest_gets_it_and_the_others_go_on() {
    let house = House::new();
    let busy = Server::start(|_| Reply::new(429, "{}").header("retry-after: 6")).await;
    let well = Server::with_status("processing").await;
    let (first, second) = (
        house.workspace("busy", &busy.url),
        house.workspace("well", &well.url),
    );
    let mut all = house.monitors(first, 1..60, house.later());
    let _poller = house.start_polling().await;
    house.make_due(&all).await;
    // Whether it was asked for its list or for a job: both were refused.
    until("a refusal", || !busy.asked().is_empty()).await;
    let refused_at = busy.asked()[0].at;
    all = house.monitors(second, 100..104, house.now());
    until("the other workspace's answers", || {
        well.reads().len() >= all.len()
    })
    .await;
    until("the end of the rest", || {
        refused_at.elapsed() > Duration::from_millis(6_500)
    })
    .await;
    let within =
        |asked: &&crate::server::Asked| asked.at.duration_since(refused_at) < Duration::from_millis(5_500);
    let during = busy.asked().iter().filter(within).count();
    assert!(
        during <= 8,
        "{during} requests: more than were on their way when it asked for rest"
    );
    busy.plan(|asked| said(asked, "processing"));
    let since = house.now();
    until("every answer after the rest", || {
        house.all_confirmed(first, since)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rest_that_was_asked_of_a_person_is_kept_by_the_poller_too() {
    let house = House::new();
    let busy = Server::start(|_| Reply::new(429, "{}").header("retry-after: 6")).await;
    let well = Server::with_status("processing").await;
    let (first, second) = (
        house.workspace("busy", &busy.url),
        house.workspace("well", &well.url),
    );
    let mut all = house.monitors(first, 1..30, house.later());
    let others = house.monitors(second, 100..104, house.later());
    let _poller = house.start_polling().await;
    let refused = house.app.look_now(all[0]).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::TooManyRequests);
    let asked_at = Instant::now();
    all.extend(&others);
    house.make_due(&all).await;
    until("the other workspace's answers", || {
        well.reads().len() >= others.len()
    })
    .await;
    until("the end of the rest", || {
        asked_at.elapsed() > Duration::from_millis(5_500)
    })
    .await;
    assert_eq!(busy.asked().len(), 1, "the person's own question");
    busy.plan(|asked| said(asked, "processing"));
    let since = house.now();
    until("every answer after the rest", || {
        house.all_confirmed(first, since)
    })
    .await;
    assert!(busy.asked()[1].at.duration_since(busy.asked()[0].at) >= Duration::from_millis(5_900));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rest_of_a_day_is_not_believed() {
    let house = House::new();
    let server = Server::start(|_| Reply::new(429, "{}").header("retry-after: 86400")).await;
    let workspace = house.workspace("gen", &server.url);
    house.monitors(workspace, [1], house.now());
    let _poller = house.app.start_polling();
    until("the refusal in the record", || {
        house
            .store
            .next_look()
            .unwrap()
            .is_some_and(|next| next > house.now().plus(60_000))
    })
    .await;
    let next = house.store.next_look().unwrap().unwrap();
    assert!(next.since(house.now()) <= 3_600_000, "an hour at most");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_is_confirmed_once_told_once_and_then_nobody_asks_until_it_is_replaced() {
    let house = House::new();
    let refuse = r#"{"error":"Invalid API key","error_code":"unauthorized"}"#;
    let server = Server::start(move |_| Reply::new(401, refuse)).await;
    let workspace = house.workspace("gen", &server.url);
    let monitors = house.monitors(workspace, 1..40, house.later());
    let _poller = house.start_polling().await;
    house.make_due(&monitors).await;
    until("the workspace to stop", || {
        house.store.next_look().unwrap().is_none()
    })
    .await;
    // The first refusal meets at most what was on its way; one question more confirms it.
    let asked = server.asked();
    let first = asked[0].at;
    let later = |asked: &&crate::server::Asked| asked.at.duration_since(first) > Duration::from_secs(4);
    assert_eq!(asked.iter().filter(later).count(), 1, "one confirmation");
    assert!(asked.len() <= 9, "{} requests", asked.len());
    let trouble = Happening::WorkspaceTrouble {
        code: ProblemCode::Unauthorized,
    };
    // The alert is written after the stop that it tells of.
    let mut told = house.about_workspaces().await;
    while told.is_empty() {
        tokio::time::sleep(Duration::from_millis(50)).await;
        told = house.about_workspaces().await;
    }
    assert_eq!(told, [(workspace, trouble.clone())], "one alert");

    server.plan(|asked| said(asked, "processing"));
    let since = house.now();
    house
        .app
        .replace_key(workspace, "another-key-that-is-good".to_owned(), true)
        .await
        .unwrap();
    until("every answer under the new key", || {
        house.all_confirmed(workspace, since)
    })
    .await;
    let told = house.about_workspaces().await;
    assert_eq!(told.first(), Some(&(workspace, trouble)));
    assert!(
        told[1..]
            .iter()
            .all(|(_, what)| *what == Happening::WorkspaceRecovered),
        "no second alert: {told:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_down_is_told_once_for_all_its_workspaces_and_asked_less_and_less() {
    let house = House::new();
    let server = Server::start(|_| Reply::new(503, "<html>down</html>")).await;
    let workspaces: Vec<_> = (0..3)
        .map(|n| house.workspace(&format!("w{n}"), &server.url))
        .collect();
    let mut all = Vec::new();
    for (number, workspace) in (0..).zip(&workspaces) {
        all.extend(house.monitors(*workspace, number * 100..number * 100 + 30, house.later()));
    }
    let _poller = house.start_polling().await;
    house.make_due(&all).await;
    let begun = Instant::now();
    until("six seconds of trouble", || {
        begun.elapsed() > Duration::from_secs(6)
    })
    .await;
    let requests = server.asked().len();
    assert!(
        requests < 60,
        "{requests} requests to a service that is down, for ninety monitors"
    );
    let trouble = |told: &[(store::WorkspaceId, Happening)]| {
        let is_trouble = |what: &Happening| matches!(what, Happening::WorkspaceTrouble { .. });
        told.iter().filter(|(_, what)| is_trouble(what)).count()
    };
    assert_eq!(
        trouble(&house.about_workspaces().await),
        1,
        "one alert for three workspaces"
    );
    server.plan(|asked| said(asked, "processing"));
    let since = house.now();
    until("every answer once it is well", || {
        workspaces
            .iter()
            .all(|workspace| house.all_confirmed(*workspace, since))
    })
    .await;
    assert_eq!(trouble(&house.about_workspaces().await), 1);
}
