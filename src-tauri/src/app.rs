use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use local_service::RunningService;
use monitoring::view::{Problem, ProblemCode, StartNotice};
use monitoring::{Monitoring, Poller};
use tokio::sync::watch;

use crate::closing::Asked;
use crate::notifications::Notifications;
use crate::posts::Posts;
use crate::sources::SourceRoom;

/// What the window's commands work with, once it is there.
#[derive(Debug, Clone)]
pub(crate) enum Readiness {
    /// The record is still being opened.
    Opening,
    /// Everything works.
    Ready(Monitoring, Vec<StartNotice>),
    /// The record could not be opened; the window says why.
    Failed(Problem),
}

/// Everything that lives as long as the app.
#[derive(Debug)]
pub(crate) struct Host {
    readiness: watch::Sender<Readiness>,
    background: Mutex<Background>,
    /// The copy that was looked into last; the window never names a file itself.
    chosen: Mutex<Option<PathBuf>>,
    pub(crate) posts: Posts,
    pub(crate) folder: PathBuf,
    pub(crate) sources: SourceRoom,
    /// Whether closing the window has raised its question.
    pub(crate) asked: Asked,
}

/// What ends with the app.
#[derive(Debug, Default)]
pub(crate) struct Background {
    pub(crate) poller: Option<Poller>,
    pub(crate) service: Option<RunningService>,
    pub(crate) notifications: Option<Notifications>,
}

impl Host {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self {
            readiness: watch::Sender::new(Readiness::Opening),
            background: Mutex::default(),
            chosen: Mutex::default(),
            posts: Posts::of(&folder),
            folder,
            sources: SourceRoom::default(),
            asked: Asked::default(),
        }
    }

    pub(crate) fn set(&self, readiness: Readiness) {
        self.readiness.send_replace(readiness);
    }

    /// The use cases, if the record is open.
    pub(crate) fn monitoring_now(&self) -> Option<Monitoring> {
        match &*self.readiness.borrow() {
            Readiness::Ready(monitoring, _) => Some(monitoring.clone()),
            Readiness::Opening | Readiness::Failed(_) => None,
        }
    }

    /// The use cases, as soon as the record is open.
    pub(crate) async fn monitoring(&self) -> Result<Monitoring, Problem> {
        let mut watched = self.readiness.subscribe();
        let gone = |_| Problem::of(ProblemCode::Internal, "the app is ending");
        let settled = watched
            .wait_for(|now| !matches!(now, Readiness::Opening))
            .await
            .map_err(gone)?;
        match &*settled {
            Readiness::Ready(monitoring, _) => Ok(monitoring.clone()),
            Readiness::Failed(problem) => Err(problem.clone()),
            Readiness::Opening => Err(Problem::of(ProblemCode::Internal, "not open yet")),
        }
    }

    /// What the person should know about the start, as far as it has turned out.
    pub(crate) fn notices(&self) -> Vec<StartNotice> {
        match &*self.readiness.borrow() {
            Readiness::Ready(_, notices) => notices.clone(),
            Readiness::Opening | Readiness::Failed(_) => Vec::new(),
        }
    }

    /// Where news becomes notifications; none before the record is open.
    pub(crate) fn notifications(&self) -> Option<Notifications> {
        self.background().notifications.clone()
    }

    /// Adds what turned out after the record was open.
    pub(crate) fn add_notices(&self, more: Vec<StartNotice>) {
        self.readiness.send_if_modified(|now| match now {
            Readiness::Ready(_, notices) if !more.is_empty() => {
                notices.extend(more);
                true
            }
            _ => false,
        });
    }

    /// Where the service on this computer keeps its data.
    pub(crate) fn service_folder(&self) -> PathBuf {
        self.folder.join("service")
    }

    pub(crate) fn choose(&self, copy: Option<PathBuf>) {
        *self
            .chosen
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = copy;
    }

    pub(crate) fn chosen(&self) -> Option<PathBuf> {
        let chosen = self.chosen.lock();
        chosen.unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// The posts as the service writes them.
    pub(crate) fn library(&self) -> Result<Arc<Mutex<library::Library>>, Problem> {
        let background = self.background();
        let service = background.service.as_ref();
        service.map(RunningService::library).ok_or_else(|| {
            Problem::of(
                ProblemCode::LocalServiceDown,
                "the service on this computer is not running",
            )
        })
    }

    pub(crate) fn background(&self) -> std::sync::MutexGuard<'_, Background> {
        // Every change under this lock is one assignment.
        self.background
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
