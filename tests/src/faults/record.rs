//! The record as SQLite shows it, without the code that wrote it.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// A start as its row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The intent, which is the `Idempotency-Key`.
    pub intent: String,
    /// Of which monitor.
    pub monitor: i64,
    /// `sending`, `created`, `rejected`, `unknown` or `settled`.
    pub state: String,
    /// The service's number.
    pub job: Option<String>,
}

/// The record's file in a data folder.
pub fn file(folder: &Path) -> std::path::PathBuf {
    folder.join("feedwatch.db")
}

/// Reads the record beside the app.
pub fn read(folder: &Path) -> Connection {
    let connection = Connection::open_with_flags(file(folder), OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    connection
        .busy_timeout(std::time::Duration::from_secs(5))
        .unwrap();
    connection
}

/// Every start.
pub fn starts(folder: &Path) -> Vec<Start> {
    let connection = read(folder);
    let mut query = connection
        .prepare("SELECT intent, monitor_id, state, job_id FROM submissions ORDER BY began_at")
        .unwrap();
    query
        .query_map([], |row| {
            Ok(Start {
                intent: row.get(0)?,
                monitor: row.get(1)?,
                state: row.get(2)?,
                job: row.get(3)?,
            })
        })
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// Whether SQLite finds the record whole; one that is not there yet is. A copy is looked at, so that
/// it is the app that has to mend what the kill left behind.
pub fn is_whole(folder: &Path) -> bool {
    if !file(folder).exists() {
        return true;
    }
    let copy = tempfile::tempdir().unwrap();
    for suffix in ["", "-wal"] {
        let name = format!("feedwatch.db{suffix}");
        if folder.join(&name).exists() {
            std::fs::copy(folder.join(&name), copy.path().join(&name)).unwrap();
        }
    }
    let verdict = Connection::open_with_flags(file(copy.path()), OpenFlags::SQLITE_OPEN_READ_WRITE)
        .and_then(|connection| connection.query_row("PRAGMA quick_check", [], |row| row.get::<_, String>(0)));
    verdict.is_ok_and(|verdict| verdict == "ok")
}

/// One value that a statement gives.
///
/// # Panics
/// The statement is wrong, or gives nothing of this type.
pub fn value<T: rusqlite::types::FromSql>(folder: &Path, sql: &str) -> T {
    read(folder).query_row(sql, [], |row| row.get(0)).unwrap()
}
