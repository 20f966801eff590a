//! Work on many monitors at once: priced, one intent each, told monitor by monitor.

use std::time::Duration;

use contract::{Money, MonitorDraft};
use monitoring::view::{BulkQuote, BulkWork, WhyNot, WorkspaceEdit};
use store::{IntentId, MonitorId, ProblemCode};
use tests::faults::fault::Fault;
use tests::faults::http::Kind;
use tests::faults::server::Server;
use tests::faults::session::{Options, Session, draft};

struct Many {
    session: Session,
    server: Server,
    ids: Vec<MonitorId>,
    _folder: tempfile::TempDir,
}

/// So many one-time monitors that were refused, so that they can be run again.
async fn refused(count: usize) -> Many {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::sound();
    let options = Options {
        total: Duration::from_secs(30),
        ..Options::default()
    };
    let session = Session::open(folder.path(), &server.url(), options).unwrap();
    server.always(Fault::Say(
        b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec(),
    ));
    let mut ids = Vec::new();
    for _ in 0..count {
        let card = session.create(&IntentId::random(), draft(false)).await.unwrap();
        assert!(card.job_id.is_none(), "{card:?}");
        ids.push(card.id);
    }
    server.always(Fault::None);
    Many {
        session,
        server,
        ids,
        _folder: folder,
    }
}

impl Many {
    async fn quote(&self, work: &BulkWork) -> BulkQuote {
        let quote = self.session.app.quote_bulk(self.ids.clone(), work.clone());
        quote.await.unwrap()
    }
}

#[tokio::test]
async fn the_price_of_many_is_the_sum_of_each_and_what_still_runs_is_left_out() {
    let mut many = refused(3).await;
    many.ids.push(many.session.created().await);
    let quote = many.quote(&BulkWork::RunAgain).await;
    assert_eq!(quote.able.len(), 3);
    assert_eq!(quote.lines.len(), 1);
    assert_eq!(quote.lines[0].posts, 30);
    assert_eq!(quote.at_most, Money::from_micros(450_000), "30 posts at $0.015");
    assert_eq!(quote.unable.len(), 1);
    assert_eq!(quote.unable[0].why, WhyNot::StillRuns);
}

#[tokio::test]
async fn work_that_is_begun_twice_starts_each_monitor_once() {
    let many = refused(6).await;
    let quote = many.quote(&BulkWork::RunAgain).await;
    let run = || {
        let app = many.session.app.clone();
        let (id, items, agreed) = (quote.id, quote.able.clone(), quote.at_most);
        async move { app.run_bulk(id, BulkWork::RunAgain, items, agreed).await }
    };
    let (first, second) = tokio::join!(run(), run());
    let done: u32 = [&first, &second]
        .into_iter()
        .flatten()
        .map(|outcome| outcome.done)
        .sum();
    assert_eq!(done, 6, "{first:?} {second:?}");
    assert_eq!(many.server.seen().created.len(), 6);
    let third = run().await;
    assert!(third.is_err() || third.is_ok_and(|outcome| outcome.done == 0));
    assert_eq!(
        many.server.seen().created.len(),
        6,
        "the same quote never pays again"
    );
}

#[tokio::test]
async fn a_price_that_rose_since_it_was_shown_starts_nothing() {
    let many = refused(2).await;
    let quote = many.quote(&BulkWork::RunAgain).await;
    let less = Money::from_micros(quote.at_most.micros() - 1);
    let begun = many
        .session
        .app
        .run_bulk(quote.id, BulkWork::RunAgain, quote.able, less);
    assert_eq!(begun.await.unwrap_err().code, ProblemCode::NotNow);
    assert!(many.server.seen().created.is_empty());
}

#[tokio::test]
async fn a_refused_key_ends_the_work_and_the_rest_is_not_begun() {
    let many = refused(20).await;
    let before = many.server.seen().posts.len();
    many.server.always(Fault::Say(
        b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec(),
    ));
    let quote = many.quote(&BulkWork::RunAgain).await;
    let run = many
        .session
        .app
        .run_bulk(quote.id, BulkWork::RunAgain, quote.able, quote.at_most);
    let outcome = run.await.unwrap();
    assert_eq!(outcome.done, 0);
    assert_eq!(outcome.failed.len() + outcome.not_begun.len(), 20);
    assert!(outcome.failed.len() <= 8, "{} were tried", outcome.failed.len());
    assert_eq!(outcome.failed[0].problem.code, ProblemCode::Unauthorized);
    let tried = many.server.seen().posts.len() - before;
    assert_eq!(tried, outcome.failed.len(), "nothing was sent for the rest");
}

