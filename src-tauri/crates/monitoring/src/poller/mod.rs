//! Looking at jobs in the background: one engine for all workspaces.

mod health;
mod look;
mod open_starts;
mod sleep;
mod tell;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use contract::UnixMillis;
use store::{Due, Gap, GapReason, MonitorId, Problem, WorkspaceId, WorkspaceRow};
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use self::health::Health;
use self::look::Looked;
use self::open_starts::OpenStarts;
use self::sleep::SleepWatch;
use crate::view::MonitorDetail;
use crate::{Monitoring, problems, spread};

/// Requests on their way to one host at a time.
const PER_HOST: usize = 8;
/// Looks in hand at a time, waiting for a place or on their way.
const IN_HAND: usize = 512;
/// Of one workspace, so that a large one does not keep the others waiting.
const PER_WORKSPACE: u32 = 64;
/// The longest the engine rests; keeps sleep detection and the sign of life going.
const REST_MAX: Duration = Duration::from_secs(20);
/// What came due while nobody could look is spread over this.
const CATCH_UP_OVER: Duration = Duration::from_secs(45);
/// A gap shorter than this is not worth a word.
const GAP_MIN: i64 = 5 * 60 * 1_000;
/// Under which the record keeps the last sign of life.
const ALIVE: &str = "alive_at";

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
        let looked = look::at(self, &client, due, &workspace).await;
        let refused = looked.problem();
        self.apply(vec![look::answer(&looked, &workspace, None)]).await?;
        match refused {
            Some(problem) => Err(problem),
            None => {
                self.service_answered(workspace.id).await;
                self.detail(monitor).await
            }
        }
    }
}

struct Engine {
    app: Monitoring,
    health: Health,
    hosts: HashMap<String, Arc<Semaphore>>,
    looks: JoinSet<Looked>,
    in_hand: HashSet<MonitorId>,
    sleep: SleepWatch,
    open_starts: OpenStarts,
}

impl Engine {
    fn new(app: Monitoring) -> Self {
        let sleep = SleepWatch::new(app.now());
        Self {
            app,
            health: Health::default(),
            hosts: HashMap::new(),
            looks: JoinSet::new(),
            in_hand: HashSet::new(),
            sleep,
            open_starts: OpenStarts::default(),
        }
    }

    async fn run(mut self) {
        self.report(self.begin().await);
        loop {
            let outcome = self.turn().await;
            self.report(outcome);
        }
    }

    /// A failing record must not end the watch; it is tried again at the next turn.
    fn report(&self, outcome: Result<(), Problem>) {
        if let Err(problem) = outcome {
            tracing::error!(code = ?problem.code, message = %problem.message, "a turn of the poller failed");
        }
    }

    async fn begin(&self) -> Result<(), Problem> {
        let now = self.app.now();
        let (lost, last) = self
            .app
            .on_store(move |store| {
                let lost = store.recover_sending(now)?;
                store.wake_resting(now)?;
                Ok::<_, store::StoreError>((lost, store.setting::<UnixMillis>(ALIVE)?))
            })
            .await
            .map_err(|error| problems::of_store(&error))?;
        for monitor in lost {
            self.app.tell_monitor(monitor).await;
        }
        if let Some(last) = last {
            self.note_gap(last, now, GapReason::Closed).await?;
        }
        self.catch_up(now).await
    }

    async fn note_gap(&self, from: UnixMillis, until: UnixMillis, why: GapReason) -> Result<(), Problem> {
        if until.since(from) < GAP_MIN {
            return Ok(());
        }
        let gap = Gap { from, until, why };
        self.app
            .on_store(move |store| store.add_gap(gap).map_err(|error| problems::of_store(&error)))
            .await
    }

    /// Spreads everything that is overdue, so that waking up is not a storm.
    async fn catch_up(&self, now: UnixMillis) -> Result<(), Problem> {
        self.app
            .on_store(move |store| {
                let overdue = store.overdue(now)?;
                // A handful is no storm, and a person who just opened the window waits for news.
                if overdue.len() <= PER_HOST {
                    return Ok(());
                }
                let count = overdue.len();
                let at = |(index, monitor)| (monitor, spread(now, index, count, CATCH_UP_OVER));
                let plans: Vec<_> = overdue.into_iter().enumerate().map(at).collect();
                store.plan_looks(&plans)
            })
            .await
            .map_err(|error| problems::of_store(&error))
    }

