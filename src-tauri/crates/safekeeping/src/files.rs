//! Moving a database with what belongs to it, so that a crash at any moment loses nothing.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What SQLite keeps beside a file in use.
const LOGS: [&str; 2] = ["-wal", "-shm"];

pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Moves a database to a free name. The log goes first: where a crash comes between, the database is
/// still in its place, is moved by the next start, and finds its log at the same new name.
pub(crate) fn move_whole(from: &Path, to: &Path) -> io::Result<()> {
    for log in LOGS {
        let log_from = with_suffix(from, log);
        if log_from.exists() {
            fs::rename(log_from, with_suffix(to, log))?;
        }
    }
    fs::rename(from, to)?;
    sync_folder(to)
}

/// Puts a finished file in its place. A log left beside it belongs to another file and would be
/// played into this one.
pub(crate) fn put_in_place(from: &Path, to: &Path) -> io::Result<()> {
    remove_logs(to)?;
    fs::rename(from, to)?;
    sync_folder(to)
}

pub(crate) fn remove_whole(path: &Path) -> io::Result<()> {
    remove_logs(path)?;
    remove_if_there(path)
}

fn remove_logs(path: &Path) -> io::Result<()> {
    LOGS.iter()
        .try_for_each(|log| remove_if_there(&with_suffix(path, log)))
}

pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

/// A rename is on disk when its folder is; Windows has no such call and does it by itself.
pub(crate) fn sync_folder(of: &Path) -> io::Result<()> {
    match of.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// The first of `stem.word-1.db`, `stem.word-2.db`, … that is free.
pub(crate) fn free_name(database: &Path, word: &str) -> io::Result<PathBuf> {
    let stem = database.file_stem().unwrap_or_default().to_string_lossy();
    (1_u32..10_000)
        .map(|number| database.with_file_name(format!("{stem}.{word}-{number}.db")))
        .find(|path| !path.exists())
        .ok_or_else(|| io::Error::other("thousands of files were set aside here; remove some"))
}
