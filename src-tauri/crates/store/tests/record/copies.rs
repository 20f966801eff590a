//! Copies: made by day, for the person to keep, and put in the record's place.

use std::fs;

use rusqlite::Connection;
use store::{ErrorKind, Opened, facts_of_copy};

use crate::world::{DAY, World, at, spec};

#[test]
fn one_copy_a_day_and_the_oldest_of_more_than_seven_goes() {
    let world = World::new();
    for day in 1..=9 {
        assert!(
            world
                .store
                .back_up_daily(&format!("2026-11-0{day}"))
                .unwrap()
                .is_some()
        );
    }
    assert_eq!(
        world.store.back_up_daily("2026-11-09").unwrap(),
        None,
        "that day has one"
    );
    let names: Vec<_> = world
        .store
        .copies()
        .unwrap()
        .into_iter()
        .map(|copy| copy.path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 7);
    assert!(
        names.contains(&"daily-2026-11-09.db".to_owned())
            && !names.contains(&"daily-2026-11-02.db".to_owned()),
        "{names:?}"
    );
}

#[test]
fn a_copy_holds_what_the_record_held_and_is_one_whole_file() {
    let world = World::new();
    world.created(&spec("#a", true), "1");
    let target = world.folder.path().join("mine.feedwatch");
    world.store.export_to(&target).unwrap();
    assert_eq!(facts_of_copy(&target).unwrap(), world.store.facts().unwrap());
    let facts = facts_of_copy(&target).unwrap();
    assert_eq!(
        (facts.monitors, facts.workspaces, facts.until),
        (1, vec![("Acme".to_owned(), None)], Some(at(0)))
    );
    let beside: Vec<_> = fs::read_dir(world.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("mine"))
        .collect();
    assert_eq!(beside, ["mine.feedwatch"]);
}

#[test]
fn a_copy_that_cannot_be_written_leaves_nothing_and_changes_nothing() {
    let world = World::new();
    let nowhere = world.folder.path().join("no-such-folder").join("mine.db");
    assert!(world.store.export_to(&nowhere).is_err());
    assert!(world.store.quick_check().is_ok());
}

#[test]
fn a_staged_copy_takes_the_records_place_at_the_next_start_and_the_record_is_kept() {
    let world = World::new();
    let copy = world.folder.path().join("then.db");
    world.store.export_to(&copy).unwrap();
    world.created(&spec("#since", true), "1");
    world.store.stage_restore(&copy).unwrap();
    assert!(world.store.restore_is_staged());
    assert_eq!(
        world.store.facts().unwrap().monitors,
        1,
        "not before the next start"
    );
    let (world, opened) = world.reopened();
    let Opened::Restored { kept: Some(kept) } = opened else {
        panic!("{opened:?}")
    };
    assert_eq!(
        (
            world.store.facts().unwrap().monitors,
            facts_of_copy(&kept).unwrap().monitors
        ),
        (0, 1)
    );
    assert!(!world.store.restore_is_staged() && copy.exists());
    let (_, again) = world.reopened();
    assert_eq!(again, Opened::AsLeft);
}

#[test]
fn a_restore_can_be_taken_back_before_it_happens() {
    let world = World::new();
    let copy = world.folder.path().join("then.db");
    world.store.export_to(&copy).unwrap();
    world.store.stage_restore(&copy).unwrap();
    world.store.unstage_restore().unwrap();
    assert_eq!(world.reopened().1, Opened::AsLeft);
}

#[test]
fn a_record_with_a_start_on_its_way_is_not_set_aside() {
    let world = World::new();
    let copy = world.folder.path().join("then.db");
    world.store.export_to(&copy).unwrap();
    world.store.stage_restore(&copy).unwrap();
    let (_, monitor) = world.sending(&spec("#paid", true));
    let (world, opened) = world.reopened();
    assert_eq!(opened, Opened::NotRestored);
    assert!(
        world.store.monitor(monitor).is_ok(),
        "whether it was paid for is known here only"
    );
    assert!(!world.store.restore_is_staged());
}

#[test]
fn a_crash_between_setting_aside_and_restoring_ends_in_the_restored_record() {
    let world = World::new();
    world.created(&spec("#a", true), "1");
    let copy = world.folder.path().join("then.db");
    world.store.export_to(&copy).unwrap();
    world.store.stage_restore(&copy).unwrap();
    let World { folder, store, .. } = world;
    drop(store);
    fs::remove_file(folder.path().join("feedwatch.db")).unwrap();
    let (store, opened) = store::Store::open(folder.path()).unwrap();
    assert_eq!(opened, Opened::Restored { kept: None });
    assert_eq!(store.facts().unwrap().monitors, 1);
}

#[test]
fn what_is_no_sound_copy_of_a_record_is_refused_before_anything_is_staged() {
    let world = World::new();
    let path = |name: &str| world.folder.path().join(name);
    fs::write(
        path("rubbish"),
        b"not a database, but long enough to be read as one",
    )
    .unwrap();
    fs::write(path("empty"), b"").unwrap();
    Connection::open(path("other"))
        .unwrap()
        .execute_batch("CREATE TABLE x (y); PRAGMA user_version = 1")
        .unwrap();
    world.store.export_to(&path("trapped")).unwrap();
    let trap = "CREATE TRIGGER trap AFTER UPDATE ON monitors BEGIN UPDATE workspaces SET base_url = 'https://evil.example'; END";
    Connection::open(path("trapped"))
        .unwrap()
        .execute_batch(trap)
        .unwrap();
    world.store.export_to(&path("newer")).unwrap();
    Connection::open(path("newer"))
        .unwrap()
        .pragma_update(None, "user_version", 9_999)
        .unwrap();
    for name in ["rubbish", "empty", "other", "trapped", "newer", "missing"] {
        assert!(world.store.stage_restore(&path(name)).is_err(), "{name}");
        assert!(facts_of_copy(&path(name)).is_err(), "{name}");
        assert!(!world.store.restore_is_staged(), "{name}");
    }
    assert_eq!(
        world.store.stage_restore(&path("newer")).unwrap_err().kind(),
        ErrorKind::TooNew
    );
    assert_eq!(
        world.store.stage_restore(&path("trapped")).unwrap_err().kind(),
        ErrorKind::Damaged
    );
}

#[test]
fn monitors_started_since_a_copy_are_counted_for_the_preview() {
    let world = World::new();
    world.created(&spec("#a", true), "1");
    assert_eq!(world.store.started_after(at(-1)).unwrap(), 1);
    assert_eq!(world.store.started_after(at(DAY)).unwrap(), 0);
}
