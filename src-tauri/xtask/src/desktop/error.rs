use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a desktop did not come up.
#[derive(Debug)]
pub enum DesktopError {
    /// A program could not be started; `cargo xtask setup` installs what is missing.
    Program {
        /// Its name.
        program: String,
        /// What the system said.
        error: io::Error,
    },
    /// A part was started but did not become ready.
    NotReady {
        /// What was waited for.
        part: &'static str,
        /// Its log.
        log: PathBuf,
    },
    /// A folder or file of the desktop could not be made.
    Folder(io::Error),
}

impl fmt::Display for DesktopError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Program { program, error } => {
                write!(
                    f,
                    "`{program}` could not be started ({error}); `cargo xtask setup` installs what is missing"
                )
            }
            Self::NotReady { part, log } => write!(f, "{part} did not come up; its log is {}", log.display()),
            Self::Folder(error) => write!(f, "a folder for the desktop could not be made: {error}"),
        }
    }
}

impl std::error::Error for DesktopError {}

impl From<io::Error> for DesktopError {
    fn from(error: io::Error) -> Self {
        Self::Folder(error)
    }
}
