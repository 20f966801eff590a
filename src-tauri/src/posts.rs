//! The read side of the posts, and the one import that may run.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use contract::AgentId;
use library::import::ImportError;
use library::pictures::Pictures;
use library::{LibraryError, Reader};
use monitoring::view::{Problem, ProblemCode, Service, WorkspaceView};

use crate::thumbs;

/// Everything the window's posts need. Nothing is opened before it is asked for.
#[derive(Debug)]
pub(crate) struct Posts {
    path: PathBuf,
    reader: Arc<Mutex<Option<Reader>>>,
    import: Mutex<Import>,
    pictures: OnceLock<Option<Arc<Pictures>>>,
}

/// Where bringing in a file stands.
#[derive(Debug, Default)]
enum Import {
    /// Nothing was chosen.
    #[default]
    Idle,
    /// A file was chosen and looked at; its path never goes to the window.
    Chosen(PathBuf),
    /// It is being brought in; the flag ends it.
    Running(Arc<AtomicBool>),
}

impl Posts {
    pub(crate) fn of(folder: &Path) -> Self {
        Self {
            path: folder.join("service").join("library.db"),
            reader: Arc::default(),
            import: Mutex::default(),
            pictures: OnceLock::new(),
        }
    }

    /// Runs a read on a thread that may block. The library is opened at the first one.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader) -> Result<T, LibraryError> + Send + 'static,
    ) -> Result<T, Problem> {
        let (path, reader) = (self.path.clone(), Arc::clone(&self.reader));
        let done = tokio::task::spawn_blocking(move || {
            let mut reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
            if reader.is_none() {
                *reader = Some(Reader::open(&path)?);
            }
            reader.as_ref().map_or_else(|| Err(not_open()), work)
        });
        done.await.map_err(internal)?.map_err(|error| of_library(&error))
    }

    /// Where the library is, for a reader of one's own that works long.
    pub(crate) fn path(&self) -> PathBuf {
        self.path.clone()
    }

    /// What fetches and keeps pictures; none where it cannot be made.
    pub(crate) fn pictures(&self) -> Option<Arc<Pictures>> {
        let make = || {
            let made = thumbs::pictures(self.path.with_file_name("pictures"));
            made.inspect_err(|error| tracing::error!(%error, "pictures cannot be fetched"))
                .ok()
        };
        self.pictures.get_or_init(make).clone()
    }

    /// Remembers the file that was chosen; not while another is being brought in.
    pub(crate) fn choose(&self, path: PathBuf) -> Result<(), Problem> {
        let mut import = self.import.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*import, Import::Running(_)) {
            return Err(Problem::of(
                ProblemCode::NotNow,
                "another file is being brought in",
            ));
        }
        *import = Import::Chosen(path);
        Ok(())
    }

    /// Takes the chosen file to bring it in; the flag is set when it shall end.
    pub(crate) fn begin(&self) -> Result<(PathBuf, Arc<AtomicBool>), Problem> {
        let mut import = self.import.lock().unwrap_or_else(PoisonError::into_inner);
        let Import::Chosen(path) = &*import else {
            return Err(Problem::of(ProblemCode::NotNow, "no file was chosen"));
        };
        let (path, end) = (path.clone(), Arc::new(AtomicBool::new(false)));
        *import = Import::Running(Arc::clone(&end));
        Ok((path, end))
    }

    pub(crate) fn cancel(&self) {
        let import = self.import.lock().unwrap_or_else(PoisonError::into_inner);
        if let Import::Running(end) = &*import {
            end.store(true, Ordering::Relaxed);
        }
    }

    pub(crate) fn ended(&self) {
        *self.import.lock().unwrap_or_else(PoisonError::into_inner) = Import::Idle;
    }
}

/// Whose posts a workspace shows. What was brought in for a GEN agent is kept apart from the agents
/// of this computer, whatever GEN calls its own.
pub(crate) fn agent_of(workspace: &WorkspaceView) -> Result<AgentId, Problem> {
    if workspace.service != Service::Gen {
        return Ok(workspace.agent_id.clone());
    }
    AgentId::parse(&format!("gen:{}", workspace.agent_id))
        .map_err(|error| Problem::of(ProblemCode::BadAgent, error.to_string()))
}

fn not_open() -> LibraryError {
    LibraryError::NotReady { found: 0 }
}

pub(crate) fn internal(error: impl std::fmt::Display) -> Problem {
    Problem::of(ProblemCode::Internal, error.to_string())
}

pub(crate) fn of_library(error: &LibraryError) -> Problem {
    let code = match error {
        LibraryError::NotReady { .. } => ProblemCode::LocalServiceDown,
        LibraryError::TooNew { .. } => ProblemCode::StoreTooNew,
        LibraryError::Open { .. } | LibraryError::File(_) | LibraryError::Sqlite(_) => {
            ProblemCode::LibraryTrouble
        }
    };
    Problem::of(code, error.to_string())
}

pub(crate) fn of_import(error: &ImportError) -> Problem {
    let code = match error {
        ImportError::File(_) => ProblemCode::FileUnreadable,
        ImportError::UnknownForm => ProblemCode::FileUnknown,
        ImportError::Unmapped => ProblemCode::ValidationError,
        ImportError::Library(error) => return of_library(error),
    };
    Problem::of(code, error.to_string())
}
