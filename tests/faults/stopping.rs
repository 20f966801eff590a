//! Stopping a monitor: the stop call where the service has it, else `monitoring=false`, and never a
//! word about a stop that nobody confirmed.

use contract::MonitorDraft;
use monitoring::view::{MonitorDetail, Settle};
use serde_json::json;
use store::{IntentId, MonitorId, Problem, ProblemCode, StateWord};
use tests::faults::fault::Fault;
use tests::faults::http::{Kind, answer, json as said};
use tests::faults::jobs::{Offers, refusal};
use tests::faults::record;
use tests::faults::server::Server;
use tests::faults::session::{Options, Session, draft};

struct Stage {
    folder: tempfile::TempDir,
    server: Server,
    session: Session,
    monitor: MonitorId,
}

impl Stage {
    /// A monitor at a service with or without the stop call.
    async fn with(offered: bool, wanted: MonitorDraft) -> Self {
        let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
        server.offer(Offers {
            stop: offered,
            ..Offers::default()
        });
        let session = Session::open(folder.path(), &server.url(), Options::default()).unwrap();
        let monitor = session.create(&IntentId::random(), wanted).await.unwrap().id;
        Self {
            folder,
            server,
            session,
            monitor,
        }
    }

    /// Stop calls meet this.
    fn to_stops(&self, fault: Fault) {
        self.server.plan(move |request| match request.kind() {
            Kind::Stop => fault.clone(),
            _ => Fault::None,
        });
    }

    async fn stop(&self) -> Result<MonitorDetail, Problem> {
        self.session.app.stop_monitor(self.monitor).await
    }

    /// The state in the record, whether it goes on, and whether it is looked at again.
    fn recorded(&self) -> (String, bool, bool) {
        let sql = "SELECT state, monitoring, next_look_at IS NOT NULL FROM monitors";
        record::read(self.folder.path())
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
    }

    /// Stop calls and updates that arrived.
    fn arrived(&self) -> (usize, usize) {
        let seen = self.server.seen();
        assert_eq!(seen.post_count(), 1, "nothing is started by stopping");
        (seen.count(Kind::Stop), seen.count(Kind::Update))
    }
}

fn as_recorded(state: StateWord, goes_on: bool, looked_at: bool) -> (String, bool, bool) {
    (state.as_str().to_owned(), goes_on, looked_at)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stop_call_stops_a_monitor_at_once() {
    for goes_on in [true, false] {
        let stage = Stage::with(true, draft(goes_on)).await;
        assert_eq!(stage.stop().await.unwrap().card.state, StateWord::Stopped);
        assert_eq!(stage.recorded(), as_recorded(StateWord::Stopped, goes_on, false));
        assert_eq!(stage.arrived(), (1, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_stop_call_a_monitor_becomes_a_one_time_job() {
    let stage = Stage::with(false, draft(true)).await;
    let card = stage.stop().await.unwrap().card;
    assert!(!card.monitoring && !card.change_pending);
    // One last check may run: it is followed to its end.
    assert_eq!(stage.recorded(), as_recorded(card.state, false, true));
    assert!(card.state.is_live());
    assert_eq!(stage.arrived(), (1, 1));
    let seen = stage.server.seen();
    assert_eq!(seen.updates, [[("monitoring".to_owned(), "false".to_owned())]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_stop_call_a_one_time_job_runs_to_its_end() {
    let stage = Stage::with(false, draft(false)).await;
    assert_eq!(stage.stop().await.unwrap_err().code, ProblemCode::NotNow);
    assert_eq!(stage.recorded(), as_recorded(StateWord::Waiting, false, true));
    assert_eq!(stage.arrived(), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_that_was_heard_and_not_answered_is_found_out() {
    let stage = Stage::with(true, draft(true)).await;
    stage.to_stops(Fault::ActThenDrop);
    assert_eq!(stage.stop().await.unwrap().card.state, StateWord::Stopped);
    assert_eq!(stage.recorded(), as_recorded(StateWord::Stopped, true, false));
    assert_eq!(
        record::value::<i64>(stage.folder.path(), "SELECT count(*) FROM changes"),
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_that_nobody_heard_is_kept_and_sent_until_it_is_taken() {
    let stage = Stage::with(true, draft(true)).await;
    stage.server.always(Fault::DropUnacted);
    let card = stage.stop().await.unwrap().card;
    assert!(
        card.change_pending && card.state == StateWord::Waiting,
        "nothing says that it stopped"
    );
    assert_eq!(stage.recorded(), as_recorded(StateWord::Waiting, true, true));
    stage.server.always(Fault::None);
    let card = stage.session.app.look_now(stage.monitor).await.unwrap().card;
    assert!(!card.monitoring && !card.change_pending);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_in_trouble_is_asked_by_the_documented_lever() {
    let answers = [
        answer(500, &[], ""),
        answer(503, &["Retry-After: 30"], ""),
        answer(429, &[], ""),
        answer(405, &[], ""),
        answer(302, &["Location: /elsewhere"], ""),
    ];
    for bytes in answers {
        let stage = Stage::with(true, draft(true)).await;
        stage.to_stops(Fault::Say(bytes));
        assert!(!stage.stop().await.unwrap().card.monitoring);
        assert_eq!(stage.arrived(), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_stop_changes_nothing() {
    let stage = Stage::with(true, draft(true)).await;
    stage.to_stops(Fault::Say(refusal(403, "permission_denied", "no")));
    assert_eq!(
        stage.stop().await.unwrap_err().code,
        ProblemCode::PermissionDenied
    );
    assert!(stage.recorded().1, "it goes on");
    assert_eq!(stage.arrived(), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_what_has_ended_meanwhile_shows_its_end() {
    let stage = Stage::with(true, draft(false)).await;
    stage.server.plan(|request| match request.kind() {
        Kind::Stop => Fault::Say(refusal(422, "job_status_invalid", "it is completed")),
        _ => Fault::Say(said(200, &json!({"id": 1000, "status": "completed"}))),
    });
    assert_eq!(stage.stop().await.unwrap().card.state, StateWord::Finished);
    assert_eq!(stage.recorded(), as_recorded(StateWord::Finished, false, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_says_it_stops_and_goes_on_is_not_told_as_stopped() {
    let stage = Stage::with(true, draft(true)).await;
    stage.to_stops(Fault::Say(answer(200, &[], "")));
    let card = stage.stop().await.unwrap().card;
    assert_eq!(card.state, StateWord::Waiting);
    assert_eq!(stage.recorded(), as_recorded(StateWord::Waiting, true, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_run_cannot_be_stopped() {
    let stage = Stage::with(true, draft(true)).await;
    stage.server.always(Fault::ActThenDrop);
    let unknown = stage
        .session
        .create(&IntentId::random(), draft(true))
        .await
        .unwrap();
    stage.server.always(Fault::None);
    let refused = stage.session.app.stop_monitor(unknown.id).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::NotNow);
    stage.session.app.settle(unknown.id, Settle::Leave).await.unwrap();
    assert_eq!(stage.server.seen().count(Kind::Stop), 0);
}
