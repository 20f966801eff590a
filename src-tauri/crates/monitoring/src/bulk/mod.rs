//! Work on many monitors at once: priced first, then done one intent each, a few at a time, told
//! monitor by monitor. It can be ended between two monitors, never in the middle of one.

mod quote;

use std::collections::HashSet;

use contract::{Money, MonitorDraft};
use store::{MonitorId, MonitorRow, Problem, ProblemCode, StateWord, WorkspaceId};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::notices::Notice;
use crate::view::{BulkFailure, BulkId, BulkItem, BulkName, BulkOutcome, BulkProgress, BulkWork};
use crate::{Monitoring, NewMonitor, problems};

/// Monitors on their way at the same time; below the poller's cap for a host.
const AT_ONCE: usize = 4;

impl Monitoring {
    /// Does the work to the monitors of a quote. `agreed` is the amount that was shown: where the
    /// monitors cost more by now, nothing is begun.
    ///
    /// # Errors
    /// The work was begun before, it costs more than was shown, or the record cannot be read.
    pub async fn run_bulk(
        &self,
        id: BulkId,
        work: BulkWork,
        items: Vec<BulkItem>,
        agreed: Money,
    ) -> Result<BulkOutcome, Problem> {
        let rows = self.rows_of(&items).await?;
        if self.costs_more(&work, &rows, agreed).await? {
            return Err(Problem::of(ProblemCode::NotNow, "it costs more than was shown"));
        }
        let ended = self.begin_bulk(id)?;
        let outcome = Bulk {
            id,
            work,
            rows,
            items,
        }
        .run(self, &ended)
        .await;
        self.bulks().remove(&id);
        outcome
    }

    /// Ends work after the monitors that are on their way.
    pub fn end_bulk(&self, id: BulkId) {
        if let Some(running) = self.bulks().get(&id) {
            running.cancel();
        }
    }

    fn begin_bulk(&self, id: BulkId) -> Result<CancellationToken, Problem> {
        let mut running = self.bulks();
        if running.contains_key(&id) {
            return Err(Problem::of(ProblemCode::AlreadySent, "it runs already"));
        }
        let token = CancellationToken::new();
        running.insert(id, token.clone());
        Ok(token)
    }

    async fn rows_of(&self, items: &[BulkItem]) -> Result<Vec<MonitorRow>, Problem> {
        let ids: Vec<_> = items.iter().map(|item| item.monitor_id).collect();
        self.monitor_rows(ids).await
    }

    pub(crate) async fn monitor_rows(&self, ids: Vec<MonitorId>) -> Result<Vec<MonitorRow>, Problem> {
        self.on_store(move |store| store.monitors(&ids).map_err(|error| problems::of_store(&error)))
            .await
    }
}

/// One piece of work under way.
struct Bulk {
    id: BulkId,
    work: BulkWork,
    rows: Vec<MonitorRow>,
    items: Vec<BulkItem>,
}

/// How it went for one monitor.
struct Done {
    workspace: WorkspaceId,
    monitor: BulkName,
    result: Result<(), Problem>,
}

impl Bulk {
    async fn run(self, monitoring: &Monitoring, ended: &CancellationToken) -> Result<BulkOutcome, Problem> {
        let of = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let mut outcome = BulkOutcome::default();
        let mut barred: HashSet<WorkspaceId> = HashSet::new();
        let mut waiting = self.rows.iter();
        let mut under_way = JoinSet::new();
        loop {
            while under_way.len() < AT_ONCE {
                let Some(row) = waiting.next() else { break };
                if ended.is_cancelled() || barred.contains(&row.workspace) {
                    outcome.not_begun.push(name(row));
                } else {
                    under_way.spawn(self.one(monitoring.clone(), row.clone()));
                }
            }
            let Some(done) = under_way.join_next().await else {
                break;
            };
            let done = done.map_err(problems::internal)?;
            if done.result.as_ref().is_err_and(bars_the_rest) {
                barred.insert(done.workspace);
            }
            outcome.take(done);
            monitoring.notices().send(Notice::Bulk(BulkProgress {
                id: self.id,
                done: outcome.so_far(),
                of,
            }));
        }
        Ok(outcome)
    }

    fn one(&self, monitoring: Monitoring, row: MonitorRow) -> impl Future<Output = Done> + use<> {
        let work = self.work.clone();
        let intent = self
            .items
            .iter()
            .find(|item| item.monitor_id == row.id)
            .map(|item| item.intent_id.clone());
        async move {
            let result = match (work, intent) {
                (BulkWork::RunAgain, Some(intent)) => monitoring.run_again(&row, intent).await,
                (BulkWork::Stop, _) => monitoring.stop_monitor(row.id).await.map(drop),
                (BulkWork::Change { draft }, _) => monitoring.update_monitor(row.id, draft).await.map(drop),
                // Every row was read for an item; without its intent nothing may be sent.
                (BulkWork::RunAgain, None) => Err(Problem::of(ProblemCode::Internal, "it has no intent")),
            };
            Done {
                workspace: row.workspace,
                monitor: name(&row),
                result,
            }
        }
    }
}

impl BulkOutcome {
    fn take(&mut self, done: Done) {
        match done.result {
            Ok(()) => self.done += 1,
            Err(problem) => self.failed.push(BulkFailure {
                monitor: done.monitor,
                problem,
            }),
        }
    }

    fn so_far(&self) -> u32 {
        self.done
            .saturating_add(u32::try_from(self.failed.len()).unwrap_or(u32::MAX))
    }
}

impl Monitoring {
    /// Starts the same again: in the place of a start that was refused, as a new monitor otherwise.
    async fn run_again(&self, row: &MonitorRow, intent: store::IntentId) -> Result<(), Problem> {
        // It may have been begun elsewhere since the quote.
        let row = self.monitor_row(row.id).await?;
        if quote::why_not_again(&row).is_some() {
            return Err(Problem::of(
                ProblemCode::NotNow,
                "it runs, or its outcome is open",
            ));
        }
        let again = NewMonitor {
            workspace: row.workspace,
            draft: MonitorDraft::from(&row.spec),
            intent,
            tags: row.tags,
            retry_of: (row.state == StateWord::NotStarted).then_some(row.id),
        };
        let card = self.create_monitor(again).await?;
        match (card.state, card.problem) {
            (StateWord::NotStarted | StateWord::NotKnown, Some(problem)) => Err(problem),
            _ => Ok(()),
        }
    }
}

/// Whether the next monitor of the workspace would meet the same, so that it is not begun.
fn bars_the_rest(problem: &Problem) -> bool {
    use ProblemCode as Code;
    matches!(
        problem.code,
        Code::Unauthorized
            | Code::PermissionDenied
            | Code::NoActiveCreditPurchase
            | Code::TooFewCredits
            | Code::TooManyRequests
            | Code::NameNotFound
            | Code::CannotConnect
            | Code::TlsFailed
            | Code::ProxyFailed
            | Code::Offline
            | Code::OutcomeUnknown
            | Code::TimedOut
            | Code::ConnectionLost
            | Code::KeyMissing
            | Code::KeychainMissing
            | Code::KeychainLocked
            | Code::KeychainDenied
            | Code::KeychainDismissed
            | Code::KeychainDamaged
            | Code::KeychainFailed
            | Code::LocalServiceDown
    )
}

pub(crate) fn name(row: &MonitorRow) -> BulkName {
    BulkName {
        id: row.id,
        platform: row.spec.target.platform(),
        value: row.spec.target.value().to_owned(),
    }
}
