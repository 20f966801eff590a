//! Starts that cost money: on disk before they leave, sent at most once.

use contract::{JobId, Money, MonitorSpec, PriceList, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::events::{self, MonitorEvent, SettleWord};
use crate::monitors;
use crate::spending::{Counting, MonthSpan, budget_left, open_span};
use crate::{
    BudgetFit, IntentId, MonitorId, Problem, ProblemCode, StateWord, Store, StoreError, WorkspaceId,
};

/// A start to be recorded before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start<'a> {
    /// The intent; it can be sent once.
    pub intent: &'a IntentId,
    /// In which workspace.
    pub workspace: WorkspaceId,
    /// What is started.
    pub spec: &'a MonitorSpec,
    /// What one unit costs there.
    pub prices: PriceList,
    /// The person's tags.
    pub tags: &'a [String],
    /// A monitor whose start was refused and that this one takes the place of.
    pub retry_of: Option<MonitorId>,
    /// The current month, for the budget.
    pub month: MonthSpan,
    /// How its checks are counted.
    pub counting: Counting,
}

/// Why a start was not recorded. Nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// The same intent was recorded before; this is its monitor.
    #[error("this start was sent already")]
    AlreadySent(MonitorId),
    /// It would pass the workspace's budget.
    #[error("this start would pass the budget; {} is left", .0.left)]
    OverBudget(BudgetFit),
    /// The monitor to be replaced was started after all, or is of another workspace.
    #[error("the monitor to be started again is not one that was refused")]
    NotRefused,
    /// The record failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for BeginError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// How a start ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The service took it, under this number.
    Created {
        /// The service's number.
        job_id: JobId,
        /// When to ask about it first.
        next_look_at: UnixMillis,
    },
    /// It provably does not exist: refused, or never left.
    Rejected(Problem),
    /// Nobody knows.
    Unknown(Problem),
}

/// How a submission stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubmissionState {
    /// On its way; after a crash this means unknown.
    Sending,
    /// Taken.
    Created(JobId),
    /// Refused, or never left, for this reason.
    Rejected(ProblemCode),
    /// Nobody knows; its ceiling is held.
    Unknown,
    /// Was unknown; the person or the list settled it.
    Settled,
}

/// A submission as the record has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its intent.
    pub intent: IntentId,
    /// Its monitor.
    pub monitor: MonitorId,
    /// How it stands.
    pub state: SubmissionState,
    /// What is held while it is open.
    pub held: Money,
    /// When it was recorded.
    pub began_at: UnixMillis,
}

impl Store {
    /// Records a start as `sending`, on disk when this returns. The budget is checked in the same
    /// transaction, so two windows cannot both pass under it.
    ///
    /// # Errors
    /// The intent was used, the budget would be passed, or the record cannot be written. Then
    /// nothing may be sent.
    pub fn begin_sending(&self, start: &Start<'_>, at: UnixMillis) -> Result<MonitorId, BeginError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        refuse_repeat(&transaction, start.intent)?;
        let held = monitors::per_check(start.spec, start.prices);
        refuse_over_budget(&transaction, start, held)?;
        let monitor = place(&transaction, start, at)?;
        transaction.execute(
            "INSERT INTO submissions (intent, monitor_id, state, held, began_at) VALUES (?1, ?2, 'sending', ?3, ?4)",
            params![start.intent.to_string(), monitor.0, held.micros(), at.0],
        )?;
        monitors::replace_tags(&transaction, monitor, start.tags)?;
        events::note(
            &transaction,
            (start.workspace, monitor),
            at,
            MonitorEvent::Started { at_most: held },
        )?;
        transaction.commit()?;
        self.on_their_way().insert(start.intent.clone());
        Ok(monitor)
    }

