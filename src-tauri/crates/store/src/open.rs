use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::{ErrorKind, StoreError, backup, migrations};

/// The file of the record inside the data folder.
const FILE: &str = "feedwatch.db";

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
    folder: PathBuf,
    /// Held as long as the record is open, so that no second Feedwatch polls and pays from it.
    _lock: File,
}

/// How the record was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// There was none; an empty one was made.
    Fresh,
    /// As it was left.
    AsLeft,
    /// Brought forward from an older version; the old file is kept here.
    Migrated {
        /// The copy made before.
        backup: PathBuf,
    },
    /// It was damaged, and was set aside untouched.
    SetAside {
        /// Where the damaged file is now.
        damaged: PathBuf,
        /// The back-up that took its place; none where none could be read, so that it is empty.
        restored: Option<PathBuf>,
    },
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
        let path = folder.join(FILE);
        let fresh = !path.exists();
        let (writer, opened) = match open_writer(&path, fresh) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::Damaged => replace_damaged(&path)?,
            Err(error) => return Err(error),
        };
        let reader = open_reader(&path)?;
        let inner = Inner {
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            folder: folder.to_owned(),
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
    ///
    /// # Errors
    /// The record is damaged, or cannot be read.
    pub fn quick_check(&self) -> Result<(), StoreError> {
        let verdict: String = self
            .reader()
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if verdict == "ok" {
            Ok(())
        } else {
            Err(StoreError::Unreadable("page"))
        }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// The one connection that writes. A panic elsewhere rolled its transaction back when it was
    /// dropped, so a poisoned lock still guards a sound connection.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection for reads.
    pub(crate) fn reader(&self) -> MutexGuard<'_, Connection> {
        self.inner.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

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

fn open_writer(path: &Path, fresh: bool) -> Result<(Connection, Opened), StoreError> {
    let mut connection = Connection::open(path)?;
    prepare(&connection)?;
    if !migrations::is_behind(&connection)? {
        return Ok((connection, Opened::AsLeft));
    }
    let opened = if fresh || migrations::version(&connection)? == 0 {
        Opened::Fresh
    } else {
        Opened::Migrated {
            backup: backup::before_migration(&connection, path)?,
        }
    };
    migrations::run(&mut connection)?;
    Ok((connection, opened))
}

fn prepare(connection: &Connection) -> Result<(), StoreError> {
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

fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    // Not SQLITE_OPEN_READ_ONLY: a WAL reader must be able to make the shared-memory file.
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// Sets a damaged file aside and puts the newest readable back-up, or an empty record, in its place.
fn replace_damaged(path: &Path) -> Result<(Connection, Opened), StoreError> {
    let damaged = backup::set_aside(path)?;
    for candidate in backup::newest_first(path)? {
        fs::copy(&candidate, path)?;
        if let Ok((connection, _)) = open_writer(path, false) {
            return Ok((
                connection,
                Opened::SetAside {
                    damaged,
                    restored: Some(candidate),
                },
            ));
        }
        backup::discard(path)?;
    }
    let (connection, _) = open_writer(path, true)?;
    Ok((
        connection,
        Opened::SetAside {
            damaged,
            restored: None,
        },
    ))
}
