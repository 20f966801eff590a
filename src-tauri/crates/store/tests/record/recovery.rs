//! A monitor that works where the one before it failed; and notifications that wait.

use contract::JobStatus;
use store::{CheckFacts, MonitorId, News, Notified};

use crate::world::{HOUR, World, at, spec, status};

fn found(posts: u32) -> News {
    News::Status {
        status: JobStatus::Processing,
        problem: None,
        facts: CheckFacts {
            posts_found: Some(posts),
            ..CheckFacts::default()
        },
    }
}

/// A monitor that failed, and the next one of the same target.
fn failed_and_again(world: &World) -> MonitorId {
    let first = world.created(&spec("#tea", true), "1");
    world.looked(first, at(HOUR), status(JobStatus::Failed));
    world.created(&spec("#tea", true), "2")
}

#[test]
fn posts_after_a_failure_are_told_once() {
    let world = World::new();
    let again = failed_and_again(&world);
    assert_eq!(
        world.store.note_works_again(again, at(HOUR)).unwrap(),
        None,
        "nothing was found yet"
    );
    world.looked(again, at(2 * HOUR), found(0));
    assert_eq!(
        world.store.note_works_again(again, at(2 * HOUR)).unwrap(),
        None,
        "nor now"
    );
    world.looked(again, at(3 * HOUR), found(7));
    let line = world.store.note_works_again(again, at(3 * HOUR)).unwrap();
    assert!(line.is_some());
    world.looked(again, at(4 * HOUR), found(9));
    assert_eq!(
        world.store.note_works_again(again, at(4 * HOUR)).unwrap(),
        None,
        "once is enough"
    );
}

#[test]
fn a_collection_whose_service_counts_nothing_works_when_it_is_finished() {
    let world = World::new();
    let first = world.created(&spec("#tea", false), "1");
    world.looked(first, at(HOUR), status(JobStatus::Failed));
    let again = world.created(&spec("#tea", false), "2");
    world.looked(again, at(2 * HOUR), status(JobStatus::Processing));
    assert_eq!(world.store.note_works_again(again, at(2 * HOUR)).unwrap(), None);
    world.looked(again, at(3 * HOUR), status(JobStatus::Completed));
    assert!(
        world
            .store
            .note_works_again(again, at(3 * HOUR))
            .unwrap()
            .is_some()
    );
}

#[test]
fn a_monitor_without_a_failure_before_it_is_no_recovery() {
    let world = World::new();
    let other = world.created(&spec("#coffee", true), "1");
    world.looked(other, at(HOUR), status(JobStatus::Failed));
    let first = world.created(&spec("#tea", true), "2");
    world.looked(first, at(HOUR), found(3));
    let second = world.created(&spec("#tea", true), "3");
    world.looked(second, at(2 * HOUR), found(3));
    for monitor in [first, second] {
        assert_eq!(world.store.note_works_again(monitor, at(2 * HOUR)).unwrap(), None);
    }
}

#[test]
fn a_held_notification_outlives_a_restart_until_it_is_told_or_seen() {
    let world = World::new();
    let monitor = world.created(&spec("#tea", true), "1");
    let lines = world.looked(monitor, at(HOUR), status(JobStatus::Failed)).events;
    world.store.note_notified(&lines, Notified::Held).unwrap();
    let (world, _) = world.reopened();
    let held = |world: &World| {
        world
            .store
            .held_lines()
            .unwrap()
            .into_iter()
            .map(|row| row.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(held(&world), lines);
    world.store.note_notified(&lines, Notified::Shown).unwrap();
    assert!(held(&world).is_empty(), "it was told");
    world.store.note_notified(&lines, Notified::Held).unwrap();
    world.store.mark_read(lines[0]).unwrap();
    assert!(held(&world).is_empty(), "it was seen");
}
