use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, backup::Backup};

use crate::files::{self, with_suffix};
use crate::place::{check_whole, look_into};
use crate::{Place, SafeError};

/// Why a copy was made; part of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Once in a while.
    Daily,
    /// Before the schema changes.
    BeforeVersion,
}

/// A copy that is kept beside its database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCopy {
    /// The file.
    pub path: PathBuf,
    /// Why it was made.
    pub reason: Reason,
    /// When, by the file.
    pub made: SystemTime,
    /// Bytes.
    pub size: u64,
}

impl Reason {
    const ALL: [Self; 2] = [Self::Daily, Self::BeforeVersion];

    const fn prefix(self) -> &'static str {
        match self {
            Self::Daily => "daily-",
            Self::BeforeVersion => "before-version-",
        }
    }
}

impl Place {
    /// Copies the database to `daily-<label>.db`, unless that is there; of these, `keep` stay.
    /// Safe while the database is in use.
    ///
    /// # Errors
    /// The copy could not be written; the database is untouched, and no older copy is gone.
    pub fn back_up(&self, from: &Connection, label: &str, keep: usize) -> Result<Option<PathBuf>, SafeError> {
        let target = self
            .copies_folder()
            .join(format!("{}{label}.db", Reason::Daily.prefix()));
        if target.exists() {
            return Ok(None);
        }
        make_private(self.copies_folder())?;
        copy_to(from, &target)?;
        self.prune(keep)?;
        Ok(Some(target))
    }

    /// As [`Self::back_up`], by a connection of its own. Nothing where the database is larger than
    /// `up_to` bytes.
    ///
    /// # Errors
    /// The copy could not be written.
    pub fn back_up_beside(&self, label: &str, keep: usize, up_to: u64) -> Result<Option<PathBuf>, SafeError> {
        if fs::metadata(self.database())?.len() > up_to {
            return Ok(None);
        }
        self.back_up(&look_into(self.database())?, label, keep)
    }

    /// Writes a copy of the database for somebody to keep, by a connection of its own.
    ///
    /// # Errors
    /// The copy could not be written.
    pub fn export_beside(&self, target: &Path) -> Result<(), SafeError> {
        copy_to(&look_into(self.database())?, target)
    }

    /// The copies, the newest first.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn copies(&self) -> Result<Vec<KeptCopy>, SafeError> {
        let mut found = Vec::new();
        if !self.copies_folder().exists() {
            return Ok(found);
        }
        for entry in fs::read_dir(self.copies_folder())? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let reason = Reason::ALL
                .into_iter()
                .find(|reason| name.starts_with(reason.prefix()));
            let (Some(reason), true) = (reason, name.ends_with(".db")) else {
                continue;
            };
            let facts = entry.metadata()?;
            found.push(KeptCopy {
                path: entry.path(),
                reason,
                made: facts.modified()?,
                size: facts.len(),
            });
        }
        found.sort_by(|a, b| (b.made, &b.path).cmp(&(a.made, &a.path)));
        Ok(found)
    }

    /// Copies the database before its schema changes, to a name that no copy has.
    pub(crate) fn copy_before(&self, from: &Connection, version: u32) -> Result<PathBuf, SafeError> {
        make_private(self.copies_folder())?;
        let named = |more: &str| {
            let prefix = Reason::BeforeVersion.prefix();
            self.copies_folder().join(format!("{prefix}{version}{more}.db"))
        };
        let mut target = named("");
        let mut number = 2;
        while target.exists() {
            target = named(&format!("-{number}"));
            number += 1;
        }
        copy_to(from, &target)?;
        Ok(target)
    }

    /// The newest copy that is whole.
    pub(crate) fn newest_sound(
        &self,
        sound: &dyn Fn(&Path) -> Result<(), SafeError>,
    ) -> Result<Option<KeptCopy>, SafeError> {
        let copies = self.copies()?;
        Ok(copies.into_iter().find(|copy| {
            sound(&copy.path)
                .inspect_err(|error| tracing::warn!(%error, "a back-up cannot be used"))
                .is_ok()
        }))
    }

    fn prune(&self, keep: usize) -> Result<(), SafeError> {
        let daily = self
            .copies()?
            .into_iter()
            .filter(|copy| copy.reason == Reason::Daily);
        for old in daily.skip(keep) {
            fs::remove_file(old.path)?;
        }
        Ok(())
    }
}

/// Writes a copy of a database in use. It gets its name when it is whole and on disk, so that a
/// half-written copy never bears a whole one's.
///
/// # Errors
/// The copy could not be written, or would not be whole.
pub(crate) fn copy_to(from: &Connection, target: &Path) -> Result<(), SafeError> {
    let partial = with_suffix(target, ".partial");
    files::remove_whole(&partial)?;
    let written = write(from, &partial).and_then(|()| Ok(files::put_in_place(&partial, target)?));
    if written.is_err() {
        // What is left of it would only take room, which may be what was missing.
        let _ = files::remove_whole(&partial);
    }
    written
}

fn write(from: &Connection, partial: &Path) -> Result<(), SafeError> {
    let mut to = Connection::open(partial)?;
    Backup::new(from, &mut to)?.run_to_completion(1_000, Duration::ZERO, None)?;
    // A copy is one file, whatever it was copied from.
    to.pragma_update(None, "journal_mode", "DELETE")?;
    to.close().map_err(|(_, error)| error)?;
    File::open(partial)?.sync_all()?;
    // A damaged database is copied with its damage; such a copy must not push a sound one out.
    check_whole(&look_into(partial)?)
}

/// On Unix nobody else on the machine may look into it.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.recursive(true).create(folder)
}
