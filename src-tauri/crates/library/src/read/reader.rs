use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::{LibraryError, migrations};

/// How long a read waits while the log is folded into the file.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// The library, opened to read only, beside whoever writes it. One connection: callers take turns.
#[derive(Debug)]
pub struct Reader {
    pub(crate) db: Connection,
}

impl Reader {
    /// Opens a library that its writer has made or brought to the newest format.
    ///
    /// # Errors
    /// The file is not there, cannot be read, or has another format than this build's.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        let open = |cause| LibraryError::Open {
            path: path.to_owned(),
            cause,
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags).map_err(open)?;
        db.busy_timeout(BUSY_WAIT)?;
        let found = migrations::version(&db)?;
        if found < migrations::known() {
            return Err(LibraryError::NotReady { found });
        }
        // 16 MB of pages are kept at hand; the system keeps the rest.
        db.pragma_update(None, "cache_size", -16_000)?;
        db.set_prepared_statement_cache_capacity(64);
        Ok(Self { db })
    }
}
