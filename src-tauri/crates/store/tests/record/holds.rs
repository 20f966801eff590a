//! A dearer change counts from when it is asked for until it is known what came of it.

use contract::{JobStatus, Money, MonitorChanges, MonitorDraft, MonitorSpec, PriceList, UnixMillis};
use proptest::prelude::*;
use store::{
    BeginError, ChangeNotBegun, ChangeRecord, Counting, IntentId, MonitorId, MonthSpan, Problem, ProblemCode,
    Span, Tried,
};

use crate::world::{DAY, MONTH, World, at, cents, counting, spec, status};

fn posts(of: &MonitorSpec, posts: i64) -> MonitorSpec {
    let draft = MonitorDraft {
        max_results: Some(posts),
        ..MonitorDraft::default()
    };
    MonitorSpec::parse(&draft.over(of)).unwrap()
}

fn ask(world: &World, monitor: MonitorId, change: (&MonitorSpec, &MonitorSpec), day: i64) -> i64 {
    try_to_ask(world, monitor, change, day).unwrap()
}

fn try_to_ask(
    world: &World,
    monitor: MonitorId,
    (old, new): (&MonitorSpec, &MonitorSpec),
    day: i64,
) -> Result<i64, ChangeNotBegun> {
    let changes = MonitorChanges::between(old, new).unwrap();
    let record = ChangeRecord {
        monitor,
        old,
        new,
        changes: &changes,
        prices: PriceList::PUBLISHED,
        month: MONTH,
        counting: counting(at(day * DAY)),
    };
    world.store.begin_change(&record, at(day * DAY))
}

fn refuse(world: &World, monitor: MonitorId, id: i64, tried: Tried, day: i64) {
    let problem = Problem::of(ProblemCode::ValidationError, "no");
    world
        .store
        .change_refused(monitor, id, (&problem, tried), at(day * DAY))
        .unwrap();
}

fn take(world: &World, monitor: MonitorId, id: i64, day: i64) {
    world
        .store
        .change_taken(monitor, id, PriceList::PUBLISHED, at(day * DAY))
        .unwrap();
}

/// What the workspace has cost by the end of a day, one check a day.
fn spent(world: &World, day: i64) -> Money {
    let now = counting(at(day * DAY));
    world.store.workspace_spent(world.workspace, MONTH, now).unwrap()
}

fn spans(world: &World, monitor: MonitorId) -> Vec<Span> {
    world.store.monitor(monitor).unwrap().spans
}

#[test]
fn an_unanswered_dearer_change_counts_at_its_ceiling_from_when_it_was_asked_for() {
    let world = World::new();
    let old = spec("#a", true);
    let monitor = world.created(&old, "1");
    assert_eq!(spent(&world, 3), cents(4 * 15));
    ask(&world, monitor, (&old, &posts(&old, 40)), 2);
    assert_eq!(
        spent(&world, 3),
        cents(2 * 15 + 2 * 60),
        "days 2 and 3 may be dearer"
    );
    assert_eq!(
        world.store.monitor(monitor).unwrap().spec,
        old,
        "which nobody claims"
    );
    let (world, _) = world.reopened();
    assert_eq!(spent(&world, 3), cents(2 * 15 + 2 * 60), "also after a crash");
}

#[test]
fn an_unanswered_dearer_change_leaves_as_much_less_of_the_budget_for_a_start() {
    let world = World::new();
    let old = spec("#a", true);
    let monitor = world.created(&old, "1");
    world.budget(Some(1));
    let (intent, second) = (IntentId::random(), spec("#b", true));
    ask(&world, monitor, (&old, &posts(&old, 50)), 0);
    let refused = world
        .store
        .begin_sending(&world.start(&intent, &posts(&second, 20)), at(1));
    let Err(BeginError::OverBudget(fit)) = refused else {
        panic!("75 of 100 cents may be spent: {refused:?}");
    };
    assert_eq!((fit.left, fit.posts), (cents(25), 16));
    assert!(
        world
            .store
            .begin_sending(&world.start(&intent, &posts(&second, 16)), at(1))
            .is_ok(),
        "and what was named fits"
    );
}

