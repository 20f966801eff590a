//! A change is recorded, taken, confirmed or refused; one at a time for each monitor.

use contract::{Field, JobStatus, MonitorChanges, MonitorDraft, MonitorSpec, PriceList};
use store::{ChangeRecord, ChangedField, MonitorEvent, MonitorId, News, Problem, ProblemCode, Tried};

use crate::world::{DAY, MONTH, World, at, cents, counting, spec, status};

fn with_posts(of: &MonitorSpec, posts: i64) -> MonitorSpec {
    MonitorSpec::parse(
        &MonitorDraft {
            max_results: Some(posts),
            ..MonitorDraft::default()
        }
        .over(of),
    )
    .unwrap()
}

fn begin(world: &World, monitor: MonitorId, old: &MonitorSpec, new: &MonitorSpec) -> i64 {
    let changes = MonitorChanges::between(old, new).unwrap();
    let record = ChangeRecord {
        monitor,
        old,
        new,
        changes: &changes,
        prices: PriceList::PUBLISHED,
        month: MONTH,
        counting: counting(at(DAY)),
    };
    world.store.begin_change(&record, at(DAY)).unwrap()
}

fn last(world: &World, monitor: MonitorId) -> MonitorEvent {
    world.store.timeline(monitor, 1).unwrap().remove(0).event
}

#[test]
fn a_change_is_open_until_a_read_confirms_it() {
    let world = World::new();
    let (old, new) = (spec("#a", true), with_posts(&spec("#a", true), 20));
    let monitor = world.created(&old, "1");
    let id = begin(&world, monitor, &old, &new);
    let field = ChangedField {
        field: Field::MaxResults,
        from: "10".to_owned(),
        to: "20".to_owned(),
    };
    assert_eq!(
        last(&world, monitor),
        MonitorEvent::Changed { fields: vec![field] }
    );
    let open = world.store.pending_change(monitor).unwrap().unwrap();
    assert_eq!(
        (open.id, open.wanted.clone(), open.touched, open.taken_at),
        (id, new.clone(), vec![Field::MaxResults], None)
    );
    assert_eq!(
        world.store.monitor(monitor).unwrap().spec,
        old,
        "not before it is taken"
    );
    world
        .store
        .change_taken(monitor, id, PriceList::PUBLISHED, at(DAY + 1))
        .unwrap();
    let row = world.store.monitor(monitor).unwrap();
    assert_eq!((row.spec, row.change_pending), (new, true));
    world
        .store
        .change_confirmed(monitor, id, true, at(DAY + 2))
        .unwrap();
    assert!(world.store.pending_change(monitor).unwrap().is_none());
    assert_eq!(
        last(&world, monitor),
        MonitorEvent::ChangeConfirmed { seen: true }
    );
}

#[test]
fn a_taken_change_counts_at_its_new_price_from_then_on_and_only_once() {
    let world = World::new();
    let (old, new) = (spec("#a", true), with_posts(&spec("#a", true), 20));
    let monitor = world.created(&old, "1");
    let id = begin(&world, monitor, &old, &new);
    world
        .store
        .change_taken(monitor, id, PriceList::PUBLISHED, at(DAY))
        .unwrap();
    world
        .store
        .change_taken(monitor, id, PriceList::PUBLISHED, at(2 * DAY))
        .unwrap();
    let spans = world.store.monitor(monitor).unwrap().spans;
    let prices: Vec<_> = spans
        .iter()
        .map(|span| (span.from, span.until, span.per_check))
        .collect();
    assert_eq!(
        prices,
        [(at(0), Some(at(DAY)), cents(15)), (at(DAY), None, cents(30))]
    );
}

#[test]
fn a_newer_change_takes_the_place_of_one_that_was_not_taken_and_keeps_its_fields() {
    let world = World::new();
    let old = spec("#a", true);
    let monitor = world.created(&old, "1");
    let first = begin(&world, monitor, &old, &with_posts(&old, 20));
    let both = MonitorSpec::parse(
        &MonitorDraft {
            days: Some(30),
            ..MonitorDraft::default()
        }
        .over(&with_posts(&old, 20)),
    )
    .unwrap();
    let second = begin(&world, monitor, &with_posts(&old, 20), &both);
    let open = world.store.pending_change(monitor).unwrap().unwrap();
    assert_eq!(open.id, second);
    assert!(
        open.touched.contains(&Field::Days) && open.touched.contains(&Field::MaxResults),
        "{:?}",
        open.touched
    );
    assert!(
        world
            .store
            .change_taken(monitor, first, PriceList::PUBLISHED, at(DAY))
            .is_err(),
        "the older one is gone"
    );
}

