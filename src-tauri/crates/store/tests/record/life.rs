//! Every old version is opened: a record made by the code of that version is kept as a text, and each
//! must come through to today with every row, after a copy of it was made.
//!
//! When you add a step to `migrations.rs`, write the fixture of your version with
//! `FEEDWATCH_WRITE_FIXTURE=1 cargo test -p store --test record life` and commit it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use contract::{JobStatus, MonitorChanges, MonitorDraft, MonitorSpec, PriceList};
use rusqlite::Connection;
use store::{
    BoardFilter, ChangeRecord, CheckFacts, Gap, GapReason, IntentId, MonitorId, NewImport, NewImportRow,
    NewView, News, Opened, Outcome, Problem, ProblemCode, SettleWord, Store, facts_of_copy,
};

use crate::world::{DAY, MONTH, World, at, cents, counting, draft, job, new_workspace, spec, status, taken};

fn fixture(version: u32) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/version-{version}.sql"))
}

fn version(connection: &Connection) -> u32 {
    connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap()
}

/// A record in which everything has happened at least once.
fn full_life() -> World {
    let mut world = World::new();
    world.budget(Some(50));
    world.store.save_setting("alive_at", &at(DAY)).unwrap();
    watched(&world);
    ended(&world);
    open(&world);
    world
        .store
        .add_gap(Gap {
            from: at(0),
            until: at(DAY),
            why: GapReason::Asleep,
        })
        .unwrap();
    world.store.fire_once(world.workspace, "2026-11", 80).unwrap();
    let view = NewView {
        workspace: Some(world.workspace),
        name: "It's mine",
        body: "{}",
    };
    world.store.save_view(&view).unwrap();
    listed(&world);
    let other = new_workspace("O'Neil & Söhne");
    world.workspace = world.store.add_workspace(&other, at(2)).unwrap().id;
    world
}

/// A list that was started, and choices that were kept.
fn listed(world: &World) {
    let kept = draft("#glow", true);
    assert!(world.store.add_template("Weekly", &kept, at(3)).unwrap());
    let row = |line, left_out: Option<Problem>| NewImportRow {
        line,
        given: format!("#row{line}"),
        draft: draft("#row", false),
        tags: vec!["list".to_owned()],
        left_out,
    };
    let wrong = Problem::of(
        ProblemCode::ValidationError,
        "days must be one of 0, 1, 7, 30, 90, 180",
    );
    let list = NewImport {
        list: intent(90),
        workspace: world.workspace,
        name: "list.csv".to_owned(),
        rows: vec![row(2, None), row(3, Some(wrong))],
    };
    assert!(world.store.begin_import(&list, at(4)).unwrap().is_some());
}

/// The same every time, so that the fixture is.
fn intent(n: u8) -> IntentId {
    IntentId::parse(&format!("00000000-0000-4000-8000-0000000000{n:02}")).unwrap()
}

fn begin(world: &World, n: u8, value: &str, monitoring: bool) -> MonitorId {
    let (spec, intent) = (spec(value, monitoring), intent(n));
    let start = world.start(&intent, &spec);
    world.store.begin_sending(&start, at(i64::from(n))).unwrap()
}

fn end(world: &World, n: u8, outcome: &Outcome) {
    world
        .store
        .end_sending(&intent(n), outcome, at(i64::from(n) + 1))
        .unwrap();
}

fn made(world: &World, n: u8, value: &str, monitoring: bool) -> MonitorId {
    let monitor = begin(world, n, value, monitoring);
    end(world, n, &taken(&format!("10{n}")));
    monitor
}

