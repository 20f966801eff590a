//! One look at a job against every fault. A look changes nothing at the service and nothing in the
//! record but what it really brought.

use std::time::Duration;

use serde_json::json;
use store::{ProblemCode, StateWord};
use tests::faults::fault::Fault;
use tests::faults::http::{Kind, answer, json as said};
use tests::faults::jobs::refusal;
use tests::faults::record;
use tests::faults::server::Server;
use tests::faults::session::{KEY, Options, Session};

use crate::table::{Case, all_hold, case, html, impatient, page};

/// What a look comes to.
#[derive(Debug, Clone, Copy)]
enum Ends {
    /// The job stands so.
    Shows(StateWord),
    /// Nothing was learned.
    Nothing(ProblemCode),
}

/// What is recorded of the one monitor: its state, its status, when it was last confirmed, and looks
/// without an answer.
fn recorded(folder: &std::path::Path) -> (String, Option<String>, Option<i64>, u32) {
    let sql = "SELECT state, status, last_confirmed_at, silent_looks FROM monitors";
    record::read(folder)
        .query_row(sql, [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .unwrap()
}

async fn holds(case: Case<Ends>) {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = Session::open(folder.path(), &server.url(), case.options()).unwrap();
    let monitor = session.created().await;
    let before = recorded(folder.path());
    server.always(case.fault);
    let looked = session.app.look_now(monitor).await;
    let (name, after) = (case.name, recorded(folder.path()));
    match (case.ends, looked) {
        (Ends::Shows(state), Ok(detail)) => {
            assert_eq!(detail.card.state, state, "{name}");
            assert_eq!(
                (after.0.as_str(), after.3),
                (state.as_str(), 0),
                "{name}: recorded"
            );
            assert!(after.2.is_some(), "{name}: recorded as confirmed");
        }
        (Ends::Nothing(code), Err(problem)) => {
            assert_eq!(problem.code, code, "{name}: {problem:?}");
            assert!(
                !problem.message.contains(KEY) && !problem.message.contains('<'),
                "{name}"
            );
            // Silence is not news: what was known is still what is known.
            assert_eq!(after, (before.0, before.1, before.2, 1), "{name}: recorded");
        }
        (ends, looked) => panic!("{name}: {ends:?}, not {looked:?}"),
    }
    assert_eq!(
        server.seen().count(Kind::Read),
        1,
        "{name}: one look is one request"
    );
    assert_eq!(
        (server.seen().post_count(), server.seen().count(Kind::Update)),
        (1, 0),
        "{name}"
    );
    // The next look is as good as ever.
    server.always(Fault::None);
    session.app.look_now(monitor).await.unwrap();
    assert_eq!(recorded(folder.path()).3, 0, "{name}: answers again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_that_is_cut_off_brings_nothing_and_changes_nothing() {
    use ProblemCode::{AnswerUnreadable, ConnectionLost, TimedOut};
    let lost = Ends::Nothing(ConnectionLost);
    let cut = said(200, &json!({"id": 1000, "status": "processing"}));
    let cut = cut[..cut.len() - 4].to_vec();
    let cases = [
        case("no fault", Fault::None, Ends::Shows(StateWord::Waiting)),
        case("dropped at once", Fault::DropBeforeBody, lost),
        case("dropped after acting", Fault::ActThenDrop, lost),
        case("cut off in the answer", Fault::Say(cut), lost),
        case("spoke no HTTP", Fault::Say(b"\0\0\0\0".to_vec()), lost),
        case(
            "late, but in time",
            Fault::Late(Duration::from_millis(300)),
            Ends::Shows(StateWord::Waiting),
        ),
        case(
            "by drips, but in time",
            Fault::Drip(Duration::from_millis(2)),
            Ends::Shows(StateWord::Waiting),
        ),
        impatient(case(
            "never answered",
            Fault::ActThenHold,
            Ends::Nothing(TimedOut),
        )),
        impatient(case(
            "by drips, for ever",
            Fault::Drip(Duration::from_millis(200)),
            Ends::Nothing(TimedOut),
        )),
        case(
            "a hundred megabytes",
            Fault::Flood(200, 100_000_000),
            Ends::Nothing(AnswerUnreadable),
        ),
    ];
    all_hold(cases.into_iter().map(holds)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_another_shape_brings_nothing_and_changes_nothing() {
    let bodies = [
        "",
        "null",
        "[]",
        "{}",
        r#"{"id": 1000}"#,
        r#"{"id": 1000, "status": null}"#,
        r#"{"id": 1000, "status": 3}"#,
        r#"{"id": 1000, "status": ""}"#,
        r#"{"id": 1000, "status": ["failed"]}"#,
        r#"{"id": 1000, "status": "failed""#,
        r#"{"id": 7, "status": "failed"}"#,
        r#"{"id": true, "status": "failed"}"#,
        "<html><body>Welcome to the hotel's Wi-Fi</body></html>",
    ];
    let cases = bodies.into_iter().map(|body| {
        let bytes = page(200, "application/json", body);
        case(
            body,
            Fault::Say(bytes),
            Ends::Nothing(ProblemCode::AnswerUnreadable),
        )
    });
    all_hold(cases.map(holds)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_is_taken_at_its_word() {
    let shows = |status: &str, state| {
        let body = json!({"id": "1000", "status": status, "result": 7, "more": [1], "failed_reason": null});
        case("a status", Fault::Say(said(200, &body)), Ends::Shows(state))
    };
    let cases = [
        shows("pending", StateWord::Waiting),
        shows("processing", StateWord::Watching),
        // A word that nobody documented is shown, not guessed at.
        shows("hibernating", StateWord::Other),
        case(
            "without an id",
            Fault::Say(said(202, &json!({"status": "processing"}))),
            Ends::Shows(StateWord::Watching),
        ),
    ];
    all_hold(cases.into_iter().map(holds)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_look_brings_nothing_and_changes_nothing() {
    use ProblemCode::*;
    let answers = [
        ("401", refusal(401, "unauthorized", "no"), Unauthorized),
        ("403", refusal(403, "permission_denied", "no"), PermissionDenied),
        (
            "404 of the service, once",
            refusal(404, "user_job_not_found", "no"),
            UserJobNotFound,
        ),
        ("404 of a proxy", html(404, "Not found"), Refused),
        ("422", refusal(422, "validation_error", "no"), ValidationError),
        (
            "422 without credits",
            refusal(422, "no_active_credit_purchase", "no"),
            NoActiveCreditPurchase,
        ),
        ("402", answer(402, &[], ""), TooFewCredits),
        ("408", answer(408, &[], ""), TimedOut),
        ("418", answer(418, &[], ""), Refused),
        ("429", answer(429, &[], ""), TooManyRequests),
        (
            "429 with seconds",
            answer(429, &["Retry-After: 30"], ""),
            TooManyRequests,
        ),
        ("500", said(500, &json!({"error": "oops"})), ServiceFailure),
        ("502 of a proxy", html(502, "Bad gateway"), ServiceFailure),
        (
            "503 with seconds",
            answer(503, &["Retry-After: 30"], ""),
            ServiceFailure,
        ),
        ("504", answer(504, &[], ""), ServiceFailure),
        ("999", answer(999, &[], ""), ServiceFailure),
        ("304", answer(304, &[], ""), AddressMoved),
    ];
    let cases = answers
        .into_iter()
        .map(|(name, bytes, code)| case(name, Fault::Say(bytes), Ends::Nothing(code)));
    all_hold(cases.map(holds)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_is_not_led_to_another_host() {
    let elsewhere = Server::sound();
    let place = format!("Location: {}/v1/user_jobs/1000", elsewhere.url());
    let cases = [301, 302, 303, 307, 308].map(|status| {
        let fault = Fault::Say(answer(status, &[&place], ""));
        case("led away", fault, Ends::Nothing(ProblemCode::AddressMoved))
    });
    all_hold(cases.into_iter().map(holds)).await;
    assert_eq!(
        elsewhere.seen().connections,
        0,
        "the key went where it was not given to"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_lost_once_the_service_said_so_twice() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = Session::open(folder.path(), &server.url(), Options::default()).unwrap();
    let monitor = session.created().await;
    server.always(Fault::Say(refusal(404, "user_job_not_found", "no")));
    for state in ["waiting", "lost"] {
        session.app.look_now(monitor).await.unwrap_err();
        assert_eq!(recorded(folder.path()).0, state);
    }
    assert_eq!(server.seen().post_count(), 1);
}
