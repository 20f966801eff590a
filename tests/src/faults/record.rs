//! The record as SQLite shows it, without the code that wrote it.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// A start as its row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The intent, which is the `Idempotency-Key`.
    pub intent: String,
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
        .prepare("SELECT intent, state, job_id FROM submissions ORDER BY began_at")
        .unwrap();
    query
        .query_map([], |row| {
            Ok(Start {
                intent: row.get(0)?,
                state: row.get(1)?,
                job: row.get(2)?,
            })
        })
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// Whether SQLite finds the record whole; one that is not there yet is.
pub fn is_whole(folder: &Path) -> bool {
    if !file(folder).exists() {
        return true;
    }
    let verdict = Connection::open_with_flags(file(folder), OpenFlags::SQLITE_OPEN_READ_WRITE)
        .and_then(|connection| connection.query_row("PRAGMA quick_check", [], |row| row.get::<_, String>(0)));
    verdict.is_ok_and(|verdict| verdict == "ok")
}
