//! Lists of targets: opened, tried without consequences, started row by row, each at most once.

mod check;
mod open;
mod record;
mod run;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use store::ImportId;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use open::Shelf;

/// The lists that are being sent.
#[derive(Debug, Default)]
pub(crate) struct Workers {
    running: Mutex<HashMap<ImportId, Worker>>,
    tasks: TaskTracker,
}

/// One list that is being sent.
#[derive(Debug, Clone, Default)]
struct Worker {
    /// Asks it to end after its present row; it says so itself once it sends no more.
    stop: CancellationToken,
    /// It has noted its end and is gone.
    gone: CancellationToken,
}

impl Workers {
    /// A worker for a list that has none; none where it has one.
    fn begin(&self, id: ImportId) -> Option<Worker> {
        let mut running = self.running();
        if running.contains_key(&id) {
            return None;
        }
        let worker = Worker::default();
        running.insert(id, worker.clone());
        Some(worker)
    }

    fn end(&self, id: ImportId) {
        if let Some(worker) = self.running().remove(&id) {
            worker.gone.cancel();
        }
    }

    fn get(&self, id: ImportId) -> Option<Worker> {
        self.running().get(&id).cloned()
    }

    fn cancel_all(&self) {
        self.running().values().for_each(|worker| worker.stop.cancel());
    }

    fn ids(&self) -> Vec<ImportId> {
        self.running().keys().copied().collect()
    }

    /// Every change under this lock is one insertion or removal.
    fn running(&self) -> MutexGuard<'_, HashMap<ImportId, Worker>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
