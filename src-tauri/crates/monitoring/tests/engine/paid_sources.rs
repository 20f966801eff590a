//! A source on this computer that charges the person: its prices are shown, held and counted, and what
//! the service reports takes their place.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use contract::{Ceiling, Money, MonitorDraft, PriceList};
use monitoring::Tariff;
use monitoring::view::{SourceName, SpendingQuery};
use store::{BudgetFit, ProblemCode, WorkspaceId};

use crate::house::{House, cents, draft, until};
use crate::server::{Asked, Reply, Server};

/// Half a cent for each post and each of at most twenty comments of it.
const TARIFF: Tariff = Tariff {
    prices: PriceList {
        post: Money::from_micros(5_000),
        comment: Money::from_micros(5_000),
        comments_per_post: Some(20),
    },
    charged_by: Some(SourceName::Apify),
};

fn posts(count: i64, comments: bool) -> MonitorDraft {
    MonitorDraft {
        max_results: Some(count),
        comment_monitoring: Some(comments),
        monitoring: Some(false),
        ..draft("#bread")
    }
}

/// Takes the start; the check runs until `over`, and has then cost $0.0123.
async fn service(over: &Arc<AtomicBool>) -> Server {
    let over = Arc::clone(over);
    Server::start(move |asked| answer(asked, over.load(Ordering::SeqCst))).await
}

fn answer(asked: &Asked, over: bool) -> Reply {
    let (status, checks, charged, held) = if over {
        ("completed", 1, 12_300, 0)
    } else {
        ("processing", 0, 0, 50_000)
    };
    match asked.method.as_str() {
        "POST" => Reply::new(201, r#"{"user_job_id":7}"#),
        _ => Reply::new(
            200,
            format!(
                r#"{{"id":7,"user_job_type":"train_social","status":"{status}","result":{{"checks":{checks},"charged_micro_usd":{charged},"held_micro_usd":{held}}}}}"#
            ),
        ),
    }
}

async fn spent(house: &House, workspace: WorkspaceId) -> (Money, Money) {
    let query = SpendingQuery {
        workspace_id: Some(workspace),
        limit: 10,
        ..SpendingQuery::default()
    };
    let view = house.app.spending(query).await.unwrap();
    (view.so_far.total, view.so_far.reported)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_price_of_a_paid_source_is_shown_as_its_own_with_comments_up_to_their_ceiling() {
    let house = House::paying(TARIFF);
    let server = service(&Arc::default()).await;
    let here = house.computer(&server.url).await;
    let price = |draft| async { house.app.preview(here, draft, None).await.unwrap().price };
    let shown = price(posts(10, true)).await.unwrap();
    assert_eq!(shown.charged_by, Some(SourceName::Apify));
    let amount = Money::from_micros(1_050_000);
    assert_eq!(
        shown.estimate.at_most,
        Ceiling::Known { amount },
        "10 posts and 200 comments"
    );
    let ongoing = MonitorDraft {
        monitoring: Some(true),
        ..posts(10, false)
    };
    let month = price(ongoing).await.unwrap().month.unwrap();
    assert_eq!((month.checks, month.assumed), (30, false), "once a day");
    let nothing_chosen = MonitorDraft {
        platform: None,
        ..posts(10, false)
    };
    assert_eq!(
        price(nothing_chosen).await,
        None,
        "nobody knows yet who would charge"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_stops_a_start_at_a_paid_source_before_anything_leaves() {
    let house = House::paying(TARIFF);
    let server = service(&Arc::default()).await;
    let here = house.computer(&server.url).await;
    house.change(here, |row| row.budget = Some(cents(20)));
    let refusal = house.create(here, posts(50, false)).await.unwrap_err();
    assert_eq!(refusal.code, ProblemCode::OverBudget, "50 posts are $0.25");
    let left = cents(20);
    assert_eq!(refusal.fits, Some(BudgetFit { posts: 40, left }));
    let with_comments = house.create(here, posts(2, true)).await.unwrap_err();
    assert_eq!(
        with_comments.fits,
        Some(BudgetFit { posts: 1, left }),
        "a post with its comments is $0.105"
    );
    assert!(server.asked().iter().all(|asked| asked.method != "POST"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_counts_at_its_ceiling_until_the_source_says_what_it_cost() {
    let house = House::paying(TARIFF);
    let over = Arc::new(AtomicBool::new(false));
    let server = service(&over).await;
    let here = house.computer(&server.url).await;
    house.change(here, |row| row.budget = Some(cents(8)));
    let monitor = house.create(here, posts(10, false)).await.unwrap();
    let poller = house.start_polling().await;
    let confirmed = || house.store.monitor(monitor).unwrap().last_confirmed_at.is_some();
    until("the word that it runs", confirmed).await;
    assert_eq!(spent(&house, here).await, (cents(5), Money::ZERO));
    let second = house.create(here, posts(10, false)).await.unwrap_err();
    assert_eq!(
        second.code,
        ProblemCode::OverBudget,
        "$0.05 of $0.08 may be spent yet"
    );

    over.store(true, Ordering::SeqCst);
    house.app.look_now(monitor).await.unwrap();
    let charged = || house.store.monitor(monitor).unwrap().charged.is_some();
    until("the bill", charged).await;
    let real = Money::from_micros(12_300);
    assert_eq!(spent(&house, here).await, (real, real));
    drop(poller);
}
