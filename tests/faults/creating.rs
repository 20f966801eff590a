//! One start against every fault: what the person sees, what is recorded, what the service counted.

use std::time::Duration;

use monitoring::view::{Certainty, MonitorCard};
use serde_json::json;
use store::{IntentId, ProblemCode, Retry, StateWord};
use tests::faults::fault::Fault;
use tests::faults::http::{answer, json as said};
use tests::faults::jobs::refusal;
use tests::faults::record;
use tests::faults::server::Server;
use tests::faults::session::{KEY, Options, Session, draft};

use crate::table::{all_hold, html, page};

/// Ten posts at $0.015: the ceiling of what is started here, in micro-dollars.
const CEILING: i64 = 150_000;

/// What a start comes to.
#[derive(Debug, Clone, Copy)]
enum Ends {
    /// Taken, and waiting at the service.
    Taken,
    /// Not started: nothing was charged.
    NotStarted(ProblemCode),
    /// Nobody knows: the ceiling is held.
    NotKnown(ProblemCode),
}

struct Case {
    name: &'static str,
    fault: Fault,
    ends: Ends,
    /// Heads of creates that the service counted.
    arrived: u32,
    /// Jobs that the service made.
    made: usize,
    impatient: bool,
}

/// The service does nothing of what was asked.
fn idle(name: &'static str, fault: Fault, ends: Ends) -> Case {
    Case {
        name,
        fault,
        ends,
        arrived: 1,
        made: 0,
        impatient: false,
    }
}

/// The service makes the job, whatever it says.
fn acts(name: &'static str, fault: Fault, ends: Ends) -> Case {
    Case {
        made: 1,
        ..idle(name, fault, ends)
    }
}

fn impatient(case: Case) -> Case {
    Case {
        impatient: true,
        ..case
    }
}

async fn holds(case: Case) {
    let server = Server::start(|_| Fault::None);
    server.always(case.fault.clone());
    holds_at(&server, case).await;
}

async fn holds_at(server: &Server, case: Case) {
    let folder = tempfile::tempdir().unwrap();
    let patience = if case.impatient {
        Options::impatient()
    } else {
        Options::default()
    };
    let session = Session::open(folder.path(), &server.url(), patience).unwrap();
    let intent = IntentId::random();
    let card = session.create(&intent, draft(true)).await.unwrap();
    the_person_sees(&card, case.ends, case.name);
    the_record_has(folder.path(), &card, case.ends, case.name);
    let seen = server.seen();
    assert_eq!(
        (seen.post_count(), seen.created.len()),
        (case.arrived, case.made),
        "{}: counted",
        case.name
    );
    // Whatever it was, the same intent is not sent a second time.
    server.always(Fault::None);
    let again = session.create(&intent, draft(true)).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::AlreadySent, "{}", case.name);
    assert_eq!(
        server.seen().post_count(),
        case.arrived,
        "{}: counted again",
        case.name
    );
}

fn the_person_sees(card: &MonitorCard, ends: Ends, name: &str) {
    let (state, code) = match ends {
        Ends::Taken => (StateWord::Waiting, None),
        Ends::NotStarted(code) => (StateWord::NotStarted, Some(code)),
        Ends::NotKnown(code) => (StateWord::NotKnown, Some(code)),
    };
    let problem = card.problem.as_ref();
    assert_eq!(
        (card.state, problem.map(|problem| problem.code)),
        (state, code),
        "{name}: {problem:?}"
    );
    let words = problem.map_or("", |problem| problem.message.as_str());
    assert!(!words.contains(KEY) && !words.contains('<'), "{name}: {words}");
    // Nothing that costs money is promised to be tried again by itself.
    let retry = problem.and_then(|problem| problem.retry);
    let may = match ends {
        Ends::NotStarted(_) => [None, Some(Retry::ByPerson)].contains(&retry),
        Ends::Taken | Ends::NotKnown(_) => retry.is_none(),
    };
    assert!(may, "{name}: {retry:?}");
    let (certainty, amount) = (card.so_far.certainty, card.so_far.amount.micros());
    match ends {
        Ends::Taken => assert_eq!(certainty, Certainty::About, "{name}"),
        Ends::NotStarted(_) => assert_eq!((certainty, amount), (Certainty::Exact, 0), "{name}"),
        Ends::NotKnown(_) => assert_eq!((certainty, amount), (Certainty::Held, CEILING), "{name}"),
    }
}

