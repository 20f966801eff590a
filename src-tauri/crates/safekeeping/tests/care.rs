//! What happens to a file when its schema changes, when it is damaged, and when somebody else's comes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rusqlite::Connection;
use safekeeping::{Care, Fault, Opened, Part, Place, SafeError, Steps, is_bundle, pack, unpack};
use tempfile::TempDir;

const ONE: Steps = Steps(&["CREATE TABLE t (x TEXT)"]);
const TWO: Steps = Steps(&["CREATE TABLE t (x TEXT)", "ALTER TABLE t ADD COLUMN y TEXT"]);
const BROKEN: Steps = Steps(&[
    "CREATE TABLE t (x TEXT)",
    "ALTER TABLE t ADD COLUMN y; ALTER TABLE nothing ADD z",
]);

const fn care(steps: Steps) -> Care {
    Care {
        steps,
        prepare: |connection| connection.pragma_update(None, "journal_mode", "WAL"),
        check_up_to: u64::MAX,
        may_be_replaced: |_| true,
    }
}

fn place() -> (TempDir, Place) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(folder.path().join("a.db"), folder.path().join("copies"));
    (folder, place)
}

/// Version 1 with one row.
fn filled(place: &Place) {
    let (connection, opened) = care(ONE).open(place).unwrap();
    assert_eq!(opened, Opened::Fresh);
    connection.execute("INSERT INTO t VALUES ('kept')", []).unwrap();
}

fn texts(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut query = connection.prepare("SELECT x FROM t").unwrap();
    query
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn a_schema_changes_after_a_copy_and_the_copy_is_what_was_before() {
    let (_folder, place) = place();
    filled(&place);
    let (connection, opened) = care(TWO).open(&place).unwrap();
    let Opened::Migrated { backup } = opened else {
        panic!("{opened:?}")
    };
    assert_eq!(TWO.version(&connection).unwrap(), 2);
    let copy = Connection::open(&backup).unwrap();
    assert_eq!(
        (ONE.version(&copy).unwrap(), texts(&backup)),
        (1, vec!["kept".to_owned()])
    );
}

#[test]
fn a_step_that_fails_leaves_the_file_as_it_was() {
    let (_folder, place) = place();
    filled(&place);
    assert!(care(BROKEN).open(&place).is_err());
    let (connection, opened) = care(ONE).open(&place).unwrap();
    assert_eq!(
        (opened, ONE.version(&connection).unwrap()),
        (Opened::AsLeft, 1),
        "not even half of the step"
    );
}

#[test]
fn a_step_is_not_taken_where_no_copy_can_be_written() {
    let (_folder, place) = place();
    filled(&place);
    fs::write(place.copies_folder(), b"a file in the folder's place").unwrap();
    assert!(care(TWO).open(&place).is_err());
    assert_eq!(
        TWO.version(&Connection::open(place.database()).unwrap()).unwrap(),
        1
    );
}

#[test]
fn a_second_change_to_the_same_version_keeps_both_copies() {
    let (_folder, place) = place();
    for _ in 0..2 {
        filled(&place);
        drop(care(TWO).open(&place).unwrap());
        fs::remove_file(place.database()).unwrap();
        for copy in place.copies().unwrap() {
            assert_eq!(texts(&copy.path), ["kept"]);
        }
    }
    assert_eq!(place.copies().unwrap().len(), 2);
}

#[test]
fn a_damaged_file_is_not_copied_over_the_place_of_a_sound_copy() {
    let (_folder, place) = place();
    let (connection, _) = care(ONE).open(&place).unwrap();
    for _ in 0..500 {
        connection
            .execute("INSERT INTO t VALUES (hex(randomblob(200)))", [])
            .unwrap();
    }
    assert!(place.back_up(&connection, "sound", 1).unwrap().is_some());
    drop(connection);
    let mut bytes = fs::read(place.database()).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xA5);
    fs::write(place.database(), bytes).unwrap();
    let damaged = Connection::open(place.database()).unwrap();
    assert_eq!(
        place.back_up(&damaged, "damaged", 1).unwrap_err().fault(),
        Fault::Damaged
    );
    let kept: Vec<_> = place
        .copies()
        .unwrap()
        .into_iter()
        .map(|copy| copy.path)
        .collect();
    assert_eq!(kept, [place.copies_folder().join("daily-sound.db")]);
    assert_eq!(
        fs::read_dir(place.copies_folder()).unwrap().count(),
        1,
        "and nothing half-written stays"
    );
}

