//! Changing a monitor: only what differs is sent, one change at a time for each
//! monitor, repeated safely, confirmed by a read.

use contract::{MonitorChanges, MonitorDraft};
use gen_client::{CallError, GenClient};
use store::{
    ChangeNotBegun, ChangeRecord, ErrorKind, MonitorId, MonitorRow, PendingChange, Problem, ProblemCode,
    Service, Tried,
};

use crate::view::MonitorDetail;
use crate::{Monitoring, cards, facts, month, problems};

impl Monitoring {
    /// Changes a monitor to what the draft says. A change that met trouble on the way stays open and
    /// is sent again by itself.
    ///
    /// # Errors
    /// Wrong fields, nothing that differs, a state that takes no changes, or the service's refusal:
    /// then the monitor is as it was.
    pub async fn update_monitor(
        &self,
        monitor: MonitorId,
        draft: MonitorDraft,
    ) -> Result<MonitorDetail, Problem> {
        let asked = self.ask_in_turn(monitor, draft).await;
        if is_over(&asked) {
            // What it is now explains the refusal better than the refusal does.
            self.look_again(monitor).await;
        }
        asked?;
        self.detail(monitor).await
    }

    async fn ask_in_turn(&self, monitor: MonitorId, draft: MonitorDraft) -> Result<(), Problem> {
        let turn = self.turn_of(monitor);
        let _turn = turn.lock().await;
        let row = self.monitor_row(monitor).await?;
        if !cards::editable(&row) {
            return Err(Problem::of(
                ProblemCode::JobStatusInvalid,
                "it takes no changes in this state",
            ));
        }
        self.ask(&row, draft).await
    }

    /// Reads a job whose state is in doubt; where nobody answers, the poller asks later.
    pub(crate) async fn look_again(&self, monitor: MonitorId) {
        if let Err(problem) = self.look_now(monitor).await {
            tracing::info!(%monitor, code = ?problem.code, "its state could not be read");
        }
    }

    /// Records a change and sends it. Needs the monitor's turn. It builds on a change that was sent
    /// and never answered: the service may have taken that one, and must not keep half of it.
    async fn ask(&self, row: &MonitorRow, draft: MonitorDraft) -> Result<(), Problem> {
        let nothing = || Problem::of(ProblemCode::NothingChanged, "nothing differs");
        let open = self
            .open_change(row.id)
            .await?
            .filter(|open| open.taken_at.is_none());
        let tried = if open.is_some() {
            Tried::Before
        } else {
            Tried::Never
        };
        let old = open.map_or_else(|| row.spec.clone(), |open| open.wanted);
        let wanted = old.patched(draft).map_err(|wrong| problems::of_fields(&wrong))?;
        let changes = MonitorChanges::between(&old, &wanted).ok_or_else(nothing)?;
        let workspace = self.workspace_row(row.workspace).await?;
        let client = self.client(&workspace).await?;
        let prices = self.tariff(workspace.service, &wanted.target).prices;
        let (monitor, now) = (row.id, self.now());
        let month = month::month_of(now, self.zone());
        let counting = cards::counting(&workspace, now);
        self.open_changes().insert(monitor);
        self.on_store(move |store| {
            let record = ChangeRecord {
                monitor,
                old: &old,
                new: &wanted,
                changes: &changes,
                prices,
                month,
                counting,
            };
            store
                .begin_change(&record, now)
                .map_err(|error| not_begun(&error))
        })
        .await?;
        self.tell_monitor(monitor).await;
        let carried = self.carry_out(&client, monitor, tried).await;
        // A dearer one counts from now on, whether it was answered or not.
        self.check_budget(row.workspace).await;
        carried?;
        self.tell_monitor(monitor).await;
        Ok(())
    }

    /// Sends a monitor's open change, if it has one, and confirms it by a read. Needs the monitor's turn.
    ///
    /// # Errors
    /// The service refused it; the change is then closed, and everything is as it was.
    pub(crate) async fn carry_out(
        &self,
        client: &GenClient,
        monitor: MonitorId,
        tried: Tried,
    ) -> Result<(), Problem> {
        let Some(change) = self.open_change(monitor).await? else {
            self.open_changes().remove(&monitor);
            return Ok(());
        };
        let row = self.monitor_row(monitor).await?;
        let taken = match change.taken_at {
            Some(_) => true,
            None => self.put(client, &row, &change, tried).await?,
        };
        if taken {
            self.confirm(client, &row, &change).await
        } else {
            Ok(())
        }
    }