/// One that runs, with everything that a service tells, and an open change.
fn watched(world: &World) {
    let watched = made(world, 1, "#watched", true);
    let tags = ["brand".to_owned(), "élan".to_owned()];
    world.store.tag_monitor(watched, &tags).unwrap();
    let facts = CheckFacts {
        posts_found: Some(4),
        checks_done: Some(2),
        charged: Some(cents(6)),
        next_check_at: Some(at(2 * DAY)),
        notes: vec!["it's \"partial\"".to_owned()],
        last_failure: Some("it's resting".to_owned()),
    };
    let news = News::Status {
        status: JobStatus::Processing,
        problem: None,
        facts,
    };
    world.looked(watched, at(DAY), news);
    let old = spec("#watched", true);
    let draft = MonitorDraft {
        max_results: Some(20),
        ..draft("#watched", true)
    };
    let new = MonitorSpec::parse(&draft).unwrap();
    let changes = MonitorChanges::between(&old, &new).unwrap();
    let record = ChangeRecord {
        monitor: watched,
        old: &old,
        new: &new,
        changes: &changes,
        prices: PriceList::PUBLISHED,
        month: MONTH,
        counting: counting(at(DAY)),
    };
    world.store.begin_change(&record, at(DAY)).unwrap();
}

/// One for each way in which a job ends or is lost sight of.
fn ended(world: &World) {
    let failed = made(world, 2, "#failed", true);
    let news = News::Status {
        status: JobStatus::Failed,
        problem: Some(Problem::of(ProblemCode::JobFailed, "it's private")),
        facts: CheckFacts::default(),
    };
    world.looked(failed, at(DAY), news);
    world.store.clear_spending(failed, at(DAY)).unwrap();
    let done = made(world, 3, "#done", false);
    world.looked(done, at(DAY), status(JobStatus::Completed));
    let other = made(world, 4, "#other", true);
    world.looked(other, at(DAY), status(JobStatus::from("paused".to_owned())));
    let lost = made(world, 5, "#lost", true);
    let gone = Problem::of(ProblemCode::UserJobNotFound, "gone");
    world.looked(lost, at(DAY), News::Lost(gone));
}

/// One for each way in which a start stands.
fn open(world: &World) {
    begin(world, 6, "#sending", true);
    begin(world, 7, "#refused", true);
    end(
        world,
        7,
        &Outcome::Rejected(Problem::of(ProblemCode::Refused, "no")),
    );
    let unknown = |n, value| {
        let monitor = begin(world, n, value, true);
        end(
            world,
            n,
            &Outcome::Unknown(Problem::of(ProblemCode::TimedOut, "late")),
        );
        monitor
    };
    unknown(8, "#unknown");
    let settled = unknown(9, "#settled");
    world
        .store
        .settle_as_existing(settled, &job("555"), at(DAY), SettleWord::Exists, at(10))
        .unwrap();
    let left = unknown(10, "#left");
    world.store.settle_as_left(left, at(11)).unwrap();
}

/// Every table and row as statements that make them again.
fn dump(connection: &Connection) -> String {
    let mut text = format!("PRAGMA user_version = {};\n", version(connection));
    let texts = |sql: &str| -> Vec<String> {
        let mut query = connection.prepare(sql).unwrap();
        query
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    };
    let schema = |test: &str| {
        format!(
            "SELECT sql || ';' FROM sqlite_master
             WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' AND type {test} 'trigger' ORDER BY rowid"
        )
    };
    texts(&schema("<>"))
        .iter()
        .for_each(|sql| writeln!(text, "{sql}").unwrap());
    for table in texts("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid") {
        let columns = texts(&format!(
            "SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')"
        ))
        .join(" || ', ' || ");
        for row in texts(&format!("SELECT {columns} FROM {table} ORDER BY 1")) {
            writeln!(text, "INSERT INTO {table} VALUES ({row});").unwrap();
        }
    }
    // What a trigger would add is a row of its own already.
    texts(&schema("="))
        .iter()
        .for_each(|sql| writeln!(text, "{sql}").unwrap());
    text
}

fn load(folder: &std::path::Path, version: u32) -> Connection {
    let sql = fs::read_to_string(fixture(version)).unwrap();
    let connection = Connection::open(folder.join("feedwatch.db")).unwrap();
    connection
        .execute_batch(&format!("PRAGMA foreign_keys = OFF; BEGIN; {sql} COMMIT;"))
        .unwrap();
    connection
}

