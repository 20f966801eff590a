use std::io;
use std::path::PathBuf;

use safekeeping::{Fault, SafeError};

/// Why the record could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such workspace, monitor or submission.
    #[error("{0} is not in the record")]
    NotFound(&'static str),
    /// Another Feedwatch works with this folder.
    #[error("another Feedwatch already uses {}", .0.display())]
    InUse(PathBuf),
    /// The file was written by a newer Feedwatch; it is left untouched.
    #[error("the record has version {found}, and this Feedwatch knows versions up to {known}")]
    TooNew {
        /// The file's version.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// A row holds what no version of Feedwatch writes.
    #[error("the record holds an unreadable {0}")]
    Unreadable(&'static str),
    /// The folder or file could not be made or opened.
    #[error("the folder of the record cannot be used: {0}")]
    Folder(#[from] io::Error),
    /// SQLite failed.
    #[error("the record could not be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// JSON inside a row.
    #[error("the record holds unreadable JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// What a failure means to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Not there.
    NotFound,
    /// Another process has it.
    InUse,
    /// Made by a newer version.
    TooNew,
    /// The disk is full.
    Full,
    /// It cannot be written.
    ReadOnly,
    /// It is damaged.
    Damaged,
    /// Anything else: a fault of ours.
    Internal,
}

impl StoreError {
    /// What it means to a person.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NotFound(_) => ErrorKind::NotFound,
            Self::InUse(_) => ErrorKind::InUse,
            Self::TooNew { .. } => ErrorKind::TooNew,
            Self::Unreadable(_) | Self::Json(_) => ErrorKind::Damaged,
            Self::Folder(cause) => Fault::of_io(cause).into(),
            Self::Sqlite(cause) => Fault::of_sqlite(cause).into(),
        }
    }
}

impl From<Fault> for ErrorKind {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::TooNew => Self::TooNew,
            Fault::Damaged => Self::Damaged,
            Fault::Full => Self::Full,
            Fault::ReadOnly => Self::ReadOnly,
            Fault::Other => Self::Internal,
        }
    }
}

impl From<SafeError> for StoreError {
    fn from(error: SafeError) -> Self {
        match error {
            SafeError::TooNew { found, known } => Self::TooNew { found, known },
            SafeError::Damaged(_) => Self::Unreadable("page"),
            SafeError::Io(cause) => Self::Folder(cause),
            SafeError::Sqlite(cause) => Self::Sqlite(cause),
        }
    }
}
