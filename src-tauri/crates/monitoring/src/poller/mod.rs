//! Looking at jobs in the background: one engine for all workspaces.

mod clocks;
mod engine;
mod errand;
mod health;
mod lanes;
mod look;
mod open_starts;
mod tell;

use store::{MonitorId, Problem};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::engine::Engine;
pub(crate) use self::look::Looked;
use crate::view::MonitorDetail;
use crate::{Monitoring, problems};

/// The background work; dropping it ends it. Looks on their way are given up: they change nothing.
#[derive(Debug)]
pub struct Poller {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Poller {
    /// Ends the work and waits until it has ended.
    pub async fn stop(mut self) {
        self.stop.cancel();
        // A panic in the task was logged by its hook; there is nothing to add.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Poller {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Monitoring {
    /// Starts looking at jobs. First, starts that a crash left on their way become unknown, and
    /// everything that came due while Feedwatch was closed is spread out.
    pub fn start_polling(&self) -> Poller {
        let stop = CancellationToken::new();
        let engine = Engine::new(self.clone());
        let until = stop.clone();
        let task = tokio::spawn(async move {
            // Dropping the engine's future drops its looks with it.
            until.run_until_cancelled(engine.run()).await;
        });
        Poller { stop, task }
    }

    /// Looks at one monitor now, because the person asked.
    ///
    /// # Errors
    /// It has no job, or the service refused or did not answer.
    pub async fn look_now(&self, monitor: MonitorId) -> Result<MonitorDetail, Problem> {
        let due = self
            .on_store(move |store| store.due_now(monitor).map_err(|error| problems::of_store(&error)))
            .await?;
        let workspace = self.workspace_row(due.workspace).await?;
        let client = self.client(&workspace).await?;
        let looked = look::at(self, &client, due).await;
        if looked.asks_for_rest() {
            self.told_to_rest().insert(workspace.id, looked.clone());
            self.wake();
        }
        let refused = looked.problem();
        self.apply(vec![look::answer(&looked, &workspace, None)]).await?;
        match refused {
            Some(problem) => Err(problem),
            None => {
                self.service_answered(workspace.id).await?;
                self.detail(monitor).await
            }
        }
    }
}
