use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, backup::Backup};

use crate::{Store, StoreError, migrations};

/// Copies kept of each kind; the oldest go first.
const KEEP: usize = 7;

/// Why a copy is made; part of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupKind {
    /// Once a day.
    Daily,
    /// Before the schema changes.
    BeforeMigration,
}

impl BackupKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::BeforeMigration => "before-version",
        }
    }
}

impl Store {
    /// Copies the record to `backups/daily-<day>.db`, unless that day has one; old ones are removed.
    /// Safe while the record is in use.
    ///
    /// # Errors
    /// The copy could not be written; the record itself is untouched.
    pub fn back_up_daily(&self, day: &str) -> Result<Option<PathBuf>, StoreError> {
        let folder = folder_of(&self.folder().join("feedwatch.db"));
        let target = folder.join(format!("{}-{day}.db", BackupKind::Daily.prefix()));
        if target.exists() {
            return Ok(None);
        }
        fs::create_dir_all(&folder)?;
        copy(&self.reader(), &target)?;
        prune(&folder, BackupKind::Daily)?;
        Ok(Some(target))
    }

    /// Writes a copy of the record to `target`, for the person to keep. It holds no key.
    ///
    /// # Errors
    /// The copy could not be written.
    pub fn export_to(&self, target: &Path) -> Result<(), StoreError> {
        copy(&self.reader(), target)
    }
}

fn folder_of(database: &Path) -> PathBuf {
    database.with_file_name("backups")
}

/// Writes beside the target and renames, so that a half-written copy never bears a whole one's name.
fn copy(from: &Connection, target: &Path) -> Result<(), StoreError> {
    let partial = target.with_extension("partial");
    let mut to = Connection::open(&partial)?;
    Backup::new(from, &mut to)?.run_to_completion(1_000, std::time::Duration::ZERO, None)?;
    to.pragma_update(None, "journal_mode", "DELETE")?;
    to.close().map_err(|(_, error)| error)?;
    fs::File::open(&partial)?.sync_all()?;
    fs::rename(&partial, target)?;
    Ok(())
}

pub(crate) fn before_migration(connection: &Connection, database: &Path) -> Result<PathBuf, StoreError> {
    let folder = folder_of(database);
    fs::create_dir_all(&folder)?;
    let from = migrations::version(connection)?;
    let target = folder.join(format!(
        "{}-{}.db",
        BackupKind::BeforeMigration.prefix(),
        from + 1
    ));
    copy(connection, &target)?;
    Ok(target)
}

fn prune(folder: &Path, kind: BackupKind) -> Result<(), StoreError> {
    let mut names: Vec<_> = databases_in(folder)?
        .into_iter()
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(kind.prefix()))
        })
        .collect();
    names.sort();
    let surplus = names.len().saturating_sub(KEEP);
    for old in names.into_iter().take(surplus) {
        fs::remove_file(old)?;
    }
    Ok(())
}

fn databases_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "db") {
            found.push(path);
        }
    }
    Ok(found)
}

/// The back-ups beside a database, the newest first.
pub(crate) fn newest_first(database: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut found = Vec::new();
    for path in databases_in(&folder_of(database))? {
        found.push((fs::metadata(&path)?.modified()?, path));
    }
    found.sort_by(|a, b| b.cmp(a));
    Ok(found.into_iter().map(|(_, path)| path).collect())
}

/// Moves a database with its log out of the way, to the first free name.
pub(crate) fn set_aside(database: &Path) -> Result<PathBuf, StoreError> {
    let free = (1u32..)
        .map(|number| database.with_file_name(format!("feedwatch.damaged-{number}.db")))
        .find(|path| !path.exists())
        // Proof: the range of numbers is larger than any folder.
        .ok_or(StoreError::Unreadable("folder"))?;
    for suffix in ["-wal", "-shm"] {
        let log = with_suffix(database, suffix);
        if log.exists() {
            fs::rename(log, with_suffix(&free, suffix))?;
        }
    }
    fs::rename(database, &free)?;
    Ok(free)
}

/// Removes a copy that turned out unreadable.
pub(crate) fn discard(database: &Path) -> Result<(), StoreError> {
    for suffix in ["", "-wal", "-shm"] {
        let path = with_suffix(database, suffix);
        if path.exists() {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