fn rows_of_each(connection: &Connection) -> BTreeMap<String, i64> {
    let mut query = connection
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        .unwrap();
    let names: Vec<String> = query
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let count = |name: &String| {
        connection
            .query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get(0))
            .unwrap()
    };
    names.iter().map(|name| (name.clone(), count(name))).collect()
}

#[test]
fn every_version_up_to_this_one_is_kept_as_a_fixture() {
    let world = full_life();
    let connection = Connection::open(world.folder.path().join("feedwatch.db")).unwrap();
    let current = version(&connection);
    if std::env::var_os("FEEDWATCH_WRITE_FIXTURE").is_some() && !fixture(current).exists() {
        fs::write(fixture(current), dump(&connection)).unwrap();
    }
    for version in 1..=current {
        assert!(
            fixture(version).exists(),
            "version {version} has no fixture: see the head of this file"
        );
    }
    let empty: Vec<_> = rows_of_each(&connection)
        .into_iter()
        .filter(|(_, count)| *count == 0)
        .collect();
    assert!(
        empty.is_empty(),
        "a table without a row proves nothing: {empty:?}"
    );
}

#[test]
fn every_old_record_comes_through_with_every_row() {
    let mut found = 0;
    for version in (1..).take_while(|version| fixture(*version).exists()) {
        let folder = tempfile::tempdir().unwrap();
        let before = rows_of_each(&load(folder.path(), version));
        let (store, opened) = Store::open(folder.path()).unwrap();
        let after = rows_of_each(&Connection::open(folder.path().join("feedwatch.db")).unwrap());
        for (table, count) in &before {
            assert_eq!(after.get(table), Some(count), "version {version}, {table}");
        }
        check_copy(version, &opened, &before);
        check_readable(&store);
        found += 1;
    }
    assert!(found > 0);
}

/// A step forward is taken after a copy; the copy is what was there before.
fn check_copy(version: u32, opened: &Opened, before: &BTreeMap<String, i64>) {
    match opened {
        Opened::Migrated { backup } => {
            let copy = Connection::open(backup).unwrap();
            assert_eq!((self::version(&copy), &rows_of_each(&copy)), (version, before));
            assert!(facts_of_copy(backup).is_ok(), "an older copy can be looked into");
        }
        Opened::AsLeft => assert!(
            !fixture(version + 1).exists(),
            "version {version} is not the current one"
        ),
        other => panic!("version {version}: {other:?}"),
    }
}

/// Every row is read as what it was.
fn check_readable(store: &Store) {
    assert!(store.quick_check().is_ok());
    let workspaces = store.workspaces().unwrap();
    assert_eq!(
        workspaces.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["Acme", "O'Neil & Söhne"]
    );
    let all = BoardFilter {
        workspaces: workspaces.iter().map(|row| row.id).collect(),
        limit: 100,
        ..BoardFilter::default()
    };
    let page = store.board(&all).unwrap();
    assert_eq!(page.rows.len(), 10);
    let lines: usize = page
        .rows
        .iter()
        .map(|row| store.timeline(row.id, 50).unwrap().len())
        .sum();
    assert!(lines > 20, "{lines}");
    let watched = page
        .rows
        .iter()
        .find(|row| row.spec.target.value() == "#watched")
        .unwrap();
    assert_eq!(
        (
            watched.charged,
            watched.posts_found,
            watched.tags.len(),
            watched.change_pending
        ),
        (Some(cents(6)), Some(4), 2, true)
    );
    assert_eq!(
        store
            .pending_change(watched.id)
            .unwrap()
            .unwrap()
            .wanted
            .max_results
            .get(),
        20
    );
    assert_eq!(
        store.recover_sending(at(DAY)).unwrap().len(),
        1,
        "a start on its way is still found"
    );
    assert_eq!(store.unknown_submissions().unwrap().len(), 2);
    assert_eq!(store.gaps_since(at(0)).unwrap().len(), 1);
}
