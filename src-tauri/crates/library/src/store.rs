use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::LibraryError;
use crate::migrations::migrate;

/// How long a write waits for another process that reads or writes the same file.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// The open library. One connection: callers that share it take turns.
#[derive(Debug)]
pub struct Library {
    pub(crate) db: Connection,
}

impl Library {
    /// Opens the file, makes it where it is missing, and brings it to the newest format.
    ///
    /// # Errors
    /// The file cannot be opened, or a newer version wrote it.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        let open = |cause| LibraryError::Open {
            path: path.to_owned(),
            cause,
        };
        Self::prepare(Connection::open(path).map_err(open)?, Some(path))
    }

    /// A library that is gone when it is dropped.
    ///
    /// # Errors
    /// SQLite cannot start.
    pub fn in_memory() -> Result<Self, LibraryError> {
        Self::prepare(Connection::open_in_memory()?, None)
    }

    fn prepare(mut db: Connection, path: Option<&Path>) -> Result<Self, LibraryError> {
        db.busy_timeout(BUSY_WAIT)?;
        // Readers go on while a check is stored.
        db.pragma_update(None, "journal_mode", "WAL")?;
        // A check that a power cut loses is run again, so the last commit may be lost, never torn.
        db.pragma_update(None, "synchronous", "NORMAL")?;
        db.pragma_update(None, "foreign_keys", true)?;
        // What a person deletes is overwritten, not only unlinked.
        db.pragma_update(None, "secure_delete", true)?;
        migrate(&mut db, path)?;
        // One for each statement of a store, so that a long import prepares each once.
        db.set_prepared_statement_cache_capacity(64);
        Ok(Self { db })
    }
}
