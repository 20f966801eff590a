use std::io;

use rusqlite::ErrorCode;

/// Why a file could not be opened, copied or restored.
#[derive(Debug, thiserror::Error)]
pub enum SafeError {
    /// A newer version wrote it; opening it could lose what that version added.
    #[error("the file has version {found}, and this Feedwatch knows versions up to {known}")]
    TooNew {
        /// The file's version.
        found: u32,
        /// The newest that is known.
        known: u32,
    },
    /// It is no such file, or a damaged one.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// The folder or the disk refused.
    #[error("the folder cannot be used: {0}")]
    Io(#[from] io::Error),
    /// SQLite refused.
    #[error("the file could not be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
}

/// What a refusal is about, as a person would be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A newer Feedwatch wrote the file.
    TooNew,
    /// The file is damaged.
    Damaged,
    /// The disk is full.
    Full,
    /// The folder cannot be written.
    ReadOnly,
    /// Anything else.
    Other,
}

impl SafeError {
    /// What it is about.
    pub fn fault(&self) -> Fault {
        match self {
            Self::TooNew { .. } => Fault::TooNew,
            Self::Damaged(_) => Fault::Damaged,
            Self::Io(cause) => Fault::of_io(cause),
            Self::Sqlite(cause) => Fault::of_sqlite(cause),
        }
    }
}

impl Fault {
    /// What the system's refusal is about.
    pub fn of_io(cause: &io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Other,
        }
    }

    /// What SQLite's refusal is about.
    pub fn of_sqlite(cause: &rusqlite::Error) -> Self {
        match cause.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            _ => Self::Other,
        }
    }
}