fn the_record_has(folder: &std::path::Path, card: &MonitorCard, ends: Ends, name: &str) {
    let starts = record::starts(folder);
    let [start] = &starts[..] else {
        panic!("{name}: one start, not {starts:?}");
    };
    let (submission, monitor) = match ends {
        Ends::Taken => ("created", "waiting"),
        Ends::NotStarted(_) => ("rejected", "not_started"),
        Ends::NotKnown(_) => ("unknown", "not_known"),
    };
    assert_eq!(start.state, submission, "{name}: recorded");
    assert_eq!(
        record::value::<String>(folder, "SELECT state FROM monitors"),
        monitor,
        "{name}: recorded"
    );
    let job = card.job_id.as_ref().map(|job| job.as_str().to_owned());
    assert_eq!(
        (start.job.is_some(), &start.job),
        (matches!(ends, Ends::Taken), &job),
        "{name}: recorded"
    );
    let held = "SELECT coalesce(sum(held), 0) FROM submissions WHERE state IN ('sending', 'unknown')";
    let held: i64 = record::value(folder, held);
    let expected = if matches!(ends, Ends::NotKnown(_)) {
        CEILING
    } else {
        0
    };
    assert_eq!(held, expected, "{name}: held");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_is_sent_once_whenever_the_connection_ends() {
    use Ends::{NotKnown, Taken};
    let lost = NotKnown(ProblemCode::ConnectionLost);
    let late = NotKnown(ProblemCode::TimedOut);
    let cut = said(201, &json!({"user_job_id": 1000}));
    let cut = cut[..cut.len() - 4].to_vec();
    let cases = vec![
        acts("no fault", Fault::None, Taken),
        idle("dropped before the body", Fault::DropBeforeBody, lost),
        idle("dropped within the body", Fault::DropWithinBody, lost),
        idle("dropped after the body", Fault::DropUnacted, lost),
        acts("acted, then dropped", Fault::ActThenDrop, lost),
        acts("acted, then cut off in the answer", Fault::ActThenSay(cut), lost),
        acts(
            "acted, then spoke no HTTP",
            Fault::ActThenSay(b"SSH-2.0-x\r\n".to_vec()),
            lost,
        ),
        acts(
            "late, but in time",
            Fault::Late(Duration::from_millis(300)),
            Taken,
        ),
        acts(
            "by drips, but in time",
            Fault::Drip(Duration::from_millis(2)),
            Taken,
        ),
        impatient(acts("acted, and never answered", Fault::ActThenHold, late)),
        impatient(acts(
            "by drips, for ever",
            Fault::Drip(Duration::from_millis(200)),
            late,
        )),
    ];
    all_hold(cases.into_iter().map(holds)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_whose_connection_is_closed_unread_is_not_sent_over_another() {
    let server = Server::sound();
    server.drop_unread(1);
    let case = Case {
        arrived: 0,
        ..idle("unread", Fault::None, Ends::NotKnown(ProblemCode::ConnectionLost))
    };
    holds_at(&server, case).await;
    assert_eq!(server.seen().connections, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_cannot_be_read_leaves_a_start_unknown() {
    let unreadable = Ends::NotKnown(ProblemCode::AnswerUnreadable);
    let bodies = [
        "",
        "null",
        "[]",
        "{}",
        "true",
        r#"{"user_job_id": null}"#,
        r#"{"user_job_id": true}"#,
        r#"{"user_job_id": {"id": 1}}"#,
        r#"{"user_job_id": [1000]}"#,
        r#"{"user_job_id": 1000.5}"#,
        r#"{"user_job_id": -1}"#,
        r#"{"user_job_id": "10 00"}"#,
        r#"{"user_job_id": 1000"#,
        r#"{"error": "busy", "error_code": "validation_error"}"#,
        "<html><body>Welcome to the hotel's Wi-Fi</body></html>",
        "\u{feff}\0\0",
    ];
    let mut cases: Vec<_> = bodies
        .into_iter()
        .map(|body| {
            acts(
                body,
                Fault::ActThenSay(page(200, "application/json", body)),
                unreadable,
            )
        })
        .collect();
    cases.push(acts(
        "no content",
        Fault::ActThenSay(answer(204, &[], "")),
        unreadable,
    ));
    cases.push(acts(
        "a hundred megabytes",
        Fault::Flood(201, 100_000_000),
        unreadable,
    ));
    all_hold(cases.into_iter().map(holds)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_leaves_a_start_not_started() {
    use ProblemCode::*;
    let documented = [
        (401, "unauthorized", Unauthorized),
        (403, "permission_denied", PermissionDenied),
        (404, "user_job_not_found", UserJobNotFound),
        (422, "validation_error", ValidationError),
        (422, "no_active_credit_purchase", NoActiveCreditPurchase),
        (422, "job_status_invalid", JobStatusInvalid),
    ];
    let documented = documented.into_iter().map(|(status, name, code)| {
        idle(
            name,
            Fault::Say(refusal(status, name, "no")),
            Ends::NotStarted(code),
        )
    });
    let others = [
        ("400", page(400, "text/plain", "what?"), Refused),
        ("401 without a body", answer(401, &[], ""), Unauthorized),
        (
            "402",
            said(402, &json!({"detail": "too few credits"})),
            TooFewCredits,
        ),
        ("403 of a proxy", html(403, "Forbidden"), PermissionDenied),
        ("404 of a proxy", html(404, "Not found"), Refused),
        ("405", answer(405, &["Allow: GET"], ""), Refused),
        ("413", html(413, "Too large"), Refused),
        (
            "418",
            said(418, &json!({"code": 7, "message": "a teapot"})),
            Refused,
        ),
        (
            "422 of an unknown code",
            refusal(422, "moon_phase", "not today"),
            Refused,
        ),
        ("425", answer(425, &[], ""), Refused),
        ("429", answer(429, &[], ""), TooManyRequests),
        (
            "429 with seconds",
            answer(429, &["Retry-After: 30"], ""),
            TooManyRequests,
        ),
        (
            "429 with a date",
            answer(429, &["Retry-After: Wed, 25 Nov 2099 10:00:00 GMT"], ""),
            TooManyRequests,
        ),
        (
            "429 with nonsense",
            answer(429, &["Retry-After: soon"], ""),
            TooManyRequests,
        ),
        ("451", html(451, "Not here"), Refused),
    ];
    let others = others
        .into_iter()
        .map(|(name, bytes, code)| idle(name, Fault::Say(bytes), Ends::NotStarted(code)));
    let flood = idle_flood("a refusal of a hundred megabytes", 422, Ends::NotStarted(Refused));
    all_hold(documented.chain(others).chain([flood]).map(holds)).await;
}

/// Says so much, and for once the job is made: the claim is about what is read.
fn idle_flood(name: &'static str, status: u16, ends: Ends) -> Case {
    acts(name, Fault::Flood(status, 100_000_000), ends)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_does_not_say_no_leaves_a_start_unknown() {
    use ProblemCode::*;
    let statuses = [
        ("408", answer(408, &[], ""), TimedOut),
        (
            "409",
            said(409, &json!({"error": "a job like this is on its way"})),
            OutcomeUnknown,
        ),
        ("499", answer(499, &[], ""), OutcomeUnknown),
        ("500", said(500, &json!({"error": "oops"})), ServiceFailure),
        (
            "500 with a documented code",
            refusal(500, "unauthorized", "no"),
            ServiceFailure,
        ),
        ("501", answer(501, &[], ""), ServiceFailure),
        ("502 of a proxy", html(502, "Bad gateway"), ServiceFailure),
        ("503", answer(503, &[], ""), ServiceFailure),
        (
            "503 with seconds",
            answer(503, &["Retry-After: 30"], ""),
            ServiceFailure,
        ),
        ("504 of a proxy", html(504, "Gateway time-out"), ServiceFailure),
        ("520", html(520, "Unknown error"), ServiceFailure),
        ("599", answer(599, &[], ""), ServiceFailure),
        ("999", answer(999, &[], ""), ServiceFailure),
        ("300", answer(300, &[], ""), AddressMoved),
        ("304", answer(304, &[], ""), AddressMoved),
    ];
    let cases = statuses
        .into_iter()
        .map(|(name, bytes, code)| acts(name, Fault::ActThenSay(bytes), Ends::NotKnown(code)));
    let flood = acts(
        "an error of a hundred megabytes",
        Fault::Flood(500, 100_000_000),
        Ends::NotKnown(ServiceFailure),
    );
    all_hold(cases.chain([flood]).map(holds)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_follows_no_redirect() {
    use ProblemCode::AddressMoved;
    let elsewhere = Server::sound();
    let to = |status: u16, place: &str| answer(status, &[&format!("Location: {place}")], "");
    let far = format!("{}/v1/user_jobs?agent_id=a", elsewhere.url());
    let mut cases = Vec::new();
    for (status, name) in [(301, "301"), (302, "302"), (303, "303")] {
        // "It is done, look there" is one reading of these.
        cases.push(acts(
            name,
            Fault::ActThenSay(to(status, &far)),
            Ends::NotKnown(AddressMoved),
        ));
        cases.push(acts(
            name,
            Fault::ActThenSay(to(status, "/v1/user_jobs/1000")),
            Ends::NotKnown(AddressMoved),
        ));
    }
    for (status, name) in [(307, "307"), (308, "308")] {
        // "Not here, ask again there" is the only reading of these.
        cases.push(idle(
            name,
            Fault::Say(to(status, &far)),
            Ends::NotStarted(AddressMoved),
        ));
        cases.push(idle(
            name,
            Fault::Say(to(status, "/v2/user_jobs")),
            Ends::NotStarted(AddressMoved),
        ));
    }
    all_hold(cases.into_iter().map(holds)).await;
    assert_eq!(
        elsewhere.seen().connections,
        0,
        "the key went where it was not given to"
    );
}
