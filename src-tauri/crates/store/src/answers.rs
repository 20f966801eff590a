//! What looking at a job brought, written many at a time.

use contract::{JobStatus, Money, UnixMillis};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::changes;
use crate::events::{self, MonitorEvent};
use crate::monitors::{self, Pulse};
use crate::spending::close_spans;
use crate::{MonitorId, Problem, ProblemCode, StateWord, Store, StoreError, WorkspaceId};

/// What a service told about its own work, where it tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckFacts {
    /// Posts found.
    pub posts_found: Option<u32>,
    /// Checks made.
    pub checks_done: Option<u32>,
    /// Charged in all.
    pub charged: Option<Money>,
    /// When it checks next.
    pub next_check_at: Option<UnixMillis>,
    /// What it could not apply.
    pub notes: Vec<String>,
    /// Why the last check brought nothing, though the monitor goes on; none where it brought something.
    pub last_failure: Option<String>,
}

/// What a look brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The service's status.
    Status {
        /// The word.
        status: JobStatus,
        /// Why it failed.
        problem: Option<Problem>,
        /// What else it told.
        facts: CheckFacts,
    },
    /// The service does not know the job.
    Lost(Problem),
    /// No answer, or a refusal that says nothing about this job.
    Silence(ProblemCode),
    /// Nobody asked after all.
    NotAsked,
}

/// When to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookPlan(pub Option<UnixMillis>);

/// One look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// At which monitor.
    pub monitor: MonitorId,
    /// When.
    pub at: UnixMillis,
    /// What it brought.
    pub news: News,
    /// When to look again, at the latest: earlier where a change is open.
    pub plan: LookPlan,
    /// Looks without an answer after which the timeline says so; none where the silence is not about
    /// this job, such as a service that cannot be reached.
    pub tell_silence_after: Option<u32>,
}

/// What an answer changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Which monitor.
    pub monitor: MonitorId,
    /// Its state before.
    pub before: StateWord,
    /// Its state now.
    pub after: StateWord,
    /// Whether a card looks different: another state, fact, or problem.
    pub visible: bool,
    /// Lines that were added to Activity.
    pub events: Vec<i64>,
}

