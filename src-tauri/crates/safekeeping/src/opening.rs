use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::copies::copy_to;
use crate::files::{self, free_name};
use crate::place::{check_whole, look_into, sound};
use crate::{Fault, KeptCopy, Place, SafeError, Steps};

/// How a database is opened.
#[derive(Debug, Clone, Copy)]
pub struct Care {
    /// Its schema.
    pub steps: Steps,
    /// Sets a new connection up: journal, syncing, foreign keys.
    pub prepare: fn(&Connection) -> rusqlite::Result<()>,
    /// A file up to so many bytes is checked whole before it is used; a larger one would keep the
    /// person waiting and is checked while it is in use, see [`Place::doubt`].
    pub check_up_to: u64,
    /// Whether the present database may be set aside for a staged copy.
    pub may_be_replaced: fn(&Connection) -> bool,
}

/// How a database was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// There was none; an empty one was made.
    Fresh,
    /// As it was left.
    AsLeft,
    /// Brought forward from an older version.
    Migrated {
        /// The copy made before.
        backup: PathBuf,
    },
    /// It was damaged, and was set aside untouched.
    SetAside {
        /// Where the damaged file is now.
        damaged: PathBuf,
        /// The back-up that took its place; none where none could be read, so that it is empty.
        restored: Option<FellBack>,
    },
    /// The copy that was staged took its place.
    Restored {
        /// Where the database before it is kept; none where there was none.
        kept: Option<PathBuf>,
    },
    /// A staged copy was given up, because the present database must not be set aside now.
    NotRestored,
}

/// The back-up that took a damaged database's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FellBack {
    /// The back-up; it is kept as well.
    pub copy: KeptCopy,
}

impl Care {
    /// Opens a database: puts a staged copy in its place, brings it forward after a copy was made,
    /// and sets a damaged one aside for the newest sound back-up.
    ///
    /// # Errors
    /// The folder cannot be used, or a newer version wrote the file. Damage is no error, see
    /// [`Opened::SetAside`].
    pub fn open(self, place: &Place) -> Result<(Connection, Opened), SafeError> {
        let restored = place.take_staged(self.may_be_replaced)?;
        let (connection, opened) = match self.open_sound(place) {
            Err(error) if error.fault() == Fault::Damaged => {
                tracing::error!(%error, "a damaged database is set aside");
                self.fall_back(place)?
            }
            other => other?,
        };
        files::remove_if_there(&place.doubt_file())?;
        let told = match opened {
            Opened::SetAside { .. } => opened,
            other => restored.unwrap_or(other),
        };
        Ok((connection, told))
    }

    fn open_sound(self, place: &Place) -> Result<(Connection, Opened), SafeError> {
        let found = fs::metadata(place.database()).ok().map(|facts| facts.len());
        let mut connection = Connection::open(place.database())?;
        (self.prepare)(&connection)?;
        let version = self.steps.version(&connection)?;
        // A power cut can leave a file without a byte; it is empty only where nothing was before.
        if version == 0 && found.is_some() && !place.copies()?.is_empty() {
            return Err(SafeError::Damaged("it is empty".to_owned()));
        }
        if found.is_some_and(|size| size <= self.check_up_to) || place.doubt_file().exists() {
            check_whole(&connection)?;
        }
        let opened = match version {
            0 => Opened::Fresh,
            version if version == self.steps.current() => return Ok((connection, Opened::AsLeft)),
            version => Opened::Migrated {
                backup: place.copy_before(&connection, version + 1)?,
            },
        };
        self.steps.run(&mut connection)?;
        Ok((connection, opened))
    }

    fn fall_back(self, place: &Place) -> Result<(Connection, Opened), SafeError> {
        let steps = self.steps;
        let (damaged, copy) = place.set_aside(&|copy| sound(copy, steps))?;
        let (connection, _) = self.open_sound_or_fresh(place, copy.is_some())?;
        let restored = copy.map(|copy| FellBack { copy });
        Ok((connection, Opened::SetAside { damaged, restored }))
    }

    fn open_sound_or_fresh(self, place: &Place, sound: bool) -> Result<(Connection, Opened), SafeError> {
        if sound {
            return self.open_sound(place);
        }
        let mut connection = Connection::open(place.database())?;
        (self.prepare)(&connection)?;
        self.steps.run(&mut connection)?;
        Ok((connection, Opened::Fresh))
    }
}

impl Place {
    /// Puts a staged copy in the database's place; the database is set aside. None where none is
    /// staged.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn take_staged(&self, may_be_replaced: fn(&Connection) -> bool) -> Result<Option<Opened>, SafeError> {
        if !self.is_staged() {
            return Ok(None);
        }
        let mut kept = None;
        if self.database().exists() {
            if !self.is_free(may_be_replaced) {
                self.unstage()?;
                return Ok(Some(Opened::NotRestored));
            }
            let free = free_name(self.database(), "before-restore")?;
            files::move_whole(self.database(), &free)?;
            kept = Some(free);
        }
        files::put_in_place(&self.staged(), self.database())?;
        Ok(Some(Opened::Restored { kept }))
    }

    /// Whether the present file may go. One that cannot be read holds nothing that could forbid it.
    fn is_free(&self, may_be_replaced: fn(&Connection) -> bool) -> bool {
        let Ok(connection) = Connection::open(self.database()) else {
            return true;
        };
        let free = may_be_replaced(&connection);
        // Closed with its log folded in, so that what is set aside is one whole file.
        let _ = connection.close();
        free
    }

    /// Sets a damaged file aside and puts the newest sound back-up in its place, where there is one.
    /// The back-up is staged first: a crash at any moment leaves either the damaged file or the
    /// back-up.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn set_aside(
        &self,
        sound: &dyn Fn(&Path) -> Result<(), SafeError>,
    ) -> Result<(PathBuf, Option<KeptCopy>), SafeError> {
        let copy = self.newest_sound(sound)?;
        if let Some(copy) = &copy {
            copy_to(&look_into(&copy.path)?, &self.staged())?;
        }
        let damaged = free_name(self.database(), "damaged")?;
        files::move_whole(self.database(), &damaged)?;
        if copy.is_some() {
            files::put_in_place(&self.staged(), self.database())?;
        }
        files::remove_if_there(&self.doubt_file())?;
        Ok((damaged, copy))
    }

    /// Looks for damage in the whole file, and has it checked again at the next opening if there is
    /// any. The time it takes grows with the file.
    ///
    /// # Errors
    /// It is damaged, or cannot be read.
    pub fn look_over(&self, connection: &Connection) -> Result<(), SafeError> {
        let outcome = check_whole(connection);
        if outcome
            .as_ref()
            .is_err_and(|error| error.fault() == Fault::Damaged)
        {
            self.doubt()?;
        }
        outcome
    }

    /// Writes a copy for the person to keep.
    ///
    /// # Errors
    /// The copy could not be written.
    pub fn export(&self, from: &Connection, target: &Path) -> Result<(), SafeError> {
        copy_to(from, target)
    }
}
