use std::path::Path;

use rusqlite::{Connection, Transaction};

use crate::{LibraryError, backfill, backup};

/// Each step moves the format up by one; `user_version` in the file counts the steps taken.
/// Steps are never edited once released.
const STEPS: [Step; 2] = [
    |change| Ok(change.execute_batch(include_str!("schema/0001_first.sql"))?),
    search,
];

type Step = fn(&Transaction<'_>) -> Result<(), LibraryError>;

/// Search, creators, series of counts, imports.
fn search(change: &Transaction<'_>) -> Result<(), LibraryError> {
    change.execute_batch(include_str!("schema/0002_search.sql"))?;
    backfill::search(change)?;
    Ok(change.execute_batch(include_str!("schema/0002_indexes.sql"))?)
}

/// The newest format this build knows.
pub(crate) const fn known() -> i64 {
    #[expect(clippy::cast_possible_wrap, reason = "a handful of steps")]
    {
        STEPS.len() as i64
    }
}

pub(crate) fn version(db: &Connection) -> Result<i64, LibraryError> {
    let found: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known() {
        let known = known();
        return Err(LibraryError::TooNew { found, known });
    }
    Ok(found)
}

/// Brings the file to the newest format, each step in a transaction of its own. A file with posts is
/// copied first; `path` is none for one in memory.
pub(crate) fn migrate(db: &mut Connection, path: Option<&Path>) -> Result<(), LibraryError> {
    let found = version(db)?;
    if let Some(path) = path.filter(|_| found > 0 && found < known()) {
        backup::before_version(db, path, known())?;
    }
    for (version, step) in (1_i64..).zip(STEPS) {
        if version > found {
            let change = db.transaction()?;
            step(&change)?;
            change.pragma_update(None, "user_version", version)?;
            change.commit()?;
        }
    }
    Ok(())
}