    /// Records how a start ended. An answer that arrives after its start was given up as unknown
    /// still counts; nothing is done where it ended otherwise before.
    ///
    /// # Errors
    /// The intent is not there, or the record cannot be written: then it stays `sending`, and
    /// becomes `unknown` at the next start.
    pub fn end_sending(
        &self,
        intent: &IntentId,
        outcome: &Outcome,
        at: UnixMillis,
    ) -> Result<MonitorId, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        let submission = find(&transaction, intent)?;
        let given_up =
            submission.state == SubmissionState::Unknown && !matches!(outcome, Outcome::Unknown(_));
        if submission.state == SubmissionState::Sending || given_up {
            end(&transaction, &submission, outcome, at)?;
        }
        transaction.commit()?;
        self.on_their_way().remove(intent);
        Ok(submission.monitor)
    }

    /// Turns every start that a crash left on its way into an unknown one, and gives their monitors.
    /// What this process is sending itself is not touched.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn recover_sending(&self, at: UnixMillis) -> Result<Vec<MonitorId>, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        let mut open = in_state(&transaction, "sending")?;
        open.retain(|submission| !self.on_their_way().contains(&submission.intent));
        for submission in &open {
            let problem = Problem::of(
                ProblemCode::OutcomeUnknown,
                "Feedwatch ended before the answer arrived",
            );
            end(&transaction, submission, &Outcome::Unknown(problem), at)?;
        }
        transaction.commit()?;
        Ok(open.into_iter().map(|submission| submission.monitor).collect())
    }

    /// Starts whose outcome nobody knows.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn unknown_submissions(&self) -> Result<Vec<Submission>, StoreError> {
        in_state(&self.reader(), "unknown")
    }

    /// Settles an unknown start: the job exists, under this number.
    ///
    /// # Errors
    /// The monitor has no unknown start, or the record cannot be written.
    pub fn settle_as_existing(
        &self,
        monitor: MonitorId,
        job_id: &JobId,
        next_look_at: UnixMillis,
        how: SettleWord,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        let submission = settle(&transaction, monitor, how, at)?;
        let outcome = Outcome::Created {
            job_id: job_id.clone(),
            next_look_at,
        };
        // It was charged for from the day it was sent.
        apply(&transaction, &submission, &outcome, submission.began_at, at)?;
        Ok(transaction.commit()?)
    }

    /// Settles an unknown start: it does not exist. Nothing is held any more, and it may be sent again.
    ///
    /// # Errors
    /// The monitor has no unknown start, or the record cannot be written.
    pub fn settle_as_missing(&self, monitor: MonitorId, at: UnixMillis) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        let submission = settle(&transaction, monitor, SettleWord::SentAgain, at)?;
        let problem = Problem::of(ProblemCode::OutcomeUnknown, "said not to exist");
        monitors::write_state(
            &transaction,
            submission.monitor,
            StateWord::NotStarted,
            Some(&problem),
            at,
        )?;
        Ok(transaction.commit()?)
    }

    /// Leaves an unknown start as it is: it stops asking for attention, and its ceiling stays counted.
    ///
    /// # Errors
    /// The monitor has no unknown start, or the record cannot be written.
    pub fn settle_as_left(&self, monitor: MonitorId, at: UnixMillis) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        let submission = settle(&transaction, monitor, SettleWord::Left, at)?;
        open_span(&transaction, monitor, submission.began_at, submission.held, false)?;
        monitors::write_state(&transaction, monitor, StateWord::Stopped, None, at)?;
        Ok(transaction.commit()?)
    }
}