#[test]
fn a_dearer_change_past_the_budget_is_refused_with_what_would_fit_and_a_cheaper_one_never() {
    let world = World::new();
    let old = spec("#a", true);
    let monitor = world.created(&old, "1");
    world.budget(Some(1));
    // 15 of 100 cents are counted on day 0, and 90 on day 5.
    assert!(try_to_ask(&world, monitor, (&old, &posts(&old, 50)), 0).is_ok());
    let (world, monitor) = (World::new(), monitor);
    world.created(&old, "1");
    world.budget(Some(1));
    let refused = try_to_ask(&world, monitor, (&old, &posts(&old, 50)), 5);
    let Err(ChangeNotBegun::OverBudget(fit)) = refused else {
        panic!("10 cents are left, and a check would cost 60 more: {refused:?}");
    };
    assert_eq!((fit.left, fit.posts), (cents(10), 16));
    assert_eq!(
        world.store.pending_change(monitor).unwrap(),
        None,
        "nothing is sent"
    );
    assert_eq!(spent(&world, 5), cents(90), "and nothing is counted");
    assert!(try_to_ask(&world, monitor, (&old, &posts(&old, 16)), 5).is_ok());
    let cheaper = try_to_ask(&world, monitor, (&old, &posts(&old, 5)), 9);
    assert!(cheaper.is_ok(), "also when the budget is long passed");
}

#[test]
fn a_change_that_was_refused_at_once_counts_as_if_nobody_had_asked() {
    for monitoring in [true, false] {
        let world = World::new();
        let old = spec("#a", monitoring);
        let monitor = world.created(&old, "1");
        // Taken before, so that what is given back is not the first price.
        let (dear, dearer) = (posts(&old, 20), posts(&old, 40));
        let taken = ask(&world, monitor, (&old, &dear), 1);
        take(&world, monitor, taken, 1);
        world
            .store
            .change_confirmed(monitor, taken, true, at(DAY))
            .unwrap();
        let before = spans(&world, monitor);
        for wanted in [&dearer, &posts(&old, 5)] {
            let id = ask(&world, monitor, (&dear, wanted), 2);
            refuse(&world, monitor, id, Tried::Never, 2);
            assert_eq!(spans(&world, monitor), before, "ongoing: {monitoring}");
        }
    }
}

#[test]
fn a_change_that_was_refused_at_its_second_try_may_have_been_taken_at_its_first() {
    let world = World::new();
    let old = spec("#a", true);
    let monitor = world.created(&old, "1");
    let id = ask(&world, monitor, (&old, &posts(&old, 40)), 1);
    refuse(&world, monitor, id, Tried::Before, 2);
    assert_eq!(spent(&world, 2), cents(15 + 2 * 60));
    let next = ask(&world, monitor, (&old, &posts(&old, 20)), 3);
    assert_eq!(
        spent(&world, 3),
        cents(15 + 3 * 60),
        "a cheaper one ends the doubt when it is taken"
    );
    take(&world, monitor, next, 4);
    assert_eq!(spent(&world, 4), cents(15 + 3 * 60 + 30));
}

#[test]
fn of_two_changes_nobody_answered_the_dearer_counts_until_the_second_is_taken() {
    let world = World::new();
    let old = spec("#a", true);
    let monitor = world.created(&old, "1");
    ask(&world, monitor, (&old, &posts(&old, 40)), 1);
    let second = ask(&world, monitor, (&posts(&old, 40), &posts(&old, 5)), 2);
    assert_eq!(spent(&world, 3), cents(15 + 3 * 60));
    take(&world, monitor, second, 4);
    assert_eq!(
        spent(&world, 4),
        cents(15 + 3 * 60) + Money::from_micros(75_000),
        "now it is known what it is"
    );
}

