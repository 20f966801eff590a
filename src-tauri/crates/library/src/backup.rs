//! A copy of the library, beside it, before its format changes.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::LibraryError;

/// Pages copied at a time.
const PAGES: std::ffi::c_int = 1_000;

/// Copies the library to `backups/library-before-version-N.db`. Written beside its name and renamed,
/// so that a half-written copy never bears a whole one's name.
pub(crate) fn before_version(from: &Connection, path: &Path, version: i64) -> Result<PathBuf, LibraryError> {
    let folder = path.with_file_name("backups");
    std::fs::create_dir_all(&folder)?;
    let target = folder.join(format!("library-before-version-{version}.db"));
    let partial = target.with_extension("partial");
    if partial.exists() {
        std::fs::remove_file(&partial)?;
    }
    let mut to = Connection::open(&partial)?;
    Backup::new(from, &mut to)?.run_to_completion(PAGES, Duration::ZERO, None)?;
    to.close().map_err(|(_, error)| error)?;
    std::fs::File::open(&partial)?.sync_all()?;
    std::fs::rename(&partial, &target)?;
    Ok(target)
}
