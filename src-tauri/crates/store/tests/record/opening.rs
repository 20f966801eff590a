//! How the record is found: made, locked, migrated, set aside, restored.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use store::{ErrorKind, Opened, Store};

use crate::world::{World, spec};

fn file(world: &World) -> std::path::PathBuf {
    world.folder.path().join("feedwatch.db")
}

fn damaged_and_restored(opened: &Opened) -> (&Path, Option<&Path>) {
    match opened {
        Opened::SetAside { damaged, restored } => {
            (damaged, restored.as_ref().map(|back| back.copy.path.as_path()))
        }
        other => panic!("it was not set aside: {other:?}"),
    }
}

/// Overwrites a page, and puts what the log holds into the file before.
fn break_page(world: World, page: usize) -> tempfile::TempDir {
    let path = file(&world);
    let World { folder, store, .. } = world;
    drop(store);
    let mut bytes = fs::read(&path).unwrap();
    let size = 4096;
    for byte in &mut bytes[page * size..(page + 1) * size] {
        *byte = 0xA5;
    }
    fs::write(&path, bytes).unwrap();
    folder
}

#[test]
fn a_second_feedwatch_on_the_same_folder_is_told_so() {
    let world = World::new();
    let error = Store::open(world.folder.path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InUse);
    let (_, opened) = world.reopened();
    assert_eq!(opened, Opened::AsLeft, "and does no harm to the first");
}

#[test]
fn a_record_of_a_newer_version_is_refused_and_left_untouched() {
    let world = World::new();
    let path = file(&world);
    let World { folder, store, .. } = world;
    drop(store);
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 9_999)
        .unwrap();
    let before = fs::read(&path).unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooNew);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_first_page_of_rubbish_is_set_aside_and_the_back_up_takes_its_place() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    let copy = world.store.back_up_daily("2026-11-01").unwrap().unwrap();
    world.created(&spec("#since", true), "2");
    let folder = break_page(world, 0);
    let (store, opened) = Store::open(folder.path()).unwrap();
    let (damaged, restored) = damaged_and_restored(&opened);
    assert_eq!(restored, Some(copy.as_path()));
    assert!(
        fs::read(damaged).unwrap().starts_with(&[0xA5; 16]),
        "the damaged file is kept as it was"
    );
    assert!(copy.exists(), "and so is the back-up");
    assert!(store.monitor(monitor).is_ok());
    assert_eq!(
        store.facts().unwrap().monitors,
        1,
        "what came after the back-up is not in it"
    );
}

#[test]
fn a_broken_page_in_the_middle_is_found_before_the_record_is_used() {
    let world = World::new();
    for n in 0..40 {
        world.created(&spec(&format!("#tag{n}"), true), &n.to_string());
    }
    world.store.back_up_daily("2026-11-01").unwrap();
    let folder = break_page(world, 5);
    let (store, opened) = Store::open(folder.path()).unwrap();
    let (_, restored) = damaged_and_restored(&opened);
    assert!(restored.is_some());
    assert_eq!(store.facts().unwrap().monitors, 40);
    assert!(store.quick_check().is_ok());
}

#[test]
fn a_damaged_record_without_a_back_up_leaves_an_empty_one_and_stays_where_it_is_found() {
    let folder = break_page(World::new(), 0);
    let (store, opened) = Store::open(folder.path()).unwrap();
    let (damaged, restored) = damaged_and_restored(&opened);
    assert!(damaged.exists() && restored.is_none());
    assert!(store.workspaces().unwrap().is_empty());
}

#[test]
fn a_damaged_back_up_is_passed_over_for_an_older_one_that_is_whole() {
    let world = World::new();
    let old = world.store.back_up_daily("2026-11-01").unwrap().unwrap();
    world.created(&spec("#a", true), "1");
    let new = world.store.back_up_daily("2026-11-02").unwrap().unwrap();
    let rubbish = vec![7; 9_000];
    fs::write(&new, &rubbish).unwrap();
    let folder = break_page(world, 0);
    let (_store, opened) = Store::open(folder.path()).unwrap();
    assert_eq!(damaged_and_restored(&opened).1, Some(old.as_path()));
    assert_eq!(fs::read(&new).unwrap(), rubbish, "nothing is thrown away");
}

#[test]
fn a_record_that_lost_every_byte_is_not_taken_for_a_new_one() {
    let world = World::new();
    world.store.back_up_daily("2026-11-01").unwrap();
    let path = file(&world);
    let World { folder, store, .. } = world;
    drop(store);
    fs::write(&path, b"").unwrap();
    let (store, opened) = Store::open(folder.path()).unwrap();
    assert!(damaged_and_restored(&opened).1.is_some());
    assert_eq!(store.workspaces().unwrap().len(), 1);
}

#[test]
fn two_damaged_records_are_both_kept() {
    let world = World::new();
    world.store.back_up_daily("2026-11-01").unwrap();
    let folder = break_page(world, 0);
    let (store, first) = Store::open(folder.path()).unwrap();
    drop(store);
    fs::write(folder.path().join("feedwatch.db"), vec![1; 5_000]).unwrap();
    let (_store, second) = Store::open(folder.path()).unwrap();
    let (first, second) = (damaged_and_restored(&first).0, damaged_and_restored(&second).0);
    assert!(first.exists() && second.exists() && first != second);
}

#[test]
fn damage_met_while_in_use_is_set_aside_at_the_next_start() {
    let world = World::new();
    for n in 0..40 {
        world.created(&spec(&format!("#tag{n}"), true), &n.to_string());
    }
    world.store.back_up_daily("2026-11-01").unwrap();
    assert!(world.store.quick_check().is_ok());
    // Under its feet: SQLite has its pages in memory, the check reads the file.
    let path = file(&world);
    let flush = Connection::open(&path).unwrap();
    flush
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes[5 * 4096..6 * 4096].fill(0x5A);
    fs::write(&path, bytes).unwrap();
    assert_eq!(world.store.quick_check().unwrap_err().kind(), ErrorKind::Damaged);
    let (world, opened) = world.reopened();
    assert!(damaged_and_restored(&opened).1.is_some());
    assert_eq!(world.store.facts().unwrap().monitors, 40);
    assert_eq!(world.reopened().1, Opened::AsLeft, "once");
}

#[test]
fn a_folder_that_is_a_file_is_an_error_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("data");
    fs::write(&taken, b"x").unwrap();
    let error = Store::open(&taken).unwrap_err();
    assert!(error.to_string().contains("folder"), "{error}");
}