#[test]
fn a_one_time_job_that_may_have_become_an_ongoing_one_counts_as_one() {
    let world = World::new();
    let (once, again) = (spec("#a", false), spec("#a", true));
    let monitor = world.created(&once, "1");
    let id = ask(&world, monitor, (&once, &again), 1);
    assert_eq!(spent(&world, 3), cents(4 * 15));
    refuse(&world, monitor, id, Tried::Never, 3);
    assert_eq!(spent(&world, 3), cents(15));
}

#[test]
fn what_may_have_been_taken_still_counts_when_the_job_has_ended() {
    let world = World::new();
    let old = spec("#a", true);
    let monitor = world.created(&old, "1");
    ask(&world, monitor, (&old, &posts(&old, 40)), 1);
    world.looked(monitor, at(3 * DAY), status(JobStatus::Completed));
    assert_eq!(
        spent(&world, 9),
        cents(15 + 2 * 60),
        "days 1 and 2, and none after its end"
    );
}

/// What comes of a change, and what the service made of it.
#[derive(Debug, Clone, Copy)]
enum Comes {
    Taken,
    Refused,
    Unanswered { taken: bool },
}

fn comes() -> impl Strategy<Value = Comes> {
    prop_oneof![
        Just(Comes::Taken),
        Just(Comes::Refused),
        any::<bool>().prop_map(|taken| Comes::Unanswered { taken }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Whatever is asked for and whatever is answered, what is counted is never less than what the service
    /// may charge, and exactly that where every change was answered.
    #[test]
    fn a_budget_never_counts_less_than_the_service_may_charge(
        steps in prop::collection::vec((1_i64..=50, comes()), 1..7),
    ) {
        let world = World::new();
        let first = spec("#a", true);
        let monitor = world.created(&first, "1");
        let (mut there, mut truth) = (first.clone(), vec![(0, first.clone())]);
        for (day, (count, comes)) in (1..).zip(&steps) {
            let open = world.store.pending_change(monitor).unwrap().filter(|open| open.taken_at.is_none());
            let tried = if open.is_some() { Tried::Before } else { Tried::Never };
            let old = open.map_or_else(|| world.store.monitor(monitor).unwrap().spec, |open| open.wanted);
            let wanted = posts(&old, *count);
            if wanted == old { continue }
            let id = ask(&world, monitor, (&old, &wanted), day);
            match comes {
                Comes::Taken => {
                    take(&world, monitor, id, day);
                    world.store.change_confirmed(monitor, id, true, at(day * DAY)).unwrap();
                    there = wanted;
                }
                Comes::Refused => refuse(&world, monitor, id, tried, day),
                Comes::Unanswered { taken: true } => there = wanted,
                Comes::Unanswered { taken: false } => {}
            }
            truth.push((day, there.clone()));
        }
        let counted = spent(&world, 20);
        let charged = charged(&truth, 20);
        prop_assert!(counted >= charged, "{counted} is less than {charged}");
        if steps.iter().all(|(_, comes)| !matches!(comes, Comes::Unanswered { .. })) {
            prop_assert_eq!(counted, charged);
        }
    }
}

/// What a service charges that was so from these days on.
fn charged(truth: &[(i64, MonitorSpec)], until: i64) -> Money {
    let ends = truth
        .iter()
        .skip(1)
        .map(|(day, _)| Some(at(day * DAY)))
        .chain([None]);
    let spans: Vec<_> = truth
        .iter()
        .zip(ends)
        .map(|((day, spec), until)| Span {
            from: at(day * DAY),
            until,
            per_check: contract::POST_PRICE.times(spec.max_results.get().into()),
            ongoing: true,
        })
        .collect();
    let counting = Counting {
        checks_per_30_days: 30,
        now: at(until * DAY),
    };
    let ever = MonthSpan {
        from: UnixMillis(0),
        until: UnixMillis(i64::MAX),
    };
    counting.spent(&spans, Some(ever)).total
}
