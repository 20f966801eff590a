use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use safekeeping::{Care, Opened, Place};

use crate::tally::Tally;
use crate::{IntentId, StoreError, WorkspaceId, migrations};

/// The file of the record inside the data folder.
const FILE: &str = "feedwatch.db";
/// A record up to so many bytes is checked whole before it is used: some 50,000 monitors. It takes a
/// few hundredths of a second and happens behind the window.
const CHECK_UP_TO: u64 = 32 * 1024 * 1024;

/// The record. Cheap to clone; every method blocks, so call it from a blocking thread.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// One writer: SQLite has one anyway, and a queue here is fairer than its busy loop.
    writer: Mutex<Connection>,
    /// Reads do not wait for a write's fsync.
    reader: Mutex<Connection>,
    /// Starts that this process is sending, which no crash has left behind.
    on_their_way: Mutex<HashSet<IntentId>>,
    /// What was spent, as counted for the last question.
    tallies: Mutex<HashMap<WorkspaceId, Tally>>,
    folder: PathBuf,
    place: Place,
    /// Held as long as the record is open, so that no second Feedwatch polls and pays from it.
    _lock: File,
}

impl Store {
    /// Opens the record in `folder`, which is made where it is missing.
    ///
    /// # Errors
    /// The folder is in use by another Feedwatch, cannot be written, or its record is of a newer
    /// version. A damaged record is no error: it is set aside, see [`Opened::SetAside`].
    pub fn open(folder: &Path) -> Result<(Self, Opened), StoreError> {
        fs::create_dir_all(folder)?;
        let lock = lock(folder)?;
        let place = Place::new(folder.join(FILE), folder.join("backups"));
        let (writer, opened) = CARE.open(&place)?;
        let reader = open_reader(place.database())?;
        let inner = Inner {
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            on_their_way: Mutex::default(),
            tallies: Mutex::default(),
            folder: folder.to_owned(),
            place,
            _lock: lock,
        };
        Ok((
            Self {
                inner: Arc::new(inner),
            },
            opened,
        ))
    }

    /// Looks for damage without changing anything; slow on a large record, so not before first paint.
    /// A damaged record is checked and set aside at the next start.
    ///
    /// # Errors
    /// The record is damaged, or cannot be read.
    pub fn quick_check(&self) -> Result<(), StoreError> {
        // A connection of its own: reads go on meanwhile.
        let connection = open_reader(self.inner.place.database())?;
        Ok(self.inner.place.look_over(&connection)?)
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    pub(crate) fn place(&self) -> &Place {
        &self.inner.place
    }

    /// The one connection that writes. A panic elsewhere rolled its transaction back when it was
    /// dropped, so a poisoned lock still guards a sound connection.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The starts that this process is sending.
    pub(crate) fn on_their_way(&self) -> MutexGuard<'_, HashSet<IntentId>> {
        self.inner
            .on_their_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// What was counted before; whatever a panic left behind is asked for its version anyway.
    pub(crate) fn tallies(&self) -> MutexGuard<'_, HashMap<WorkspaceId, Tally>> {
        self.inner.tallies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection for reads.
    pub(crate) fn reader(&self) -> MutexGuard<'_, Connection> {
        self.inner.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const CARE: Care = Care {
    steps: migrations::STEPS,
    prepare,
    check_up_to: CHECK_UP_TO,
    may_be_replaced,
};

fn lock(folder: &Path) -> Result<File, StoreError> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("feedwatch.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(folder.to_owned())),
        Err(TryLockError::Error(cause)) => Err(cause.into()),
    }
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    // A crash or a full disk leaves the last whole transaction readable.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // `sending` must be on disk before a byte leaves: a lost commit could pay twice.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // On macOS fsync alone leaves data in the drive's cache; elsewhere this does nothing.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Keeps the log from growing with every poll.
    connection.pragma_update(None, "journal_size_limit", 4 * 1024 * 1024)?;
    Ok(())
}

/// A start that a crash left on its way is known to this record alone: without it the person would
/// not be asked, and could pay twice.
fn may_be_replaced(connection: &Connection) -> bool {
    let sql = "SELECT count(*) FROM submissions WHERE state = 'sending'";
    let on_its_way = connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    !matches!(on_its_way, Ok(1..))
}

fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    // Not SQLITE_OPEN_READ_ONLY: a WAL reader must be able to make the shared-memory file.
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "query_only", true)?;
    // The rows of a page lie far apart among a hundred thousand; in kibibytes, and only as much as is read.
    connection.pragma_update(None, "cache_size", -8_192)?;
    Ok(connection)
}