    /// One turn: send what is due, then wait for an answer, a bell or the next time.
    async fn turn(&mut self) -> Result<(), Problem> {
        self.notice_sleep().await?;
        self.open_starts.ask(&self.app);
        let dispatched = self.dispatch().await;
        let rest = self.rest().await;
        tokio::select! {
            Some(first) = self.looks.join_next() => self.take(first).await?,
            () = self.app.bell().notified() => {}
            () = tokio::time::sleep(rest) => self.sign_of_life().await?,
        }
        dispatched
    }

    async fn notice_sleep(&mut self) -> Result<(), Problem> {
        let now = self.app.now();
        let Some(from) = self.sleep.slept_since(now) else {
            return Ok(());
        };
        // What failed before the sleep says nothing about after it.
        self.health.forget_streaks();
        self.note_gap(from, now, GapReason::Asleep).await?;
        self.catch_up(now).await
    }

    async fn sign_of_life(&self) -> Result<(), Problem> {
        let now = self.app.now();
        self.app
            .on_store(move |store| {
                store
                    .save_setting(ALIVE, &now)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        self.app.back_up_daily().await
    }

    /// Puts what is due in hand.
    async fn dispatch(&mut self) -> Result<(), Problem> {
        let room = IN_HAND.saturating_sub(self.looks.len());
        // Asking the record for a few at a time would cost more than the looks.
        if room < IN_HAND / 2 {
            return Ok(());
        }
        let now = self.app.now();
        let due = self
            .app
            .on_store(move |store| {
                let limit = u32::try_from(IN_HAND).unwrap_or(u32::MAX);
                store
                    .due(now, PER_WORKSPACE, limit)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        let due: Vec<_> = due
            .into_iter()
            .filter(|due| !self.in_hand.contains(&due.monitor))
            .take(room)
            .collect();
        if due.is_empty() {
            return Ok(());
        }
        let workspaces: HashMap<_, _> = self
            .app
            .workspace_rows()
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        for one in due {
            if let Some(workspace) = workspaces.get(&one.workspace) {
                self.send(one, workspace.clone());
            }
        }
        Ok(())
    }

    fn send(&mut self, due: Due, workspace: WorkspaceRow) {
        let host = workspace
            .base_url
            .clone()
            .unwrap_or_else(|| workspace.service.as_str().to_owned());
        let place = Arc::clone(
            self.hosts
                .entry(host)
                .or_insert_with(|| Arc::new(Semaphore::new(PER_HOST))),
        );
        let rest = self.health.resting_until(workspace.id, self.app.now());
        let app = self.app.clone();
        self.in_hand.insert(due.monitor);
        self.looks.spawn(async move {
            if let Some(until) = rest {
                return Looked::postponed(due, workspace.id, until);
            }
            // The semaphore is never closed; without a place the look simply goes ahead.
            let _place = place.acquire().await;
            match app.client(&workspace).await {
                Ok(client) => look::at(&app, &client, due, &workspace).await,
                Err(problem) => Looked::no_access(due, workspace.id, problem, app.now()),
            }
        });
    }

    /// Takes every answer that is there, and writes them in one transaction.
    async fn take(&mut self, first: Result<Looked, tokio::task::JoinError>) -> Result<(), Problem> {
        let mut batch = Vec::new();
        let mut next = Some(first);
        while let Some(joined) = next {
            match joined {
                Ok(looked) => batch.push(looked),
                Err(error) => tracing::error!(%error, "a look ended without an answer"),
            }
            next = self.looks.try_join_next();
        }
        if batch.is_empty() {
            // Whose look it was is not known; what is still due is found again.
            self.in_hand.clear();
        }
        for looked in &batch {
            self.in_hand.remove(&looked.due.monitor);
        }
        self.write(batch).await
    }

    async fn write(&mut self, batch: Vec<Looked>) -> Result<(), Problem> {
        let workspaces: HashMap<WorkspaceId, WorkspaceRow> = self
            .app
            .workspace_rows()
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let mut answers = Vec::with_capacity(batch.len());
        for looked in &batch {
            let Some(workspace) = workspaces.get(&looked.workspace) else {
                continue;
            };
            let verdict = self.health.judge(looked);
            answers.push(look::answer(
                looked,
                workspace,
                self.health.resting_until(workspace.id, looked.at),
            ));
            self.app.tell_health(workspace, verdict).await?;
        }
        self.app.apply(answers).await
    }

    /// How long nothing is due.
    async fn rest(&self) -> Duration {
        let next = self.app.on_store(|store| store.next_look()).await.ok().flatten();
        let wait = next.map_or(i64::MAX, |next| next.since(self.app.now()));
        // What is due but in hand already, or waits for room, is not waited for here.
        let least = if self.looks.is_empty() { 20 } else { 250 };
        Duration::from_millis(u64::try_from(wait.max(least)).unwrap_or(u64::MAX)).min(REST_MAX)
    }
}
