//! What is counted, within which month, and what fires once.

use contract::{JobStatus, Money};
use proptest::prelude::*;
use store::{Counting, MonthSpan, Span};

use crate::world::{DAY, MONTH, World, at, cents, counting, spec, status};

#[test]
fn an_ongoing_monitor_is_counted_by_the_assumption_as_time_goes_on() {
    let world = World::new();
    world.created(&spec("#a", true), "1");
    let spent = |days| {
        world
            .store
            .workspace_spent(world.workspace, MONTH, counting(at(days * DAY)))
            .unwrap()
    };
    assert_eq!(
        [spent(0), spent(1), spent(10)],
        [cents(15), cents(30), cents(165)]
    );
}

#[test]
fn a_monitor_that_checks_once_is_counted_once_however_long_it_stands() {
    let world = World::new();
    world.created(&spec("#a", false), "1");
    let spent = |days| {
        world
            .store
            .workspace_spent(world.workspace, MONTH, counting(at(days * DAY)))
            .unwrap()
    };
    assert_eq!([spent(0), spent(29)], [cents(15), cents(15)]);
}

#[test]
fn what_a_person_says_was_refunded_counts_for_nothing() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    world.looked(monitor, at(DAY), status(JobStatus::Failed));
    world.store.clear_spending(monitor, at(2 * DAY)).unwrap();
    let spent = world
        .store
        .workspace_spent(world.workspace, MONTH, counting(at(9 * DAY)))
        .unwrap();
    assert_eq!(spent, Money::ZERO);
    assert_eq!(
        world.store.monitor(monitor).unwrap().cleared_at,
        Some(at(2 * DAY))
    );
    assert!(world.store.clear_spending(store::MonitorId(99), at(0)).is_err());
}

#[test]
fn a_mark_of_a_budget_fires_once_in_a_period() {
    let world = World::new();
    let fire = |period, mark| world.store.fire_once(world.workspace, period, mark).unwrap();
    assert_eq!(
        [
            fire("2026-11", 80),
            fire("2026-11", 80),
            fire("2026-11", 100),
            fire("2026-12", 80)
        ],
        [true, false, true, true]
    );
    let (world, _) = world.reopened();
    assert!(
        !world.store.fire_once(world.workspace, "2026-11", 100).unwrap(),
        "and is remembered"
    );
}

proptest! {
    /// Months side by side neither lose a check nor count one twice.
    #[test]
    fn the_months_of_a_life_add_up_to_the_whole(
        began in 0..60_i64, lasted in 0..200_i64, per_30_days in 1_u32..=720, cut in 0..200_i64, ongoing: bool,
    ) {
        let now = at((began + lasted) * DAY);
        let counting = Counting { checks_per_30_days: per_30_days, now };
        let span = Span { from: at(began * DAY), until: None, per_check: cents(15), ongoing };
        let (first, last) = (at(-DAY), at(400 * DAY));
        let middle = at(cut * DAY + 1_234_567);
        let within = |from, until| counting.spent(&[span], Some(MonthSpan { from, until })).total;
        prop_assert_eq!(within(first, middle) + within(middle, last), counting.spent(&[span], None).total);
    }

    /// A change of the price in the middle neither adds nor drops a check.
    #[test]
    fn a_change_of_price_moves_no_check(days in 1..100_i64, changed in 0..100_i64, per_30_days in 1_u32..=720) {
        let counting = Counting { checks_per_30_days: per_30_days, now: at(days * DAY) };
        let changed = at(changed.min(days) * DAY);
        let whole = Span { from: at(0), until: None, per_check: cents(15), ongoing: true };
        let parts = [Span { until: Some(changed), ..whole }, Span { from: changed, per_check: cents(30), ..whole }];
        let checks = |spans: &[Span]| counting.spent(spans, None).lines.iter().map(|(count, _)| *count).sum::<u32>();
        prop_assert_eq!(checks(&parts), checks(&[whole]));
    }
}
