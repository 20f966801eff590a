//! What is counted, held, refused and told, and that every sum is the sum of its parts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use contract::{JobId, Money, MonitorDraft, UnixMillis};
use gen_client::BaseUrl;
use keychain::ApiKey;
use monitoring::LocalEndpoint;
use monitoring::view::{Forecast, Happening, Settle, SpendingQuery, SpendingView};
use proptest::prelude::*;
use store::{
    BudgetFit, Counting, MonthSpan, NewWorkspace, ProblemCode, Service, Span, StateWord, WorkspaceId,
};

use crate::house::{DAY, HOUR, House, cents, draft, until};
use crate::server::{Asked, Reply, Server, said};

/// Takes every start under the next number.
async fn taking() -> Server {
    let next = AtomicU64::new(1);
    Server::start(move |asked| takes(asked, &next)).await
}

fn takes(asked: &Asked, next: &AtomicU64) -> Reply {
    if asked.method == "POST" {
        let number = next.fetch_add(1, Ordering::SeqCst);
        Reply::new(201, format!(r#"{{"user_job_id":{number}}}"#))
    } else {
        said(asked, "processing")
    }
}

fn starts(server: &Server) -> usize {
    server
        .asked()
        .iter()
        .filter(|asked| asked.method == "POST")
        .count()
}

fn posts(count: i64, value: &str) -> MonitorDraft {
    MonitorDraft {
        max_results: Some(count),
        ..draft(value)
    }
}

fn once(count: i64, value: &str) -> MonitorDraft {
    MonitorDraft {
        monitoring: Some(false),
        ..posts(count, value)
    }
}

async fn view(house: &House, workspace: Option<WorkspaceId>) -> SpendingView {
    let query = SpendingQuery {
        workspace_id: workspace,
        limit: 500,
        ..SpendingQuery::default()
    };
    house.app.spending(query).await.unwrap()
}

/// The middle of a month, so that a few days more or less stay inside it.
fn to_the_tenth(house: &House) {
    let now = jiff::Timestamp::from_millisecond(house.now().0).unwrap();
    let date = now.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    house.turn_clock(i64::from(10 - date.day()) * DAY);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_starts_at_once_cannot_both_pass_under_a_budget_that_has_room_for_one() {
    let house = House::new();
    let server = taking().await;
    let workspace = house.workspace("gen", &server.url);
    house.change(workspace, |row| row.budget = Some(cents(20)));
    let (one, other) = tokio::join!(
        house.create(workspace, draft("#one")),
        house.create(workspace, draft("#other"))
    );
    let refused = [one, other]
        .into_iter()
        .filter_map(Result::err)
        .collect::<Vec<_>>();
    assert_eq!(refused.len(), 1, "ten posts are $0.15 of $0.20");
    assert_eq!(refused[0].code, ProblemCode::OverBudget);
    assert_eq!(starts(&server), 1, "and only one left this computer");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_start_is_answered_with_the_most_that_fits_and_that_does_fit() {
    let house = House::new();
    let server = taking().await;
    let workspace = house.workspace("gen", &server.url);
    house.change(workspace, |row| row.budget = Some(cents(102)));
    house.create(workspace, posts(50, "#first")).await.unwrap();
    let refusal = house.create(workspace, posts(19, "#second")).await.unwrap_err();
    let left = cents(27);
    assert_eq!(refusal.fits, Some(BudgetFit { posts: 18, left }), "18 posts fit");
    assert_eq!(starts(&server), 1);
    let preview = house
        .app
        .preview(workspace, posts(19, "#second"), None)
        .await
        .unwrap();
    let budget = preview.price.unwrap().budget.unwrap();
    assert_eq!(
        (budget.fits, budget.smallest_fit),
        (false, Some(BudgetFit { posts: 18, left }))
    );
    house.create(workspace, posts(18, "#second")).await.unwrap();
    let none = house.create(workspace, posts(1, "#third")).await.unwrap_err();
    assert_eq!(none.fits.map(|fit| fit.posts), Some(0), "nothing fits any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mark_of_a_budget_is_told_once_a_month_and_remembered_over_a_restart() {
    let house = House::new();
    to_the_tenth(&house);
    let server = taking().await;
    let workspace = house.workspace("gen", &server.url);
    house.change(workspace, |row| {
        row.budget = Some(cents(100));
        row.checks_per_30_days = 1;
    });
    house.create(workspace, once(50, "#a")).await.unwrap();
    assert_eq!(marks(&house).await, Vec::<u8>::new(), "75 of 100");
    house.create(workspace, once(5, "#b")).await.unwrap();
    assert_eq!(marks(&house).await, [80], "82.5 of 100");
    house.create(workspace, once(1, "#c")).await.unwrap();
    assert_eq!(marks(&house).await, [80], "not again");
    house.create(workspace, once(10, "#d")).await.unwrap();
    assert_eq!(marks(&house).await, [80], "99 of 100");
    // A change of the limit is a new promise, and what is spent already may have reached it.
    let lower = monitoring::view::WorkspaceEdit {
        budget: Some(cents(99)),
        ..monitoring::view::WorkspaceEdit::default()
    };
    house.app.edit_workspace(workspace, lower).await.unwrap();
    assert_eq!(marks(&house).await, [80, 80, 100]);
    let again = house.reopen();
    again
        .app
        .edit_workspace(workspace, monitoring::view::WorkspaceEdit::default())
        .await
        .unwrap();
    assert_eq!(
        again.about_workspaces().await.len(),
        3,
        "remembered over a restart"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_new_month_each_mark_is_told_again_and_again_once() {
    let house = House::new();
    to_the_tenth(&house);
    let server = taking().await;
    let workspace = house.workspace("gen", &server.url);
    house.change(workspace, |row| row.budget = Some(cents(99)));
    let mut run = house.reopen();
    for month in 1..=3 {
        for (posts, value) in [(50, "#a"), (5, "#b"), (1, "#c"), (10, "#d")] {
            run.create(workspace, once(posts, value)).await.unwrap();
        }
        let over = run.create(workspace, once(1, "#e")).await.unwrap_err();
        assert_eq!(over.code, ProblemCode::OverBudget, "all 99 cents are spent");
        assert_eq!(marks(&run).await, [80, 100].repeat(month), "month {month}");
        // The next month begins for an app that goes on, and for one that is started then.
        run.turn_clock(30 * DAY);
        if month == 2 {
            run = run.reopen();
        }
    }
}

/// The marks of budgets that were told, oldest first.
async fn marks(house: &House) -> Vec<u8> {
    let told = house.about_workspaces().await;
    let percent = |(_, what): (WorkspaceId, Happening)| match what {
        Happening::Budget { percent } => Some(percent),
        _ => None,
    };
    told.into_iter().filter_map(percent).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dearer_change_that_nobody_answered_counts_at_its_ceiling_and_a_refused_one_does_not() {
    let house = House::new();
    to_the_tenth(&house);
    let next = AtomicU64::new(1);
    let server = Server::start(move |asked| match asked.method.as_str() {
        "PUT" => Reply::new(502, "<html>"),
        _ => takes(asked, &next),
    })
    .await;
    let workspace = house.workspace("gen", &server.url);
    house.change(workspace, |row| {
        row.budget = Some(cents(250));
        row.checks_per_30_days = 30;
    });
    let monitor = house.create(workspace, posts(10, "#a")).await.unwrap();
    let dearer = MonitorDraft {
        max_results: Some(50),
        ..MonitorDraft::default()
    };
    let detail = house.app.update_monitor(monitor, dearer.clone()).await.unwrap();
    assert!(detail.card.change_pending && detail.card.max_results.get() == 10);
    assert_eq!(detail.asked_for.and_then(|asked| asked.max_results), Some(50));
    house.turn_clock(3 * DAY);
    assert_eq!(view(&house, None).await.so_far.total, cents(15 + 3 * 75));
    assert_eq!(marks(&house).await, Vec::<u8>::new(), "nobody asked since");
    let over = house.create(workspace, posts(7, "#b")).await.unwrap_err();
    assert_eq!(
        over.fits.map(|fit| fit.posts),
        Some(6),
        "10 of 250 cents are left"
    );
    assert_eq!(starts(&server), 1);

    let refusal = r#"{"error":"no","error_code":"validation_error"}"#;
    let other = house.create(workspace, posts(1, "#c")).await.unwrap();
    assert_eq!(marks(&house).await, [80]);
    server.plan(move |asked| match asked.method.as_str() {
        "PUT" => Reply::new(422, refusal),
        _ => said(asked, "processing"),
    });
    let before = view(&house, None).await.so_far.total;
    house.app.update_monitor(other, dearer).await.unwrap_err();
    assert_eq!(view(&house, None).await.so_far.total, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_nobody_knows_the_end_of_is_held_at_its_ceiling_until_it_is_settled() {
    let house = House::new();
    let server = Server::start(|asked| match asked.method.as_str() {
        "POST" => Reply::new(502, "<html>"),
        _ => said(asked, "processing"),
    })
    .await;
    let workspace = house.workspace("gen", &server.url);
    let monitor = house.create(workspace, posts(40, "#lost")).await.unwrap();
    let spent = view(&house, None).await;
    assert_eq!((spent.so_far.held, spent.so_far.total), (cents(60), cents(60)));
    let exists = Settle::Exists {
        job_id: "77".to_owned(),
    };
    house.app.settle(monitor, exists).await.unwrap();
    let spent = view(&house, None).await;
    assert_eq!(
        (spent.so_far.held, spent.so_far.counted),
        (Money::ZERO, cents(60)),
        "counted instead"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sum_is_the_sum_of_its_parts_and_practice_is_in_none_of_them() {
    let house = House::new();
    to_the_tenth(&house);
    house.turn_clock(-8 * DAY);
    let server = taking().await;
    let (first, second) = (
        house.workspace("one", &server.url),
        house.workspace("two", &server.url),
    );
    house.change(first, |row| row.budget = Some(cents(5_000)));
    house.change(second, |row| row.checks_per_30_days = 90);
    house.create(first, posts(20, "#a")).await.unwrap();
    house.create(second, posts(7, "#b")).await.unwrap();
    let comments = MonitorDraft {
        comment_monitoring: Some(true),
        ..once(50, "#c")
    };
    house.create(second, comments).await.unwrap();
    let practice = NewWorkspace {
        name: "Practice".to_owned(),
        service: Service::Practice,
        agent_id: contract::AgentId::parse("practice").unwrap(),
        base_url: None,
        key_ref: None,
    };
    let practice = house.store.add_workspace(&practice, house.now()).unwrap().id;
    house.monitors(practice, [500], house.later());
    house.turn_clock(8 * DAY);

    let spent = view(&house, None).await;
    let total = spent.so_far.total;
    // 20 posts at 30 checks a month, 7 posts at 90, and 50 posts once; the first check is at the start.
    assert_eq!(
        total,
        cents(30).times(9) + Money::from_micros(105_000).times(25) + cents(75)
    );
    assert_eq!(
        spent.workspaces.iter().map(|one| one.so_far.total).sum::<Money>(),
        total
    );
    assert_eq!(spent.days.iter().map(|day| day.total).sum::<Money>(), total);
    assert_eq!(spent.monitors.iter().map(|one| one.amount).sum::<Money>(), total);
    let lines = spent.monitors.iter().flat_map(|one| &one.lines);
    assert_eq!(
        lines.map(|line| line.amount).sum::<Money>(),
        total,
        "the arithmetic that is shown"
    );
    assert!(spent.plus_comments && !spent.workspaces[0].plus_comments && spent.workspaces[1].plus_comments);
    let budget = house.app.workspace(first).await.unwrap().budget.unwrap();
    assert_eq!(
        Some(budget),
        spent.workspaces[0].budget,
        "the side bar says the same"
    );
    assert!(
        !view(&house, Some(practice)).await.monitors.is_empty(),
        "by itself it is shown"
    );
    let credits = spent.workspaces[0].credits.unwrap();
    assert!(
        credits.low < credits.high,
        "a range, as long as the markup is not known"
    );
    house.change(first, |row| row.markup_thousandths = Some(1_500));
    let known = view(&house, None).await.workspaces[0].credits.unwrap();
    assert!(known.low == known.high && credits.low < known.low && known.high < credits.high);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_forecast_before_the_third_day_and_last_month_has_none() {
    let house = House::new();
    to_the_tenth(&house);
    let server = taking().await;
    let workspace = house.workspace("gen", &server.url);
    assert_eq!(view(&house, None).await.forecast, Forecast::Nothing);
    house.create(workspace, draft("#a")).await.unwrap();
    assert_eq!(view(&house, None).await.forecast, Forecast::TooEarly { days: 1 });
    house.turn_clock(DAY);
    assert_eq!(view(&house, None).await.forecast, Forecast::TooEarly { days: 2 });
    house.turn_clock(DAY);
    let spent = view(&house, None).await;
    let Forecast::Known {
        amount,
        days,
        of_days,
    } = spent.forecast
    else {
        panic!("three days are enough: {:?}", spent.forecast);
    };
    assert_eq!(days, 3);
    assert_eq!(
        amount,
        Money::from_micros(spent.so_far.total.micros() * i64::from(of_days) / 3)
    );
    house.turn_clock(30 * DAY);
    let last = SpendingQuery {
        month: Some(spent.month.clone()),
        ..SpendingQuery::default()
    };
    let now = view(&house, None).await;
    assert_eq!(now.months, [now.month.clone(), spent.month.clone()]);
    let last = house.app.spending(last).await.unwrap();
    assert_eq!(last.forecast, Forecast::Over);
    assert_eq!(last.budget, None, "a budget is this month's");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_check_costs_is_expected_from_the_monitors_own_history() {
    let house = House::new();
    let server = Server::start(|asked| match asked.job() {
        Some(number) => Reply::new(
            200,
            format!(
                r#"{{"id":{number},"status":"processing","result":{{"checks":4,"posts_found":31,"charged_micro_usd":480000}}}}"#
            ),
        ),
        None => Reply::new(404, "{}"),
    })
    .await;
    let local = NewWorkspace {
        name: "Practice".to_owned(),
        service: Service::Practice,
        agent_id: contract::AgentId::parse("practice").unwrap(),
        base_url: None,
        key_ref: None,
    };
    let workspace = house.store.add_workspace(&local, house.now()).unwrap().id;
    let monitor = house.monitors(workspace, [1], house.later())[0];
    let endpoint = LocalEndpoint {
        base_url: BaseUrl::parse(&server.url).unwrap(),
        key: Arc::new(ApiKey::parse("a-key-of-the-test").unwrap()),
    };
    house.app.set_local_endpoint(endpoint).await.unwrap();
    assert_eq!(
        house.app.detail(monitor).await.unwrap().expected,
        None,
        "no history, no guess"
    );
    let detail = house.app.look_now(monitor).await.unwrap();
    assert_eq!(detail.expected, Some(cents(12)), "$0.48 in 4 checks");
    let spent = view(&house, Some(workspace)).await;
    assert_eq!(
        (spent.so_far.reported, spent.so_far.counted),
        (cents(48), Money::ZERO)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_nobody_knows_is_shown_as_it_is_and_looked_at_again() {
    let house = House::new();
    let server = Server::with_status("quarantined").await;
    let workspace = house.workspace("gen", &server.url);
    house.monitors(workspace, [1], house.now());
    let _poller = house.app.start_polling();
    until("the word in the record", || {
        house.board(workspace)[0].state == StateWord::Other
    })
    .await;
    let row = &house.board(workspace)[0];
    assert_eq!(
        row.status.as_ref().map(contract::JobStatus::as_str),
        Some("quarantined")
    );
    assert_eq!(
        row.state.phase(),
        store::Phase::Other,
        "it is in no column that says more than is known"
    );
    assert_eq!(row.job_id, Some(JobId::parse("1").unwrap()));
    assert!(house.store.next_look().unwrap().is_some(), "it is not given up");
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    let lengths = prop::collection::vec((1_i64..40 * DAY, 0_i64..5_000_000, any::<bool>()), 1..6);
    (0_i64..60 * DAY, lengths, any::<bool>()).prop_map(|(begin, lengths, open)| {
        let mut from = begin;
        let count = lengths.len();
        let span = |(index, (length, micros, ongoing)): (usize, (i64, i64, bool))| {
            let until = from + length;
            let last = index + 1 == count;
            let made = Span {
                from: UnixMillis(from),
                until: (!last || !open).then_some(UnixMillis(until)),
                per_check: Money::from_micros(micros),
                ongoing: ongoing || !last,
            };
            from = until;
            made
        };
        lengths.into_iter().enumerate().map(span).collect()
    })
}

proptest! {
    /// However a stretch of time is cut into windows, nothing is counted twice and nothing is lost.
    #[test]
    fn what_is_counted_in_parts_is_what_is_counted_in_one(
        spans in spans(), checks in 1_u32..=720, now in 0_i64..300 * DAY,
        cuts in prop::collection::btree_set(1_i64..300 * DAY, 0..8),
    ) {
        let counting = Counting { checks_per_30_days: checks, now: UnixMillis(now) };
        let mut edges = vec![0];
        edges.extend(cuts);
        edges.push(400 * DAY);
        let parts: Money = edges
            .windows(2)
            .map(|pair| MonthSpan { from: UnixMillis(pair[0]), until: UnixMillis(pair[1]) })
            .map(|window| counting.spent(&spans, Some(window)).total)
            .sum();
        prop_assert_eq!(parts, counting.spent(&spans, None).total);
    }

    /// Time only adds, and the lines are the sum.
    #[test]
    fn counting_later_never_counts_less(spans in spans(), checks in 1_u32..=720, now in 0_i64..200 * DAY, more in 0_i64..40 * DAY) {
        let at = |now| Counting { checks_per_30_days: checks, now: UnixMillis(now) }.spent(&spans, None);
        let (before, after) = (at(now), at(now + more));
        prop_assert!(after.total >= before.total);
        prop_assert_eq!(after.lines.iter().map(|(checks, unit)| unit.times(*checks)).sum::<Money>(), after.total);
    }

    /// A change of price in the middle changes no number of checks: each falls into one of the two spans.
    #[test]
    fn a_change_neither_doubles_nor_loses_a_check(
        length in 1_i64..90 * DAY, cut in 0.0_f64..1.0, checks in 1_u32..=720,
    ) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a part of a span's length")]
        let middle = (length as f64 * cut) as i64;
        let span = |from, until| Span {
            from: UnixMillis(from), until: Some(UnixMillis(until)), per_check: Money::from_micros(1), ongoing: true,
        };
        let counting = Counting { checks_per_30_days: checks, now: UnixMillis(length + HOUR) };
        let whole = counting.spent(&[span(0, length)], None).total;
        let parts = counting.spent(&[span(0, middle), span(middle, length)], None).total;
        prop_assert_eq!(whole, parts);
    }
}
