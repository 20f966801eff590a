//! One change of a monitor against every fault. It costs nothing to send twice, so what met trouble
//! stays open and is sent until it is taken or refused; what the service took is confirmed by a read.

use std::path::Path;
use std::time::{Duration, Instant};

use contract::MonitorDraft;
use monitoring::view::MonitorDetail;
use serde_json::json;
use store::{IntentId, MonitorId, Problem, ProblemCode, StateWord};
use tests::faults::fault::Fault;
use tests::faults::http::{Kind, answer, json as said};
use tests::faults::jobs::refusal;
use tests::faults::record;
use tests::faults::server::Server;
use tests::faults::session::{Options, Session, draft};

use crate::table::{Case, all_hold, case, html, impatient, page};

/// Posts per check before a change and after it.
const BEFORE: i64 = 10;
const AFTER: i64 = 25;

/// What a change comes to.
#[derive(Debug, Clone, Copy)]
enum Ends {
    /// Taken and confirmed.
    Taken,
    /// It stays open, whatever the service made of it.
    Open,
    /// Refused: everything is as it was.
    Refused(ProblemCode),
}

/// Updates meet this, and everything else nothing.
fn to_updates(server: &Server, fault: Fault) {
    server.plan(move |request| match request.kind() {
        Kind::Update => fault.clone(),
        _ => Fault::None,
    });
}

async fn change(session: &Session, monitor: MonitorId, posts: i64) -> Result<MonitorDetail, Problem> {
    let draft = MonitorDraft {
        max_results: Some(posts),
        ..MonitorDraft::default()
    };
    session.app.update_monitor(monitor, draft).await
}

/// Posts per check in the record, and changes that are open there.
fn recorded(folder: &Path) -> (i64, i64) {
    let sql = "SELECT max_results, (SELECT count(*) FROM changes) FROM monitors";
    record::read(folder)
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
}

/// Posts per check at the service.
fn there(server: &Server) -> i64 {
    let seen = server.seen();
    let job = seen.jobs.values().next().unwrap();
    job.field("max_results").unwrap().parse().unwrap()
}

async fn holds(case: Case<Ends>) {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = Session::open(folder.path(), &server.url(), case.options()).unwrap();
    let monitor = session.created().await;
    to_updates(&server, case.fault);
    let asked = change(&session, monitor, AFTER).await;
    let (name, kept) = (case.name, recorded(folder.path()));
    match (case.ends, asked) {
        (Ends::Taken, Ok(detail)) => {
            assert!(!detail.card.change_pending, "{name}");
            assert_eq!((kept, there(&server)), ((AFTER, 0), AFTER), "{name}: recorded");
        }
        (Ends::Open, Ok(detail)) => {
            assert!(detail.card.change_pending, "{name}");
            assert_eq!(kept, (BEFORE, 1), "{name}: recorded as open");
            it_is_sent_until_it_is_taken(&session, &server, folder.path(), name).await;
        }
        (Ends::Refused(code), Err(problem)) => {
            assert_eq!(problem.code, code, "{name}: {problem:?}");
            assert_eq!((kept, there(&server)), ((BEFORE, 0), BEFORE), "{name}: as it was");
            assert_eq!(server.seen().count(Kind::Update), 1, "{name}: not sent again");
        }
        (ends, asked) => panic!("{name}: {ends:?}, not {asked:?}"),
    }
    assert_eq!(
        (server.seen().post_count(), server.seen().created.len()),
        (1, 1),
        "{name}: starts"
    );
}