impl Store {
    /// Writes many answers in one transaction. Monitors that are gone are passed over.
    ///
    /// # Errors
    /// The record cannot be written; then none of them is.
    pub fn apply_answers(&self, answers: &[Answer]) -> Result<Vec<Applied>, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        let mut applied = Vec::with_capacity(answers.len());
        for answer in answers {
            match apply(&transaction, answer) {
                Ok(one) => applied.push(one),
                Err(StoreError::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        transaction.commit()?;
        Ok(applied)
    }
}

/// What an answer is compared with: a part of a monitor's row, read many times a second.
struct Seen {
    id: MonitorId,
    workspace: WorkspaceId,
    state: StateWord,
    status: Option<JobStatus>,
    monitoring: bool,
    silence_told: bool,
    next_check_at: Option<UnixMillis>,
    posts_found: Option<u32>,
    charged: Option<Money>,
    notes: Option<String>,
    pulse: Pulse,
    last_failure: Option<String>,
}

fn seen(transaction: &Transaction<'_>, monitor: MonitorId) -> Result<Seen, StoreError> {
    let sql =
        "SELECT workspace_id, state, status, monitoring, silence_told, next_check_at, posts_found, charged,
                      notes, pulse_hour, pulse_bits, last_failure FROM monitors WHERE id = ?1";
    let mut query = transaction.prepare_cached(sql)?;
    let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Result<Seen, StoreError>> {
        let state = match monitors::read_state(&row.get::<_, String>(1)?) {
            Ok(state) => state,
            Err(error) => return Ok(Err(error)),
        };
        Ok(Ok(Seen {
            id: monitor,
            workspace: WorkspaceId(row.get(0)?),
            state,
            status: row.get::<_, Option<String>>(2)?.map(JobStatus::from),
            monitoring: row.get(3)?,
            silence_told: row.get(4)?,
            next_check_at: row.get::<_, Option<i64>>(5)?.map(UnixMillis),
            posts_found: row.get(6)?,
            charged: row.get::<_, Option<i64>>(7)?.map(Money::from_micros),
            notes: row.get(8)?,
            pulse: Pulse::read(row.get(9)?, row.get(10)?),
            last_failure: row.get(11)?,
        }))
    };
    let found = query.query_row([monitor.0], read).optional()?;
    found.ok_or(StoreError::NotFound("the monitor"))?
}

fn apply(transaction: &Transaction<'_>, answer: &Answer) -> Result<Applied, StoreError> {
    let row = seen(transaction, answer.monitor)?;
    let mut applied = Applied {
        monitor: row.id,
        before: row.state,
        after: row.state,
        visible: false,
        events: Vec::new(),
    };
    match &answer.news {
        News::Status {
            status,
            problem,
            facts,
        } => {
            let told = (status, problem.as_ref(), facts);
            apply_status(transaction, answer, &row, told, &mut applied)?;
        }
        News::Lost(problem) => apply_lost(transaction, answer, &row, problem, &mut applied)?,
        News::Silence(code) => apply_silence(transaction, answer, &row, *code, &mut applied)?,
        News::NotAsked => {}
    }
    if !matches!(answer.news, News::Status { .. }) {
        let planned = planned(transaction, answer, applied.after)?;
        transaction
            .prepare_cached("UPDATE monitors SET next_look_at = ?2 WHERE id = ?1")?
            .execute(params![row.id.0, planned])?;
    }
    Ok(applied)
}

/// When to look again, if it can still change.
fn planned(
    transaction: &Transaction<'_>,
    answer: &Answer,
    state: StateWord,
) -> Result<Option<i64>, StoreError> {
    let Some(plan) = answer.plan.0.filter(|_| state.is_live()) else {
        return Ok(None);
    };
    let latest = changes::try_again_by(transaction, answer.monitor, answer.at)?;
    Ok(Some(latest.map_or(plan.0, |latest| latest.min(plan.0))))
}

fn apply_status(
    transaction: &Transaction<'_>,
    answer: &Answer,
    row: &Seen,
    (status, problem, facts): (&JobStatus, Option<&Problem>, &CheckFacts),
    applied: &mut Applied,
) -> Result<(), StoreError> {
    let whom = (row.workspace, row.id);
    let mut note = |event| -> Result<(), StoreError> {
        applied
            .events
            .push(events::note(transaction, whom, answer.at, event)?);
        applied.visible = true;
        Ok(())
    };
    if row.silence_told {
        note(MonitorEvent::AnswersAgain)?;
    }
    let state = StateWord::of(status, row.monitoring);
    if state != row.state || row.status.as_ref() != Some(status) {
        monitors::write_state(transaction, row.id, state, problem, answer.at)?;
        note(MonitorEvent::StateChanged {
            state,
            status: status.clone(),
            reason: problem.map(|problem| problem.message.clone()),
        })?;
    } else {
        confirm(transaction, row.id, answer.at)?;
    }
    if state.is_live() {
        match (&facts.last_failure, &row.last_failure) {
            (Some(reason), before) if before.as_ref() != Some(reason) => note(MonitorEvent::CheckFailed {
                reason: reason.clone(),
            })?,
            (None, Some(_)) => note(MonitorEvent::CheckWorked)?,
            _ => {}
        }
    } else {
        end_counting(transaction, answer, row, applied)?;
    }
    applied.after = state;
    applied.visible |= write_facts(transaction, answer, row, (status, state), facts)?;
    Ok(())
}

/// Nothing is counted any more, and no change is sent, for a job that has ended.
fn end_counting(
    transaction: &Transaction<'_>,
    answer: &Answer,
    row: &Seen,
    applied: &mut Applied,
) -> Result<(), StoreError> {
    let whom = (row.workspace, row.id);
    if let Some(event) = changes::close_ended(transaction, whom)? {
        applied
            .events
            .push(events::note(transaction, whom, answer.at, event)?);
        applied.visible = true;
    }
    close_spans(transaction, row.id, answer.at)
}

/// Folds a repeat into the line that already says so.
fn confirm(transaction: &Transaction<'_>, monitor: MonitorId, at: UnixMillis) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE events SET confirmed_times = confirmed_times + 1, confirmed_until = ?2
             WHERE id = (SELECT max(id) FROM events WHERE monitor_id = ?1)",
        )?
        .execute(params![monitor.0, at.0])?;
    Ok(())
}

/// Writes what the service told beside the status, and when to look again; `true` where a card shows it.
fn write_facts(
    transaction: &Transaction<'_>,
    answer: &Answer,
    row: &Seen,
    (status, state): (&JobStatus, StateWord),
    facts: &CheckFacts,
) -> Result<bool, StoreError> {
    if let Some(charged) = facts.charged {
        let more = charged - row.charged.unwrap_or(Money::ZERO);
        if more != Money::ZERO {
            transaction
                .prepare_cached("INSERT INTO charges (monitor_id, at, amount) VALUES (?1, ?2, ?3)")?
                .execute(params![row.id.0, answer.at.0, more.micros()])?;
        }
    }
    let pulse: Pulse = row.pulse.beat(answer.at);
    let notes = if facts.notes.is_empty() {
        row.notes.clone()
    } else {
        Some(serde_json::to_string(&facts.notes)?)
    };
    transaction
        .prepare_cached(
            "UPDATE monitors SET status = ?2, last_confirmed_at = ?3, silent_looks = 0, silence_told = 0,
                    posts_found = coalesce(?4, posts_found), checks_done = coalesce(?5, checks_done),
                    charged = coalesce(?6, charged), next_check_at = ?7, notes = ?8,
                    pulse_hour = ?9, pulse_bits = ?10, next_look_at = ?11, last_failure = ?12 WHERE id = ?1",
        )?
        .execute(params![
            row.id.0,
            status.as_str(),
            answer.at.0,
            facts.posts_found,
            facts.checks_done,
            facts.charged.map(Money::micros),
            facts.next_check_at.map(|at| at.0),
            notes,
            pulse.hour(),
            pulse.bits(),
            planned(transaction, answer, state)?,
            facts.last_failure,
        ])?;
    let differs = facts
        .posts_found
        .is_some_and(|found| row.posts_found != Some(found))
        || facts.charged.is_some_and(|charged| row.charged != Some(charged))
        || facts.next_check_at != row.next_check_at
        || facts.last_failure != row.last_failure;
    Ok(differs)
}

fn apply_lost(
    transaction: &Transaction<'_>,
    answer: &Answer,
    row: &Seen,
    problem: &Problem,
    applied: &mut Applied,
) -> Result<(), StoreError> {
    monitors::write_state(transaction, row.id, StateWord::Lost, Some(problem), answer.at)?;
    end_counting(transaction, answer, row, applied)?;
    let event = MonitorEvent::NoAnswer { code: problem.code };
    applied.events.push(events::note(
        transaction,
        (row.workspace, row.id),
        answer.at,
        event,
    )?);
    applied.after = StateWord::Lost;
    applied.visible = true;
    Ok(())
}

fn apply_silence(
    transaction: &Transaction<'_>,
    answer: &Answer,
    row: &Seen,
    code: ProblemCode,
    applied: &mut Applied,
) -> Result<(), StoreError> {
    let silent = silent_looks(transaction, row.id)? + 1;
    transaction
        .prepare_cached("UPDATE monitors SET silent_looks = ?2 WHERE id = ?1")?
        .execute(params![row.id.0, silent])?;
    if Some(silent) == answer.tell_silence_after {
        transaction.execute("UPDATE monitors SET silence_told = 1 WHERE id = ?1", [row.id.0])?;
        let event = MonitorEvent::NoAnswer { code };
        applied.events.push(events::note(
            transaction,
            (row.workspace, row.id),
            answer.at,
            event,
        )?);
        applied.visible = true;
    }
    Ok(())
}

fn silent_looks(transaction: &Transaction<'_>, monitor: MonitorId) -> Result<u32, StoreError> {
    let sql = "SELECT silent_looks FROM monitors WHERE id = ?1";
    Ok(transaction
        .prepare_cached(sql)?
        .query_row([monitor.0], |row| row.get(0))?)
}