#[test]
fn a_refused_change_leaves_the_monitor_as_it_is_and_says_why() {
    let world = World::new();
    let old = spec("#a", true);
    let monitor = world.created(&old, "1");
    let id = begin(&world, monitor, &old, &with_posts(&old, 20));
    let problem = Problem::of(ProblemCode::JobStatusInvalid, "it has ended");
    world
        .store
        .change_refused(monitor, id, (&problem, Tried::Never), at(DAY))
        .unwrap();
    assert_eq!(world.store.monitor(monitor).unwrap().spec, old);
    let told = MonitorEvent::ChangeRefused {
        code: problem.code,
        message: problem.message,
    };
    assert_eq!(last(&world, monitor), told);
}

#[test]
fn a_change_that_was_open_when_the_job_ended_is_closed_with_it() {
    let world = World::new();
    let old = spec("#a", true);
    let monitor = world.created(&old, "1");
    begin(&world, monitor, &old, &with_posts(&old, 20));
    world.looked(monitor, at(2 * DAY), status(JobStatus::Completed));
    assert!(world.store.pending_change(monitor).unwrap().is_none());
    assert!(matches!(
        last(&world, monitor),
        MonitorEvent::ChangeRefused {
            code: ProblemCode::JobStatusInvalid,
            ..
        }
    ));
}

#[test]
fn an_open_change_is_tried_again_after_a_restart_with_all_it_wanted() {
    let world = World::new();
    let old = spec("#a", true);
    let monitor = world.created(&old, "1");
    begin(&world, monitor, &old, &with_posts(&old, 33));
    let (world, _) = world.reopened();
    let open = world.store.pending_change(monitor).unwrap().unwrap();
    assert_eq!(open.wanted, with_posts(&old, 33));
    assert!(world.store.due(at(2 * DAY), 9, 9).unwrap()[0].change_pending);
}

#[test]
fn a_look_that_was_on_its_way_when_a_change_was_asked_for_does_not_put_it_off() {
    let world = World::new();
    let old = spec("#a", true);
    let monitor = world.created(&old, "1");
    begin(&world, monitor, &old, &with_posts(&old, 20));
    // What the look planned, it planned without knowing of the change.
    world.looked(monitor, at(DAY + 1), status(JobStatus::Processing));
    assert_eq!(
        world.due(at(DAY + 10_000)),
        [monitor],
        "within seconds, and not in an hour"
    );
    world.looked(monitor, at(DAY + 30_000), News::Silence(ProblemCode::TimedOut));
    assert_eq!(world.due(at(DAY + 30_000)), [], "and with patience");
    assert_eq!(world.due(at(DAY + 40_000)), [monitor]);
    world.looked(monitor, at(3 * DAY), status(JobStatus::Processing));
    assert_eq!(
        world.due(at(3 * DAY + 60_000)),
        [monitor],
        "never more than a minute apart"
    );
}

#[test]
fn a_change_of_a_monitor_that_nobody_looks_at_is_sent_again_too() {
    let world = World::new();
    let old = spec("#a", true);
    let monitor = world.created(&old, "1");
    world.store.rest_workspace(world.workspace).unwrap();
    begin(&world, monitor, &old, &with_posts(&old, 20));
    assert_eq!(world.due(at(DAY + 10_000)), [monitor]);
}

#[test]
fn a_new_start_tries_at_once_what_was_left_open() {
    let world = World::new();
    let old = spec("#a", true);
    let (monitor, other) = (world.created(&old, "1"), world.created(&old, "2"));
    for one in [monitor, other] {
        world.looked(one, at(DAY), status(JobStatus::Processing));
    }
    begin(&world, monitor, &old, &with_posts(&old, 20));
    world.store.wake_resting(at(DAY + 1)).unwrap();
    assert_eq!(world.due(at(DAY + 1)), [monitor]);
}
