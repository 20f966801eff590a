use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use safekeeping::Place;

use crate::StartError;

/// The data folder, held by this process alone until dropped.
#[derive(Debug)]
pub(crate) struct DataFolder {
    path: PathBuf,
    // Held for its lock only; the system lets go of it even after a crash.
    _lock: File,
}

impl DataFolder {
    /// Makes the folder where it is missing, and takes it.
    ///
    /// # Errors
    /// It cannot be made or written, or another service has it.
    pub(crate) fn take(path: &Path) -> Result<Self, StartError> {
        let broken = |cause| StartError::DataFolder {
            path: path.to_owned(),
            cause,
        };
        make(path).map_err(broken)?;
        let lock_path = path.join("service.lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(lock_path)
            .map_err(broken)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                path: path.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(StartError::InUse {
                path: path.to_owned(),
            }),
            Err(TryLockError::Error(cause)) => Err(broken(cause)),
        }
    }

    pub(crate) fn jobs(&self) -> Place {
        jobs_in(&self.path)
    }

    pub(crate) fn posts(&self) -> Place {
        posts_in(&self.path)
    }
}

/// Where the jobs and the ledger lie in a data folder.
pub(crate) fn jobs_in(folder: &Path) -> Place {
    Place::new(folder.join("service.db"), folder.join("backups/service"))
}

/// Where the posts lie in a data folder.
pub(crate) fn posts_in(folder: &Path) -> Place {
    Place::new(folder.join("library.db"), folder.join("backups/library"))
}

/// On Unix nobody else on the machine may look into it: comments are personal data.
fn make(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.recursive(true).create(path)
}