#[tokio::test]
async fn one_that_does_not_work_is_told_by_name_and_the_others_go_on() {
    let many = refused(5).await;
    let quote = many.quote(&BulkWork::RunAgain).await;
    let unlucky = quote.able[2].intent_id.to_string();
    many.server.plan(move |request| {
        if request.header("idempotency-key") == Some(unlucky.as_str()) {
            return Fault::Say(
                b"HTTP/1.1 422 Unprocessable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec(),
            );
        }
        Fault::None
    });
    let unlucky = quote.able[2].monitor_id;
    let run = many
        .session
        .app
        .run_bulk(quote.id, BulkWork::RunAgain, quote.able, quote.at_most);
    let outcome = run.await.unwrap();
    assert_eq!(outcome.done, 4);
    assert_eq!(outcome.failed.len(), 1);
    assert_eq!(outcome.failed[0].monitor.id, unlucky);
    assert!(outcome.not_begun.is_empty());
}

#[tokio::test]
async fn ended_work_begins_no_further_monitor() {
    let many = refused(30).await;
    many.server.always(Fault::Late(Duration::from_millis(300)));
    let quote = many.quote(&BulkWork::RunAgain).await;
    let (app, id) = (many.session.app.clone(), quote.id);
    let running = tokio::spawn(async move {
        app.run_bulk(id, BulkWork::RunAgain, quote.able, quote.at_most)
            .await
    });
    while many.server.under_way(Kind::Create) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    many.session.app.end_bulk(id);
    let outcome = running.await.unwrap().unwrap();
    assert!(!outcome.not_begun.is_empty());
    assert_eq!(outcome.done as usize + outcome.not_begun.len(), 30);
    assert_eq!(many.server.seen().created.len(), outcome.done as usize);
}

#[tokio::test]
async fn a_budget_that_is_too_small_is_told_before_and_holds_during() {
    let many = refused(3).await;
    let edit = WorkspaceEdit {
        budget: Some(Money::from_micros(300_000)),
        ..WorkspaceEdit::default()
    };
    many.session
        .app
        .edit_workspace(many.session.workspace, edit)
        .await
        .unwrap();
    let quote = many.quote(&BulkWork::RunAgain).await;
    assert!(!quote.budgets[0].fits);
    assert_eq!(quote.budgets[0].left, Some(Money::from_micros(300_000)));
    let run = many
        .session
        .app
        .run_bulk(quote.id, BulkWork::RunAgain, quote.able, quote.at_most);
    let outcome = run.await.unwrap();
    assert_eq!(outcome.done, 2, "two checks of $0.15 fit into $0.30");
    assert_eq!(outcome.failed[0].problem.code, ProblemCode::OverBudget);
    assert_eq!(many.server.seen().created.len(), 2);
}

#[tokio::test]
async fn changing_many_changes_only_what_differs_and_leaves_the_rest_alone() {
    let mut many = refused(1).await;
    many.ids.push(many.session.created().await);
    let draft = MonitorDraft {
        max_results: Some(20),
        ..MonitorDraft::default()
    };
    let work = BulkWork::Change { draft };
    let quote = many.quote(&work).await;
    assert_eq!(quote.unable[0].why, WhyNot::Over);
    assert_eq!(
        (quote.before, quote.at_most),
        (Money::from_micros(150_000), Money::from_micros(300_000))
    );
    let run = many
        .session
        .app
        .run_bulk(quote.id, work.clone(), quote.able, quote.at_most);
    assert_eq!(run.await.unwrap().done, 1);
    let again = many.quote(&work).await;
    assert!(
        again.unable.iter().any(|one| one.why == WhyNot::Unchanged),
        "{again:?}"
    );
}
