use std::path::{Path, PathBuf};

use contract::UnixMillis;
use rusqlite::{Connection, OpenFlags};
use safekeeping::KeptCopy;

use crate::{Store, StoreError, migrations};

/// Daily copies that are kept; the oldest go first.
const KEEP: usize = 7;

/// What a copy of the record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyFacts {
    /// The names of its workspaces, with the address where it is another than GEN's.
    pub workspaces: Vec<(String, Option<String>)>,
    /// How many monitors.
    pub monitors: u32,
    /// The last moment that it knows of; none where nothing ever happened.
    pub until: Option<UnixMillis>,
}

impl Store {
    /// Copies the record to `backups/daily-<day>.db`, unless that day has one; old ones are removed.
    /// Safe while the record is in use.
    ///
    /// # Errors
    /// The copy could not be written; the record itself is untouched.
    pub fn back_up_daily(&self, day: &str) -> Result<Option<PathBuf>, StoreError> {
        let from = self.reader();
        Ok(self.place().back_up(&from, day, KEEP)?)
    }

    /// Writes a copy of the record to `target`, for the person to keep. It holds no key.
    ///
    /// # Errors
    /// The copy could not be written.
    pub fn export_to(&self, target: &Path) -> Result<(), StoreError> {
        Ok(self.place().export(&self.reader(), target)?)
    }

    /// The copies that Feedwatch keeps by itself, the newest first.
    ///
    /// # Errors
    /// Their folder cannot be read.
    pub fn copies(&self) -> Result<Vec<KeptCopy>, StoreError> {
        Ok(self.place().copies()?)
    }

    /// Has the next start put this copy in the record's place; the present record is set aside then.
    ///
    /// # Errors
    /// The file is no sound copy of a version that is known, or the folder cannot be written.
    pub fn stage_restore(&self, copy: &Path) -> Result<(), StoreError> {
        Ok(self.place().stage(copy, migrations::STEPS)?)
    }

    /// Whether the next start restores a copy.
    pub fn restore_is_staged(&self) -> bool {
        self.place().is_staged()
    }

    /// Leaves the record as it is at the next start.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn unstage_restore(&self) -> Result<(), StoreError> {
        Ok(self.place().unstage()?)
    }

    /// What the present record holds, to be compared with a copy.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn facts(&self) -> Result<CopyFacts, StoreError> {
        facts(&self.reader())
    }

    /// Monitors that were started after a moment.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn started_after(&self, moment: UnixMillis) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM monitors WHERE created_at > ?1";
        Ok(self.reader().query_row(sql, [moment.0], |row| row.get(0))?)
    }
}

/// What a copy holds, wherever it lies. Nothing is written.
///
/// # Errors
/// It is no copy of a record, or cannot be read.
pub fn facts_of_copy(copy: &Path) -> Result<CopyFacts, StoreError> {
    let connection = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    if migrations::STEPS.version(&connection)? == 0 {
        return Err(StoreError::Unreadable("copy"));
    }
    migrations::STEPS.match_shape(&connection)?;
    facts(&connection)
}

/// Only columns of the first version: a copy may be older than this build.
fn facts(connection: &Connection) -> Result<CopyFacts, StoreError> {
    let mut query = connection.prepare("SELECT name, base_url FROM workspaces ORDER BY id")?;
    let workspaces = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let monitors = connection.query_row("SELECT count(*) FROM monitors", [], |row| row.get(0))?;
    let until: Option<i64> = connection.query_row(
        "SELECT max(moment) FROM (SELECT max(at) AS moment FROM events UNION ALL
         SELECT max(confirmed_until) FROM events UNION ALL SELECT max(created_at) FROM workspaces)",
        [],
        |row| row.get(0),
    )?;
    Ok(CopyFacts {
        workspaces,
        monitors,
        until: until.map(UnixMillis),
    })
}
