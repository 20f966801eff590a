//! The clockwork: starts what is due, and runs again what a crash interrupted.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio::task::{AbortHandle, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::checks::{self, Begun, Check, Runner};
use crate::clock;
use crate::db::DbError;

/// Checks at a time. After a long sleep of the computer everything is due at once; this spreads it.
const AT_A_TIME: usize = 4;
/// The longest nap: wakes the schedule after the computer slept or its clock was set.
const NAP_MAX: Duration = Duration::from_secs(60);
/// After trouble with the store.
const PAUSE: Duration = Duration::from_secs(1);

/// What others may tell the schedule.
#[derive(Debug, Clone)]
pub(crate) struct ScheduleHandle {
    wake: Arc<Notify>,
    stop_job: mpsc::UnboundedSender<i64>,
}

impl ScheduleHandle {
    /// Something may be due earlier than it thought.
    pub(crate) fn wake(&self) {
        self.wake.notify_one();
    }

    /// This job was stopped; its check, if one runs, need not go on.
    pub(crate) fn stopped(&self, job: i64) {
        // Nobody listens only when the schedule has ended, and its checks with it.
        let _ = self.stop_job.send(job);
    }
}

/// The loop's state.
#[derive(Debug)]
pub(crate) struct Schedule {
    runner: Runner,
    wake: Arc<Notify>,
    stops: mpsc::UnboundedReceiver<i64>,
    running: JoinSet<Result<i64, DbError>>,
    by_job: HashMap<i64, AbortHandle>,
    /// Checks whose rows say "running" while no task runs them.
    waiting: Vec<Check>,
    /// Whether such checks have to be looked for: at the start, and after one could not be recorded.
    look_for_lost: bool,
}

impl Schedule {
    pub(crate) fn new(runner: Runner) -> (Self, ScheduleHandle) {
        let wake = Arc::new(Notify::new());
        let (stop_job, stops) = mpsc::unbounded_channel();
        let handle = ScheduleHandle {
            wake: Arc::clone(&wake),
            stop_job,
        };
        let (running, by_job, waiting) = (JoinSet::new(), HashMap::new(), Vec::new());
        (
            Self {
                runner,
                wake,
                stops,
                running,
                by_job,
                waiting,
                look_for_lost: true,
            },
            handle,
        )
    }

    /// Runs until cancelled; then every running check is dropped, to be run again at the next start.
    pub(crate) async fn run(mut self, cancel: CancellationToken) {
        tokio::select! {
            () = cancel.cancelled() => {}
            () = self.work() => {}
        }
        self.running.shutdown().await;
    }

    async fn work(&mut self) {
        loop {
            let nap = match self.start_due().await {
                Ok(nap) => nap,
                Err(cause) => {
                    tracing::error!(%cause, "the schedule could not read or write its data");
                    PAUSE
                }
            };
            tokio::select! {
                () = self.wake.notified() => {}
                () = tokio::time::sleep(nap) => {}
                Some(ended) = self.running.join_next(), if !self.running.is_empty() => self.ended(ended).await,
                Some(job) = self.stops.recv() => self.stop(job),
            }
        }
    }

    /// Fills the free places; how long nothing more can be due.
    async fn start_due(&mut self) -> Result<Duration, DbError> {
        self.find_lost().await?;
        while self.running.len() < AT_A_TIME
            && let Some(check) = self.waiting.pop()
        {
            self.start(check);
        }
        let free = AT_A_TIME - self.running.len();
        let due = self
            .runner
            .db
            .change(move |change| checks::due(change, clock::now(), free));
        for job in due.await? {
            let (sources, pace) = (Arc::clone(&self.runner.sources), self.runner.pace);
            let bills = self.runner.bills.clone();
            let begun = self
                .runner
                .db
                .change(move |change| checks::begin(change, (&sources, &bills), pace, job, clock::now()));
            if let Begun::Running(check) = begun.await? {
                self.start(check);
            }
        }
        if self.running.len() >= AT_A_TIME {
            return Ok(NAP_MAX);
        }
        let next = self.runner.db.change(checks::next_due).await?;
        let millis = next.map_or(i64::MAX, |at| at.since(clock::now()).max(0));
        Ok(Duration::from_millis(u64::try_from(millis).unwrap_or(0)).min(NAP_MAX))
    }

    async fn find_lost(&mut self) -> Result<(), DbError> {
        if self.look_for_lost {
            let mut lost = self.runner.db.change(checks::interrupted).await?;
            lost.retain(|check| !self.by_job.contains_key(&check.job));
            // Taken from the end: the longest waiting comes first.
            lost.reverse();
            (self.waiting, self.look_for_lost) = (lost, false);
        }
        Ok(())
    }

    fn start(&mut self, check: Check) {
        let (runner, job) = (self.runner.clone(), check.job);
        let task = self
            .running
            .spawn(async move { checks::run(&runner, check).await.map(|()| job) });
        self.by_job.insert(job, task);
    }

    async fn ended(&mut self, ended: Result<Result<i64, DbError>, JoinError>) {
        let trouble = match ended {
            Ok(Ok(_)) => None,
            Err(cause) if cause.is_cancelled() => None,
            Ok(Err(cause)) => Some(cause.to_string()),
            Err(cause) => Some(cause.to_string()),
        };
        self.by_job.retain(|_, task| !task.is_finished());
        if let Some(cause) = trouble {
            tracing::error!(cause, "a check could not be recorded; it will be run again");
            self.look_for_lost = true;
            tokio::time::sleep(PAUSE).await;
        }
    }

    fn stop(&mut self, job: i64) {
        self.waiting.retain(|check| check.job != job);
        if let Some(task) = self.by_job.remove(&job) {
            task.abort();
        }
        // Work that a provider bills is ended there, by the check that is still open.
        self.look_for_lost = true;
    }
}