    async fn open_change(&self, monitor: MonitorId) -> Result<Option<PendingChange>, Problem> {
        self.on_store(move |store| {
            store
                .pending_change(monitor)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }

    /// Sends the change; `false` where it met trouble and stays open.
    async fn put(
        &self,
        client: &GenClient,
        row: &MonitorRow,
        change: &PendingChange,
        tried: Tried,
    ) -> Result<bool, Problem> {
        let workspace = self.workspace_row(row.workspace).await?;
        let changes = MonitorChanges::naming(&change.wanted, &change.touched);
        let (Some(job), Some(changes)) = (&row.job_id, changes) else {
            return Ok(false);
        };
        let (monitor, id, now) = (row.id, change.id, self.now());
        match client.update(&workspace.agent_id, job, &changes).await {
            Ok(_) => {
                let prices = self.tariff(workspace.service, &change.wanted.target).prices;
                self.on_store(move |store| {
                    store
                        .change_taken(monitor, id, prices, now)
                        .map_err(|error| problems::of_store(&error))
                })
                .await?;
                Ok(true)
            }
            Err(error) if is_final(&error) => {
                let problem = problems::of_call(&error);
                let kept = problem.clone();
                self.on_store(move |store| {
                    let ended = match (tried, kept.code) {
                        (Tried::Before, ProblemCode::JobStatusInvalid) => store.change_past(monitor, id, now),
                        _ => store.change_refused(monitor, id, (&kept, tried), now),
                    };
                    ended.map_err(|error| problems::of_store(&error))
                })
                .await?;
                self.tell_monitor(monitor).await;
                Err(problem)
            }
            Err(error) => {
                tracing::info!(%monitor, code = ?problems::code_of_call(&error), "a change stays open");
                Ok(false)
            }
        }
    }

    /// Reads the job after a change. Where it shows its configuration, that is compared.
    async fn confirm(
        &self,
        client: &GenClient,
        row: &MonitorRow,
        change: &PendingChange,
    ) -> Result<(), Problem> {
        let workspace = self.workspace_row(row.workspace).await?;
        let Some(job_id) = &row.job_id else { return Ok(()) };
        let Ok(job) = client.job(&workspace.agent_id, job_id).await else {
            return Ok(());
        };
        let seen = facts::shows(&job, &change.wanted);
        if seen == Some(false) && workspace.service == Service::Gen {
            tracing::warn!(monitor = %row.id, "the service does not show the change it took");
        }
        let (monitor, id, now) = (row.id, change.id, self.now());
        self.on_store(move |store| {
            store
                .change_confirmed(monitor, id, seen == Some(true), now)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }
}

/// A change that the record did not take; one of a job that has just ended is refused as such.
fn not_begun(error: &ChangeNotBegun) -> Problem {
    match error {
        ChangeNotBegun::OverBudget(fit) => problems::over_budget(*fit, error),
        ChangeNotBegun::Store(cause) if cause.kind() == ErrorKind::NotFound => {
            Problem::of(ProblemCode::JobStatusInvalid, cause.to_string())
        }
        ChangeNotBegun::Store(cause) => problems::of_store(cause),
    }
}

/// Whether the service said that the job is past changing.
fn is_over<T>(asked: &Result<T, Problem>) -> bool {
    matches!(asked, Err(problem) if problem.code == ProblemCode::JobStatusInvalid)
}

/// Whether sending the same change again is pointless. Trouble on the way, a busy service and a
/// refused key are not: the change stays open until they are over.
pub(crate) fn is_final(error: &CallError) -> bool {
    matches!(
        error,
        CallError::Refused {
            status: 400..=499,
            ..
        }
    ) && !matches!(
        error,
        CallError::Refused {
            status: 401 | 408 | 425 | 429,
            ..
        }
    )
}
