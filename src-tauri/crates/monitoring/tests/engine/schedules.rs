//! How often this computer checks a monitor, as a person sets it.

use contract::{JobId, MonitorDraft};
use monitoring::view::Cadence;
use store::ProblemCode;

use crate::house::{House, draft};
use crate::server::{Reply, Server, said};

fn every_six_hours() -> Cadence {
    Cadence {
        every_hours: 6,
        from_hour: 8,
        until_hour: 20,
        weekdays: Vec::new(),
        zone: "Europe/Berlin".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cadence_is_set_at_this_computers_service_and_read_from_it() {
    let house = House::new();
    let kept = serde_json::to_string(&every_six_hours()).unwrap();
    let server = Server::start(move |asked| {
        let schedule = asked.path.contains("/user_jobs/7/schedule");
        match asked.method.as_str() {
            "POST" => Reply::new(201, r#"{"user_job_id":7}"#),
            "PUT" if schedule => Reply::new(200, kept.clone()),
            "GET" if schedule => Reply::new(200, "null"),
            _ => said(asked, "processing"),
        }
    })
    .await;
    let here = house.computer(&server.url).await;
    let monitor = house.create(here, draft("#bread")).await.unwrap();
    assert_eq!(house.app.cadence(monitor).await.unwrap(), None, "the usual");
    let set = house.app.set_cadence(monitor, Some(every_six_hours())).await;
    assert_eq!(set.unwrap(), Some(every_six_hours()));

    let named = house
        .app
        .monitors_of_jobs(here, vec![JobId::parse("7").unwrap()])
        .await;
    let named = named.unwrap();
    assert_eq!((named[0].id, named[0].value.as_str()), (monitor, "#bread"));
    let none = house
        .app
        .monitors_of_jobs(here, vec![JobId::parse("8").unwrap()])
        .await;
    assert_eq!(none.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_services_schedule_is_its_own() {
    let house = House::new();
    let server = Server::start(|asked| match asked.method.as_str() {
        "POST" => Reply::new(201, r#"{"user_job_id":7}"#),
        _ => said(asked, "processing"),
    })
    .await;
    let workspace = house.workspace("gen", &server.url);
    let monitor = house.create(workspace, draft("#bread")).await.unwrap();
    let refused = house.app.set_cadence(monitor, Some(every_six_hours())).await;
    assert_eq!(refused.unwrap_err().code, ProblemCode::NotNow);
    assert!(
        server
            .asked()
            .iter()
            .all(|asked| !asked.path.contains("schedule"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_priced_by_the_cadence_that_is_chosen() {
    let house = House::new();
    let server = Server::start(|asked| said(asked, "processing")).await;
    let here = house.computer(&server.url).await;
    let ongoing = || MonitorDraft {
        monitoring: Some(true),
        ..draft("#bread")
    };
    let weekly = Cadence {
        every_hours: 168,
        ..every_six_hours()
    };
    for (cadence, checks) in [(None, 720), (Some(every_six_hours()), 60), (Some(weekly), 5)] {
        let previewed = house
            .app
            .preview_with_cadence(here, ongoing(), None, cadence.clone());
        let month = previewed.await.unwrap().price.unwrap().month.unwrap();
        assert_eq!(month.checks, checks, "{cadence:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_monitor_s_month_is_priced_by_the_cadence_it_has() {
    let house = House::new();
    let kept = serde_json::to_string(&every_six_hours()).unwrap();
    let server = Server::start(move |asked| match asked.method.as_str() {
        "POST" => Reply::new(201, r#"{"user_job_id":7}"#),
        _ if asked.path.contains("/user_jobs/7/schedule") => Reply::new(200, kept.clone()),
        _ => said(asked, "processing"),
    })
    .await;
    let here = house.computer(&server.url).await;
    let ongoing = MonitorDraft {
        monitoring: Some(true),
        ..draft("#bread")
    };
    let monitor = house.create(here, ongoing.clone()).await.unwrap();
    for (editing, checks) in [(Some(monitor), 60), (None, 720)] {
        let preview = house.app.preview(here, ongoing.clone(), editing).await.unwrap();
        assert_eq!(preview.price.unwrap().month.unwrap().checks, checks);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_monitor_that_runs_is_not_removed() {
    let house = House::new();
    let server = Server::start(|asked| match asked.method.as_str() {
        "POST" => Reply::new(201, r#"{"user_job_id":7}"#),
        _ => said(asked, "processing"),
    })
    .await;
    let here = house.computer(&server.url).await;
    let monitor = house.create(here, draft("#bread")).await.unwrap();
    let refused = house.app.ensure_removable(monitor).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::NotNow);
    assert!(house.app.remove_monitor(monitor).await.is_err());
    assert_eq!(house.board(here).len(), 1);
}
