use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::files::{self, with_suffix};
use crate::{SafeError, Steps};

/// Where a database lies, and where its copies do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    database: PathBuf,
    copies: PathBuf,
}

impl Place {
    /// A database with a folder for its copies, which no other database uses.
    pub const fn new(database: PathBuf, copies: PathBuf) -> Self {
        Self { database, copies }
    }

    /// The database's file.
    pub fn database(&self) -> &Path {
        &self.database
    }

    /// The folder of its copies; it may not be there yet.
    pub fn copies_folder(&self) -> &Path {
        &self.copies
    }

    /// Asks for a whole check at the next opening, because damage was met while the file was in use.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn doubt(&self) -> io::Result<()> {
        std::fs::write(self.doubt_file(), b"checked whole at the next start\n")
    }

    /// Stages a copy: the next opening sets the present database aside and puts this one in its place.
    ///
    /// # Errors
    /// It is no sound file of a version that is known, or the folder cannot be written.
    pub fn stage(&self, copy: &Path, steps: Steps) -> Result<(), SafeError> {
        sound(copy, steps)?;
        self.stage_unlooked(copy)
    }

    /// As [`Self::stage`], for a file that its own room has looked into.
    ///
    /// # Errors
    /// It is damaged, or the folder cannot be written.
    pub fn stage_whole(&self, copy: &Path) -> Result<(), SafeError> {
        is_whole(copy)?;
        self.stage_unlooked(copy)
    }

    fn stage_unlooked(&self, copy: &Path) -> Result<(), SafeError> {
        let partial = with_suffix(&self.staged(), ".partial");
        std::fs::copy(copy, &partial)?;
        std::fs::File::open(&partial)?.sync_all()?;
        Ok(files::put_in_place(&partial, &self.staged())?)
    }

    /// Looks for damage before the database is used, where it has up to so many bytes or was doubted.
    ///
    /// # Errors
    /// It is damaged, or cannot be read.
    pub fn check_before_use(&self, up_to: u64) -> Result<(), SafeError> {
        let Ok(facts) = std::fs::metadata(self.database()) else {
            return Ok(());
        };
        if facts.len() == 0 && !self.copies()?.is_empty() {
            return Err(SafeError::Damaged("it is empty".to_owned()));
        }
        if facts.len() <= up_to || self.doubt_file().exists() {
            check_whole(&Connection::open(&self.database)?)?;
        }
        Ok(())
    }

    /// Whether a copy is staged.
    pub fn is_staged(&self) -> bool {
        self.staged().exists()
    }

    /// Takes a staged copy away again.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn unstage(&self) -> io::Result<()> {
        files::remove_whole(&self.staged())
    }

    pub(crate) fn staged(&self) -> PathBuf {
        self.database.with_extension("restore.db")
    }

    pub(crate) fn doubt_file(&self) -> PathBuf {
        self.database.with_extension("doubt")
    }
}

/// Opens a file for looking into it; a copy of ours gets nothing written beside it.
pub(crate) fn look_into(path: &Path) -> Result<Connection, SafeError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(Connection::open_with_flags(path, flags)?)
}

/// Whether a file is whole and of a version that this build can bring forward.
pub(crate) fn sound(path: &Path, steps: Steps) -> Result<(), SafeError> {
    let connection = look_into(path)?;
    if steps.version(&connection)? == 0 {
        return Err(SafeError::Damaged("it is empty".to_owned()));
    }
    check_whole(&connection)?;
    steps.match_shape(&connection)
}

/// Whether a file is a whole database, whatever is in it.
///
/// # Errors
/// It is not, or cannot be read.
pub fn is_whole(path: &Path) -> Result<(), SafeError> {
    check_whole(&look_into(path)?)
}

/// Looks at every page; the time it takes grows with the file.
pub(crate) fn check_whole(connection: &Connection) -> Result<(), SafeError> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(SafeError::Damaged(verdict))
    }
}
