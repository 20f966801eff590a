//! However often a start is asked for, it is paid for once.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use monitoring::view::{Settle, WorkspaceEdit};
use monitoring::{NewMonitor, Poller};
use store::{IntentId, MonitorId, Problem, ProblemCode, StateWord};
use tests::binaries::built;
use tests::faults::fault::Fault;
use tests::faults::http::Kind;
use tests::faults::jobs::{Offers, refusal};
use tests::faults::record;
use tests::faults::server::Server;
use tests::faults::session::{Options, Session, draft};

fn open(folder: &std::path::Path, server: &Server) -> Session {
    Session::open(folder, &server.url(), Options::default()).unwrap()
}

/// A start of which nobody knows whether it was taken.
async fn unknown(session: &Session, server: &Server, fault: Fault) -> MonitorId {
    server.always(fault);
    let card = session.create(&IntentId::random(), draft(true)).await.unwrap();
    server.always(Fault::None);
    assert_eq!(card.state, StateWord::NotKnown);
    card.id
}

/// A start in the place of one that was refused.
async fn again(session: &Session, refused: MonitorId) -> Result<(), Problem> {
    let new = NewMonitor {
        workspace: session.workspace,
        draft: draft(true),
        intent: IntentId::random(),
        tags: Vec::new(),
        retry_of: Some(refused),
    };
    session.app.create_monitor(new).await.map(drop)
}

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(60), "never: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_and_two_windows_send_one_start() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    server.always(Fault::Late(Duration::from_millis(200)));
    let session = open(folder.path(), &server);
    let intent = IntentId::random();
    let click = || session.create(&intent, draft(true));
    let (a, b, c, d) = tokio::join!(click(), click(), click(), click());
    let clicks = [a, b, c, d];
    assert_eq!(
        clicks.iter().filter(|click| click.is_ok()).count(),
        1,
        "{clicks:?}"
    );
    for refused in clicks.iter().filter_map(|click| click.as_ref().err()) {
        assert_eq!(refused.code, ProblemCode::AlreadySent);
    }
    assert_eq!(
        (server.seen().post_count(), record::starts(folder.path()).len()),
        (1, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_that_try_a_refused_start_again_send_it_once_more() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    server.always(Fault::Say(refusal(422, "validation_error", "no")));
    let session = open(folder.path(), &server);
    let refused = session.create(&IntentId::random(), draft(true)).await.unwrap().id;
    server.always(Fault::Late(Duration::from_millis(200)));
    let (a, b) = tokio::join!(again(&session, refused), again(&session, refused));
    let ((Ok(()), Err(twice)) | (Err(twice), Ok(()))) = (a, b) else {
        panic!("not one of the two");
    };
    assert_eq!(twice.code, ProblemCode::NotNow);
    assert_eq!((server.seen().post_count(), server.seen().created.len()), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_that_settle_an_unknown_start_send_it_once_more() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = open(folder.path(), &server);
    let monitor = unknown(&session, &server, Fault::DropUnacted).await;
    server.always(Fault::Late(Duration::from_millis(200)));
    let send = || session.app.settle(monitor, Settle::SendAgain);
    let (a, b) = tokio::join!(send(), send());
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    assert_eq!((server.seen().post_count(), server.seen().created.len()), (2, 1));
    // Each under its own key: the second is another intent, which the person decided.
    assert!(server.seen().duplicates().is_empty());
    assert_eq!(session.app.card(monitor).await.unwrap().state, StateWord::Waiting);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_instance_on_the_same_folder_starts_nothing() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = open(folder.path(), &server);
    session.created().await;
    let second = Command::new(built("fault-driver"))
        .args(["open", "--url", &server.url(), "--folder"])
        .arg(folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(second.stdout).unwrap();
    assert!(
        said.contains("InUse") && said.contains("another Feedwatch"),
        "{said}"
    );
    assert_eq!(server.seen().post_count(), 1);
    drop(session);
    assert_eq!(record::starts(folder.path()).len(), 1);
}

/// A port that is kept, and at which nobody listens yet.
fn kept_port() -> (tokio::net::TcpSocket, String) {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    (socket, url)
}

fn listen(socket: tokio::net::TcpSocket) -> Server {
    let listener = socket.listen(64).unwrap().into_std().unwrap();
    listener.set_nonblocking(false).unwrap();
    Server::on(listener)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_never_left_is_tried_again_by_itself_and_arrives_once() {
    let (folder, (port, url)) = (tempfile::tempdir().unwrap(), kept_port());
    let session = Session::open(folder.path(), &url, Options::default()).unwrap();
    let later = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        listen(port)
    };
    let intent = IntentId::random();
    let (card, server) = tokio::join!(session.create(&intent, draft(true)), later);
    assert_eq!(card.unwrap().state, StateWord::Waiting);
    assert_eq!((server.seen().post_count(), server.seen().created.len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_cannot_leave_is_not_started_and_may_be_sent_later() {
    let (folder, (port, url)) = (tempfile::tempdir().unwrap(), kept_port());
    let session = Session::open(folder.path(), &url, Options::default()).unwrap();
    let card = session.create(&IntentId::random(), draft(true)).await.unwrap();
    assert_eq!(card.state, StateWord::NotStarted);
    assert_eq!(card.problem.unwrap().code, ProblemCode::CannotConnect);
    assert_eq!(record::starts(folder.path())[0].state, "rejected");
    let server = listen(port);
    again(&session, card.id).await.unwrap();
    assert_eq!(server.seen().post_count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_start_counts_at_its_ceiling_until_it_is_settled() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = open(folder.path(), &server);
    // One start of $0.15 fits, a second does not.
    let budget = WorkspaceEdit {
        budget: Some(contract::Money::from_micros(200_000)),
        ..WorkspaceEdit::default()
    };
    session
        .app
        .edit_workspace(session.workspace, budget)
        .await
        .unwrap();
    let monitor = unknown(&session, &server, Fault::ActThenDrop).await;
    let over = session
        .create(&IntentId::random(), draft(false))
        .await
        .unwrap_err();
    assert_eq!(
        (over.code, over.fits.map(|fits| fits.posts)),
        (ProblemCode::OverBudget, Some(3))
    );
    assert_eq!(server.seen().post_count(), 1, "nothing was sent");
    // Left as it is, it counts on: it may have been charged.
    session.app.settle(monitor, Settle::Leave).await.unwrap();
    let over = session
        .create(&IntentId::random(), draft(false))
        .await
        .unwrap_err();
    assert_eq!(over.code, ProblemCode::OverBudget);
    assert_eq!(
        session.app.card(monitor).await.unwrap().so_far.amount.micros(),
        150_000
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_settles_an_unknown_start_by_a_number_the_service_knows() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = open(folder.path(), &server);
    let monitor = unknown(&session, &server, Fault::ActThenDrop).await;
    let number = |job: &str| Settle::Exists {
        job_id: job.to_owned(),
    };
    let wrong = session.app.settle(monitor, number("77")).await.unwrap_err();
    assert_eq!(wrong.code, ProblemCode::UserJobNotFound);
    assert_eq!(
        session.app.card(monitor).await.unwrap().state,
        StateWord::NotKnown
    );
    let made = server.seen().created[0].1.to_string();
    let detail = session.app.settle(monitor, number(&made)).await.unwrap();
    assert_eq!(detail.card.state, StateWord::Waiting);
    assert_eq!(
        record::value::<String>(folder.path(), "SELECT job_id FROM monitors"),
        made
    );
    assert_eq!(server.seen().post_count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_services_list_settles_an_unknown_start_while_the_app_runs() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = open(folder.path(), &server);
    let monitor = unknown(&session, &server, Fault::ActThenDrop).await;
    server.offer(Offers {
        list: true,
        ..Offers::default()
    });
    let poller: Poller = session.app.start_polling();
    let settled = "SELECT count(*) FROM monitors WHERE job_id IS NOT NULL";
    until("settled by the list", || {
        record::value::<i64>(folder.path(), settled) == 1
    })
    .await;
    poller.stop().await;
    assert_ne!(
        session.app.card(monitor).await.unwrap().state,
        StateWord::NotKnown
    );
    assert!(server.seen().count(Kind::List) > 0);
    assert_eq!(server.seen().post_count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_without_the_job_settles_nothing() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    server.offer(Offers {
        list: true,
        ..Offers::default()
    });
    let session = open(folder.path(), &server);
    session.created().await;
    let monitor = unknown(&session, &server, Fault::DropUnacted).await;
    assert_eq!(session.app.settle_by_list().await.unwrap(), 1);
    assert_eq!(
        session.app.card(monitor).await.unwrap().state,
        StateWord::NotKnown
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn polling_that_begins_meanwhile_takes_no_start_on_its_way_for_lost() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    server.always(Fault::Late(Duration::from_millis(600)));
    let session = open(folder.path(), &server);
    let polling = async {
        until("on its way", || server.under_way(Kind::Create) == 1).await;
        session.app.start_polling()
    };
    let intent = IntentId::random();
    let (card, poller) = tokio::join!(session.create(&intent, draft(true)), polling);
    assert!(card.unwrap().job_id.is_some());
    poller.stop().await;
    let doubts = "SELECT count(*) FROM events WHERE json_extract(body, '$.event.kind') = 'outcome_unknown'
                  OR json_extract(body, '$.kind') = 'outcome_unknown'";
    assert_eq!(record::value::<i64>(folder.path(), doubts), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_the_record_does_not_take_at_once_is_recorded_later() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let session = open(folder.path(), &server);
    let path = folder.path().to_owned();
    // Another program holds the record for longer than the app waits for it.
    server.plan(move |_| {
        let other = record::read(&path);
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_secs(7));
            other.execute_batch("ROLLBACK").unwrap();
        });
        Fault::None
    });
    let told = session
        .create(&IntentId::random(), draft(true))
        .await
        .unwrap_err();
    assert!(told.message.contains("took it as job 1000"), "{told:?}");
    assert_eq!(record::starts(folder.path())[0].state, "sending");
    until("recorded", || record::starts(folder.path())[0].state == "created").await;
    assert_eq!(record::starts(folder.path())[0].job.as_deref(), Some("1000"));
    assert_eq!(server.seen().post_count(), 1);
}

/// Starts a monitor, ends as the app does while the service has not answered yet, and begins anew.
fn ended_while_sending(answers_after: Duration) -> (String, u32) {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    server.always(Fault::Late(answers_after));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let session = Arc::new(open(folder.path(), &server));
    let window = Arc::clone(&session);
    runtime.spawn(async move { window.create(&IntentId::random(), draft(true)).await });
    runtime.block_on(async {
        until("the start under way", || server.under_way(Kind::Create) == 1).await;
        let _ = tokio::time::timeout(Duration::from_secs(2), session.app.finish_starts()).await;
    });
    // Whoever waits for the answer is gone with the runtime, as when the process ends.
    runtime.shutdown_background();
    let begun = Instant::now();
    while Arc::strong_count(&session) > 1 {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "the runtime does not end"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    session.store.recover_sending(contract::UnixMillis(0)).unwrap();
    let state = record::value(folder.path(), "SELECT state FROM submissions");
    (state, server.seen().post_count())
}

#[test]
fn an_ordinary_end_waits_for_the_answer_to_a_start_that_is_on_its_way() {
    let soon = ended_while_sending(Duration::from_millis(500));
    assert_eq!(soon, ("created".to_owned(), 1));
}