fn refuse_repeat(transaction: &Transaction<'_>, intent: &IntentId) -> Result<(), BeginError> {
    match find(transaction, intent) {
        Ok(submission) => Err(BeginError::AlreadySent(submission.monitor)),
        Err(StoreError::NotFound(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn refuse_over_budget(
    transaction: &Transaction<'_>,
    start: &Start<'_>,
    adds: Money,
) -> Result<(), BeginError> {
    let left = budget_left(transaction, start.workspace, start.month, start.counting)?;
    let Some(left) = left.filter(|left| adds > *left) else {
        return Ok(());
    };
    Err(BeginError::OverBudget(BudgetFit::within(
        left,
        start.prices.per_post(start.spec.comment_monitoring),
    )))
}

/// The row of the monitor: a new one, or that of the refused start this one replaces.
fn place(transaction: &Transaction<'_>, start: &Start<'_>, at: UnixMillis) -> Result<MonitorId, BeginError> {
    let Some(refused) = start.retry_of else {
        return Ok(monitors::insert(transaction, start.workspace, start.spec, at)?);
    };
    let row = monitors::find(transaction, refused)?;
    if row.state != StateWord::NotStarted || row.workspace != start.workspace {
        return Err(BeginError::NotRefused);
    }
    monitors::write_spec(transaction, refused, start.spec)?;
    monitors::write_state(transaction, refused, StateWord::Sending, None, at)?;
    Ok(refused)
}

fn end(
    transaction: &Transaction<'_>,
    submission: &Submission,
    outcome: &Outcome,
    at: UnixMillis,
) -> Result<(), StoreError> {
    let (word, job_id, problem) = match outcome {
        Outcome::Created { job_id, .. } => ("created", Some(job_id.as_str()), None),
        Outcome::Rejected(problem) => ("rejected", None, Some(problem)),
        Outcome::Unknown(problem) => ("unknown", None, Some(problem)),
    };
    transaction.execute(
        "UPDATE submissions SET state = ?2, job_id = ?3, problem = ?4, ended_at = ?5 WHERE intent = ?1",
        params![
            submission.intent.to_string(),
            word,
            job_id,
            problem.map(serde_json::to_string).transpose()?,
            at.0
        ],
    )?;
    apply(transaction, submission, outcome, submission.began_at, at)
}

/// What an outcome means for the monitor.
fn apply(
    transaction: &Transaction<'_>,
    submission: &Submission,
    outcome: &Outcome,
    counted_from: UnixMillis,
    at: UnixMillis,
) -> Result<(), StoreError> {
    let row = monitors::find(transaction, submission.monitor)?;
    let whom = (row.workspace, row.id);
    match outcome {
        Outcome::Created { job_id, next_look_at } => {
            monitors::write_state(transaction, row.id, StateWord::Waiting, None, at)?;
            transaction.execute(
                "UPDATE monitors SET job_id = ?2, next_look_at = ?3, silent_looks = 0 WHERE id = ?1",
                params![row.id.0, job_id.as_str(), next_look_at.0],
            )?;
            open_span(
                transaction,
                row.id,
                counted_from,
                submission.held,
                row.spec.monitoring,
            )?;
            events::note(
                transaction,
                whom,
                at,
                MonitorEvent::Accepted {
                    job_id: job_id.clone(),
                },
            )?;
        }
        Outcome::Rejected(problem) => {
            monitors::write_state(transaction, row.id, StateWord::NotStarted, Some(problem), at)?;
            let (code, message) = (problem.code, problem.message.clone());
            events::note(transaction, whom, at, MonitorEvent::NotStarted { code, message })?;
        }
        Outcome::Unknown(problem) => {
            monitors::write_state(transaction, row.id, StateWord::NotKnown, Some(problem), at)?;
            let event = MonitorEvent::OutcomeUnknown {
                code: problem.code,
                up_to: submission.held,
            };
            events::note(transaction, whom, at, event)?;
        }
    }
    Ok(())
}

/// Closes a monitor's unknown start.
fn settle(
    transaction: &Transaction<'_>,
    monitor: MonitorId,
    how: SettleWord,
    at: UnixMillis,
) -> Result<Submission, StoreError> {
    let row = monitors::find(transaction, monitor)?;
    let open = in_state(transaction, "unknown")?
        .into_iter()
        .find(|submission| submission.monitor == monitor);
    let submission = open.ok_or(StoreError::NotFound("the open start"))?;
    transaction.execute(
        "UPDATE submissions SET state = 'settled', ended_at = ?2 WHERE intent = ?1",
        params![submission.intent.to_string(), at.0],
    )?;
    events::note(
        transaction,
        (row.workspace, monitor),
        at,
        MonitorEvent::Settled { decision: how },
    )?;
    Ok(submission)
}

const COLUMNS: &str = "SELECT intent, monitor_id, state, held, began_at, job_id, problem FROM submissions";

fn find(connection: &Connection, intent: &IntentId) -> Result<Submission, StoreError> {
    let sql = format!("{COLUMNS} WHERE intent = ?1");
    let found = connection
        .query_row(&sql, [intent.to_string()], |row| Ok(read(row)))
        .optional()?;
    found.ok_or(StoreError::NotFound("the start"))?
}

fn in_state(connection: &Connection, state: &str) -> Result<Vec<Submission>, StoreError> {
    let sql = format!("{COLUMNS} WHERE state = ?1 ORDER BY began_at");
    let mut query = connection.prepare_cached(&sql)?;
    query
        .query_map([state], |row| Ok(read(row)))?
        .map(|row| row?)
        .collect()
}

fn read(row: &rusqlite::Row<'_>) -> Result<Submission, StoreError> {
    let unreadable = || StoreError::Unreadable("start");
    let job =
        || -> Result<JobId, StoreError> { JobId::parse(&row.get::<_, String>(5)?).map_err(|_| unreadable()) };
    let reason = || -> Result<ProblemCode, StoreError> {
        let problem: Problem = serde_json::from_str(&row.get::<_, String>(6)?)?;
        Ok(problem.code)
    };
    let state = match row.get::<_, String>(2)?.as_str() {
        "sending" => SubmissionState::Sending,
        "created" => SubmissionState::Created(job()?),
        "rejected" => SubmissionState::Rejected(reason()?),
        "unknown" => SubmissionState::Unknown,
        "settled" => SubmissionState::Settled,
        _ => return Err(unreadable()),
    };
    Ok(Submission {
        intent: IntentId::parse(&row.get::<_, String>(0)?).map_err(|_| unreadable())?,
        monitor: MonitorId(row.get(1)?),
        state,
        held: Money::from_micros(row.get(3)?),
        began_at: UnixMillis(row.get(4)?),
    })
}
