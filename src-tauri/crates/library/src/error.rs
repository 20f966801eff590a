use std::path::PathBuf;

/// What can go wrong with the library's file.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The file cannot be opened or made.
    #[error("the library {path} cannot be opened: {cause}")]
    Open {
        /// Where it should be.
        path: PathBuf,
        /// SQLite's reason.
        cause: rusqlite::Error,
    },
    /// The file was written by a newer version; opening it could lose what that version added.
    #[error(
        "the library has format {found}, and this version knows formats up to {known}: use a newer version"
    )]
    TooNew {
        /// The format in the file.
        found: i64,
        /// The newest format this build knows.
        known: i64,
    },
    /// Its writer has not brought it to this build's format yet.
    #[error("the library has format {found} and is still being made ready")]
    NotReady {
        /// The format in the file.
        found: i64,
    },
    /// A file beside it could not be read or written.
    #[error("a file of the library could not be read or written: {0}")]
    File(#[from] std::io::Error),
    /// A read or a write failed; nothing of the write was kept.
    #[error("the library could not be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
}
