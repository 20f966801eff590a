//! Sending a started list: one row after the other, each under its own intent, until all are sent, the
//! person stops it, or something stands in the way of every row.

use std::time::Duration;

use store::{
    ImportId, ImportRow, ImportRowState, ImportState, IntentId, Problem, ProblemCode, Retry, RowEnd,
    StateWord,
};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::view::{ImportView, MonitorCard};
use crate::{Monitoring, NewMonitor, problems};

/// The window is told of progress so often at most.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// The pause that a service gets which asks for one without saying how long.
const PAUSE: Duration = Duration::from_secs(30);
/// The longest pause that is made before the person is asked.
const PAUSE_MAX: Duration = Duration::from_secs(300);

/// What a row's end means for those after it.
enum Step {
    Next,
    /// The service wants a pause.
    Wait(Duration),
    /// It would meet every row: the person decides.
    Stop(Problem),
}

impl Monitoring {
    /// Goes on with a list that was stopped; one that is being sent goes on anyway.
    ///
    /// # Errors
    /// It is not there, or the record cannot be written.
    pub async fn continue_import(&self, id: ImportId) -> Result<ImportView, Problem> {
        if let Some(worker) = self.workers().get(id) {
            if !worker.stop.is_cancelled() {
                return self.import(id).await;
            }
            worker.gone.cancelled().await;
        }
        self.import(id).await?;
        self.write_import(id, ImportState::Running, None).await?;
        self.send_import(id);
        self.import(id).await
    }

    /// Sends the refused rows of a list again, each under a new intent, and goes on with it.
    ///
    /// # Errors
    /// It is not there, or the record cannot be written.
    pub async fn retry_import(&self, id: ImportId) -> Result<ImportView, Problem> {
        self.on_store(move |store| {
            for row in store.import_rows(id, &[ImportRowState::Refused], 0, u32::MAX)? {
                store.renew_import_row(id, row.position, &IntentId::random(), row.monitor)?;
            }
            Ok::<_, store::StoreError>(())
        })
        .await
        .map_err(|error| problems::of_store(&error))?;
        self.continue_import(id).await
    }

    /// Stops a list after the row that is on its way; the rest waits.
    ///
    /// # Errors
    /// It is not there, or the record cannot be written.
    pub async fn stop_import(&self, id: ImportId) -> Result<ImportView, Problem> {
        match self.workers().get(id) {
            Some(worker) => worker.stop.cancel(),
            None if self.import(id).await?.state == ImportState::Running => {
                self.write_import(id, ImportState::Stopped, None).await?;
            }
            None => {}
        }
        self.import(id).await
    }

    /// Ends what is being sent after the row that is on its way. For the end of the app.
    pub async fn rest_imports(&self) {
        let workers = self.workers();
        workers.cancel_all();
        workers.tasks.close();
        workers.tasks.wait().await;
        workers.tasks.reopen();
    }