async fn it_is_sent_until_it_is_taken(session: &Session, server: &Server, folder: &Path, name: &str) {
    let monitor = MonitorId(record::value(folder, "SELECT id FROM monitors"));
    assert_eq!(server.seen().count(Kind::Update), 1, "{name}: sent once");
    server.always(Fault::None);
    session.app.look_now(monitor).await.unwrap();
    assert_eq!(
        (recorded(folder), there(server)),
        ((AFTER, 0), AFTER),
        "{name}: taken at last"
    );
    assert_eq!(server.seen().count(Kind::Update), 2, "{name}: sent twice");
    let fields = server.seen().updates.last().cloned().unwrap();
    assert_eq!(
        fields,
        [("max_results".to_owned(), AFTER.to_string())],
        "{name}: only what changes"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_is_cut_off_stays_open_and_is_sent_again() {
    let cut = said(200, &json!({"user_job_id": 1000}));
    let cut = cut[..cut.len() - 4].to_vec();
    let cases = [
        case("no fault", Fault::None, Ends::Taken),
        case(
            "late, but in time",
            Fault::Late(Duration::from_millis(300)),
            Ends::Taken,
        ),
        case(
            "by drips, but in time",
            Fault::Drip(Duration::from_millis(2)),
            Ends::Taken,
        ),
        case("dropped before the body", Fault::DropBeforeBody, Ends::Open),
        case("dropped within the body", Fault::DropWithinBody, Ends::Open),
        case("dropped after the body", Fault::DropUnacted, Ends::Open),
        case("acted, then dropped", Fault::ActThenDrop, Ends::Open),
        case(
            "acted, then cut off in the answer",
            Fault::ActThenSay(cut),
            Ends::Open,
        ),
        case(
            "acted, then a hundred megabytes",
            Fault::Flood(200, 100_000_000),
            Ends::Open,
        ),
        impatient(case("acted, and never answered", Fault::ActThenHold, Ends::Open)),
        impatient(case(
            "by drips, for ever",
            Fault::Drip(Duration::from_millis(200)),
            Ends::Open,
        )),
    ];
    all_hold(cases.into_iter().map(holds)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_no_yes_and_no_no_leaves_a_change_open() {
    let answers = [
        ("a page", html(200, "Sign in to the guest network")),
        (
            "truncated JSON",
            page(200, "application/json", r#"{"user_job_id": 1"#),
        ),
        ("a wrong type", said(200, &json!({"user_job_id": {"id": 1000}}))),
        ("401", refusal(401, "unauthorized", "no")),
        ("408", answer(408, &[], "")),
        ("425", answer(425, &[], "")),
        ("429", answer(429, &[], "")),
        ("429 with seconds", answer(429, &["Retry-After: 30"], "")),
        ("500", said(500, &json!({"error": "oops"}))),
        ("502 of a proxy", html(502, "Bad gateway")),
        ("503 with seconds", answer(503, &["Retry-After: 30"], "")),
        ("504", answer(504, &[], "")),
        ("999", answer(999, &[], "")),
        ("302", answer(302, &["Location: /elsewhere"], "")),
        ("307", answer(307, &["Location: /elsewhere"], "")),
    ];
    let cases = answers
        .into_iter()
        .map(|(name, bytes)| case(name, Fault::Say(bytes), Ends::Open));
    all_hold(cases.map(holds)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_change_leaves_everything_as_it_was() {
    use ProblemCode::*;
    let answers = [
        ("402", answer(402, &[], ""), TooFewCredits),
        ("403", refusal(403, "permission_denied", "no"), PermissionDenied),
        ("404", refusal(404, "user_job_not_found", "no"), UserJobNotFound),
        ("422", refusal(422, "validation_error", "no"), ValidationError),
        (
            "422 over",
            refusal(422, "job_status_invalid", "no"),
            JobStatusInvalid,
        ),
        (
            "422 without credits",
            refusal(422, "no_active_credit_purchase", "no"),
            NoActiveCreditPurchase,
        ),
        ("418", answer(418, &[], ""), Refused),
    ];
    let cases = answers
        .into_iter()
        .map(|(name, bytes, code)| case(name, Fault::Say(bytes), Ends::Refused(code)));
    all_hold(cases.map(holds)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_was_taken_and_not_confirmed_is_read_and_not_sent_again() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = Session::open(folder.path(), &server.url(), Options::default()).unwrap();
    let monitor = session.created().await;
    server.plan(|request| match request.kind() {
        Kind::Read => Fault::ActThenDrop,
        _ => Fault::None,
    });
    let detail = change(&session, monitor, AFTER).await.unwrap();
    assert!(detail.card.change_pending, "not confirmed yet");
    assert_eq!(detail.asked_for, None, "the card has it");
    assert_eq!(
        recorded(folder.path()),
        (AFTER, 1),
        "it counts as what the service took"
    );
    server.always(Fault::None);
    session.app.look_now(monitor).await.unwrap();
    assert_eq!(recorded(folder.path()), (AFTER, 0));
    assert_eq!(server.seen().count(Kind::Update), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_that_change_one_monitor_change_it_one_after_the_other() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = Session::open(folder.path(), &server.url(), Options::default()).unwrap();
    let monitor = session.created().await;
    to_updates(&server, Fault::Late(Duration::from_millis(300)));
    let days = MonitorDraft {
        days: Some(90),
        ..MonitorDraft::default()
    };
    let (posts, days) = tokio::join!(
        change(&session, monitor, AFTER),
        session.app.update_monitor(monitor, days)
    );
    posts.unwrap();
    days.unwrap();
    let seen = server.seen();
    assert_eq!(
        (seen.count(Kind::Update), seen.most_at_once[&Kind::Update]),
        (2, 1)
    );
    let job = seen.jobs.values().next().unwrap();
    assert_eq!(
        (job.field("max_results"), job.field("days")),
        (Some("25"), Some("90"))
    );
    let kept: i64 = record::value(folder.path(), "SELECT days FROM monitors");
    assert_eq!((recorded(folder.path()), kept), ((AFTER, 0), 90));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_change_survives_a_restart_and_is_sent_by_itself() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = Session::open(folder.path(), &server.url(), Options::default()).unwrap();
    let monitor = session.created().await;
    to_updates(&server, Fault::DropUnacted);
    change(&session, monitor, AFTER).await.unwrap();
    drop(session);
    server.always(Fault::None);
    let session = Session::open(folder.path(), &server.url(), Options::default()).unwrap();
    let poller = session.app.start_polling();
    let begun = Instant::now();
    while recorded(folder.path()) != (AFTER, 0) {
        assert!(begun.elapsed() < Duration::from_secs(90), "it was never sent");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    poller.stop().await;
    assert_eq!((there(&server), server.seen().post_count()), (AFTER, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_past_changing_is_shown_as_what_it_is() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = Session::open(folder.path(), &server.url(), Options::default()).unwrap();
    let monitor = session.created().await;
    let why = "Can only update jobs with pending or processing status.";
    server.plan(move |request| match request.kind() {
        Kind::Update => Fault::Say(refusal(422, "job_status_invalid", why)),
        _ => Fault::Say(said(
            200,
            &json!({"id": 1000, "status": "failed", "failed_reason": "It is private."}),
        )),
    });
    let refused = change(&session, monitor, AFTER).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.message.as_str()),
        (ProblemCode::JobStatusInvalid, why)
    );
    let card = session.app.card(monitor).await.unwrap();
    assert_eq!(card.state, StateWord::Failed);
    assert_eq!(card.problem.unwrap().message, "It is private.");
    assert_eq!(recorded(folder.path()), (BEFORE, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_one_time_job_that_was_changed_counts_at_the_dearer_of_the_two() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = Session::open(folder.path(), &server.url(), Options::default()).unwrap();
    let intent = IntentId::random();
    let monitor = session.create(&intent, draft(false)).await.unwrap().id;
    // Nobody says whether its one check came before the change or after it.
    for (posts, micros) in [(AFTER, 375_000), (5, 375_000)] {
        let card = change(&session, monitor, posts).await.unwrap().card;
        assert_eq!(card.so_far.amount.micros(), micros, "{posts} posts");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_was_never_answered_counts_though_its_job_has_ended() {
    let over = Fault::Say(refusal(422, "job_status_invalid", "it is completed"));
    // The end is told by the refusal of the repeated change, or by the look after it.
    for again in [over, Fault::DropUnacted] {
        let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
        let session = Session::open(folder.path(), &server.url(), Options::default()).unwrap();
        let intent = IntentId::random();
        let monitor = session.create(&intent, draft(false)).await.unwrap().id;
        to_updates(&server, Fault::ActThenDrop);
        change(&session, monitor, AFTER).await.unwrap();
        assert_eq!(there(&server), AFTER, "taken, and nobody said so");
        server.plan(move |request| match request.kind() {
            Kind::Update => again.clone(),
            _ => Fault::Say(said(200, &json!({"id": 1000, "status": "completed"}))),
        });
        let card = session.app.look_now(monitor).await.unwrap().card;
        assert_eq!(
            (card.state, card.so_far.amount.micros()),
            (StateWord::Finished, 375_000)
        );
        assert_eq!(
            recorded(folder.path()),
            (BEFORE, 0),
            "not told as taken, and not open for ever"
        );
        let told: String = record::value(folder.path(), "SELECT group_concat(body) FROM events");
        assert!(told.contains("never said that it took the change"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_change_of_a_lost_job_does_not_stay_open() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = Session::open(folder.path(), &server.url(), Options::default()).unwrap();
    let monitor = session.created().await;
    to_updates(&server, Fault::DropUnacted);
    change(&session, monitor, AFTER).await.unwrap();
    server.plan(|request| match request.kind() {
        Kind::Update => Fault::DropUnacted,
        _ => Fault::Say(refusal(404, "user_job_not_found", "no")),
    });
    for _ in 0..2 {
        session.app.look_now(monitor).await.unwrap_err();
    }
    assert_eq!(session.app.card(monitor).await.unwrap().state, StateWord::Lost);
    assert_eq!(recorded(folder.path()), (BEFORE, 0));
}
