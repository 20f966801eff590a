//! The service's own SQLite file: agents, jobs, checks, ledger, keys of repeated requests.

pub(crate) mod migrations;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use safekeeping::{Care, Opened, Place, SafeError};

use self::migrations::STEPS;

/// A file up to so many bytes is checked whole before it is used.
pub(crate) const CHECK_UP_TO: u64 = 32 * 1024 * 1024;

/// What can go wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// SQLite's own.
    #[error("the service's data could not be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file cannot be opened, copied or restored, such as one of a newer version.
    #[error("the service's data: {0}")]
    File(#[from] SafeError),
    /// A stored text that this version cannot read.
    #[error("the service's data holds something unreadable: {0}")]
    Unreadable(String),
    /// The posts could not be read or written.
    #[error(transparent)]
    Library(#[from] library::LibraryError),
    /// The work was given up because the service stops.
    #[error("the work was given up because the service is stopping")]
    Stopped,
}

const CARE: Care = Care {
    steps: STEPS,
    prepare,
    check_up_to: CHECK_UP_TO,
    // Its jobs are those of a client, who asks for them by number; none is lost sight of here.
    may_be_replaced: |_| true,
};

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // The ledger is in this file: what was answered with success survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)
}

/// A shared connection. Calls take turns on threads that may block.
#[derive(Debug, Clone)]
pub(crate) struct Db {
    connection: Arc<Mutex<Connection>>,
}

/// A database of the newest format that is gone when it is dropped.
#[cfg(test)]
pub(crate) fn testing() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    migrations::STEPS.run(&mut connection).unwrap();
    connection
}

impl Db {
    /// Opens the file and brings it to the newest format, after a copy was made; a damaged one is set
    /// aside. Blocks.
    pub(crate) fn open(place: &Place) -> Result<(Self, Opened), DbError> {
        let (connection, opened) = CARE.open(place)?;
        let db = Self {
            connection: Arc::new(Mutex::new(connection)),
        };
        Ok((db, opened))
    }

    /// Runs work in one transaction; an error undoes all of it.
    pub(crate) async fn change<T, E>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        let done = tokio::task::spawn_blocking(move || {
            // A panic elsewhere left no half-done change: its transaction was rolled back.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
            let change = begun.map_err(DbError::from)?;
            let value = work(&change)?;
            change.commit().map_err(DbError::from)?;
            Ok(value)
        });
        done.await.unwrap_or_else(|_| Err(DbError::Stopped.into()))
    }
}