    /// Lists that a crash left running are stopped: what they cost is for the person to go on with.
    pub(crate) async fn recover_imports(&self) -> Result<(), Problem> {
        let (now, running) = (self.now(), self.workers().ids());
        let stopped = self
            .on_store(move |store| {
                store
                    .recover_imports(&running, now)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        for id in stopped {
            self.tell_import(id).await;
        }
        Ok(())
    }

    /// Sends a list in the background, unless that is being done.
    pub(super) fn send_import(&self, id: ImportId) {
        let Some(worker) = self.workers().begin(id) else {
            return;
        };
        let this = self.clone();
        self.workers().tasks.spawn(async move {
            let ended = this.send_rows(id, &worker.stop).await;
            let waits = this.import(id).await.is_ok_and(|view| view.waiting > 0);
            let (state, problem) = match ended {
                Ok(Some(problem)) | Err(problem) => (ImportState::Stopped, Some(problem)),
                Ok(None) if waits => (ImportState::Stopped, None),
                Ok(None) => (ImportState::Finished, None),
            };
            worker.stop.cancel();
            if let Err(problem) = this.write_import(id, state, problem).await {
                tracing::error!(code = ?problem.code, "the end of an import could not be noted");
            }
            this.workers().end(id);
            this.tell_import(id).await;
        });
    }

    /// Sends row after row; gives what stopped it, or none where it came to its end or was cancelled.
    async fn send_rows(&self, id: ImportId, token: &CancellationToken) -> Result<Option<Problem>, Problem> {
        // A row whose start is on disk was sent, whatever the list says of it.
        self.reconcile(id).await?;
        let workspace = self.import(id).await?.workspace_id;
        let mut told = Instant::now();
        while !token.is_cancelled() {
            let Some(row) = self.next_row(id).await? else {
                return Ok(None);
            };
            match self.send_row(id, workspace, row).await? {
                Step::Next => {}
                Step::Stop(problem) => return Ok(Some(problem)),
                Step::Wait(pause) => {
                    let _ = tokio::time::timeout(pause, token.cancelled()).await;
                }
            }
            if told.elapsed() >= TELL_EVERY {
                self.tell_import(id).await;
                told = Instant::now();
            }
        }
        Ok(None)
    }

    async fn next_row(&self, id: ImportId) -> Result<Option<ImportRow>, Problem> {
        let rows = self
            .on_store(move |store| {
                store
                    .import_rows(id, &[ImportRowState::Waiting], 0, 1)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        Ok(rows.into_iter().next())
    }

    async fn reconcile(&self, id: ImportId) -> Result<(), Problem> {
        self.on_store(move |store| {
            store
                .reconcile_import(id)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }

    async fn send_row(
        &self,
        id: ImportId,
        workspace: store::WorkspaceId,
        row: ImportRow,
    ) -> Result<Step, Problem> {
        let new = NewMonitor {
            workspace,
            draft: row.draft.clone(),
            intent: row.intent.clone(),
            tags: row.tags.clone(),
            retry_of: row.retry_of,
        };
        match self.create_monitor(new).await {
            Ok(card) => self.sent(id, row.position, card).await,
            Err(problem) if problem.code == ProblemCode::AlreadySent => {
                self.reconcile(id).await?;
                Ok(Step::Next)
            }
            // Nothing was recorded as sent, and nothing but this row is wrong.
            Err(problem) if is_of_the_row(problem.code) => {
                let end = RowEnd {
                    state: ImportRowState::Refused,
                    monitor: None,
                    problem: Some(problem),
                };
                self.end_row(id, row.position, end).await?;
                Ok(Step::Next)
            }
            Err(problem) => Ok(Step::Stop(problem)),
        }
    }

    /// What became of a row whose start is on disk.
    async fn sent(&self, id: ImportId, position: u32, card: MonitorCard) -> Result<Step, Problem> {
        let monitor = Some(card.id);
        let problem = card.problem.clone();
        let end = |state, problem| RowEnd {
            state,
            monitor,
            problem,
        };
        match card.state {
            StateWord::NotStarted => self.refused(id, position, card).await,
            // It may be running. Another that ends so would be another amount in doubt.
            StateWord::NotKnown => {
                self.end_row(id, position, end(ImportRowState::Unknown, problem.clone()))
                    .await?;
                let unknown = || Problem::of(ProblemCode::OutcomeUnknown, "a start got no answer");
                Ok(Step::Stop(problem.unwrap_or_else(unknown)))
            }
            _ => {
                self.end_row(id, position, end(ImportRowState::Started, None))
                    .await?;
                Ok(Step::Next)
            }
        }
    }

    /// A refused start: of this row alone, or of every row that would follow. Then the row waits again,
    /// under another intent, because it provably was not started.
    async fn refused(&self, id: ImportId, position: u32, card: MonitorCard) -> Result<Step, Problem> {
        let refusal = || Problem::of(ProblemCode::Refused, "the start was refused");
        let problem = card.problem.clone().unwrap_or_else(refusal);
        let meets_all = meets_every_row(problem.code);
        if !meets_all {
            let end = RowEnd {
                state: ImportRowState::Refused,
                monitor: Some(card.id),
                problem: Some(problem),
            };
            self.end_row(id, position, end).await?;
            return Ok(Step::Next);
        }
        let (intent, monitor) = (IntentId::random(), card.id);
        self.on_store(move |store| {
            store
                .renew_import_row(id, position, &intent, Some(monitor))
                .map_err(|error| problems::of_store(&error))
        })
        .await?;
        Ok(match pause_of(&problem) {
            Some(pause) if pause <= PAUSE_MAX => Step::Wait(pause),
            _ => Step::Stop(problem),
        })
    }

    async fn end_row(&self, id: ImportId, position: u32, end: RowEnd) -> Result<(), Problem> {
        self.on_store(move |store| {
            store
                .end_import_row(id, position, &end)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }

    async fn write_import(
        &self,
        id: ImportId,
        state: ImportState,
        problem: Option<Problem>,
    ) -> Result<(), Problem> {
        let now = self.now();
        self.on_store(move |store| {
            store
                .write_import_state(id, state, problem.as_ref(), now)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }
}

/// Refusals before anything was recorded that say nothing of the other rows.
const fn is_of_the_row(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::ValidationError | ProblemCode::NoSource | ProblemCode::NotNow
    )
}

/// Refusals that the next row would meet too.
const fn meets_every_row(code: ProblemCode) -> bool {
    !matches!(
        code,
        ProblemCode::ValidationError
            | ProblemCode::NoSource
            | ProblemCode::Refused
            | ProblemCode::UserJobNotFound
    )
}

/// How long a service asks to be left alone; none where it did not ask for that.
fn pause_of(problem: &Problem) -> Option<Duration> {
    (problem.code == ProblemCode::TooManyRequests).then_some(match problem.retry {
        Some(Retry::ByItself { seconds }) => Duration::from_secs(seconds.max(1).into()),
        _ => PAUSE,
    })
}