#[test]
fn several_files_go_into_one_and_come_out_as_they_were() {
    let (folder, place) = place();
    filled(&place);
    let big = folder.path().join("big");
    fs::write(&big, vec![9; 3 * 1024 * 1024 + 17]).unwrap();
    let bundle = folder.path().join("mine.feedwatch");
    let part = |name: &str, path: &Path| Part {
        name: name.to_owned(),
        path: path.to_owned(),
    };
    pack(&bundle, &[part("record", place.database()), part("posts", &big)]).unwrap();
    assert!(is_bundle(&bundle) && !is_bundle(place.database()));
    let out = tempfile::tempdir().unwrap();
    let parts = unpack(&bundle, out.path()).unwrap();
    assert_eq!(
        parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>(),
        ["posts", "record"]
    );
    assert_eq!(fs::read(&parts[0].path).unwrap(), fs::read(&big).unwrap());
    assert_eq!(texts(&parts[1].path), ["kept"]);
}

#[test]
fn a_part_cannot_name_its_way_out_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("inside");
    fs::create_dir(&inside).unwrap();
    for name in ["../out", "/tmp/out", "a/b", "", "..", "A", "a.b", "a\0b"] {
        let bundle = folder.path().join("bundle");
        let _ = fs::remove_file(&bundle);
        let file = folder.path().join("file");
        fs::write(&file, b"x").unwrap();
        pack(
            &bundle,
            &[Part {
                name: name.to_owned(),
                path: file,
            }],
        )
        .unwrap();
        assert!(unpack(&bundle, &inside).is_err(), "{name:?}");
    }
    assert_eq!(fs::read_dir(&inside).unwrap().count(), 0);
}

#[test]
fn a_cut_bundle_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (bundle, file) = (folder.path().join("bundle"), folder.path().join("file"));
    fs::write(&file, vec![3; 200_000]).unwrap();
    pack(
        &bundle,
        &[Part {
            name: "record".to_owned(),
            path: file,
        }],
    )
    .unwrap();
    let bytes = fs::read(&bundle).unwrap();
    fs::write(&bundle, &bytes[..bytes.len() / 2]).unwrap();
    assert!(unpack(&bundle, folder.path()).is_err());
}

fn opened_on(bytes: &[u8]) -> (TempDir, PathBuf, Result<Opened, SafeError>) {
    let (folder, place) = place();
    fs::write(place.database(), bytes).unwrap();
    let opened = care(ONE).open(&place).map(|(_, opened)| opened);
    (folder, place.database().to_owned(), opened)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever lies in a file's place, it is opened or refused, and not a byte of it is lost.
    #[test]
    fn any_bytes_in_a_files_place_are_kept(bytes in prop::collection::vec(any::<u8>(), 1..6_000)) {
        let (_folder, _, opened) = opened_on(&bytes);
        if let Ok(Opened::SetAside { damaged, restored }) = opened {
            prop_assert_eq!(fs::read(damaged).unwrap(), bytes);
            prop_assert!(restored.is_none());
        } else {
            prop_assert!(false, "{:?}", opened);
        }
    }

    /// A real file with a few bytes changed is opened, refused or set aside, and never panics.
    #[test]
    fn a_file_with_changed_bytes_never_brings_us_down(changes in prop::collection::vec((0..8_192_usize, any::<u8>()), 1..20)) {
        let (_first, place) = place();
        filled(&place);
        let mut bytes = fs::read(place.database()).unwrap();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let (_folder, path, opened) = opened_on(&bytes);
        if let Ok(Opened::SetAside { damaged, .. }) = &opened {
            prop_assert_eq!(&fs::read(damaged).unwrap(), &bytes);
        }
        prop_assert!(path.exists());
    }

    /// Any bytes are no bundle, and are refused without a panic.
    #[test]
    fn any_bytes_are_no_bundle(bytes in prop::collection::vec(any::<u8>(), 0..3_000)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        fs::write(&path, bytes).unwrap();
        prop_assert!(!is_bundle(&path));
        prop_assert!(unpack(&path, folder.path()).is_err());
    }
}
