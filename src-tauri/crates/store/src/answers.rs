//! What looking at a job brought, written many at a time.

use contract::{AgentId, JobId, JobStatus, Money, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::changes;
use crate::events::{self, MonitorEvent};
use crate::monitors::{self, Pulse};
use crate::spending::close_spans;
use crate::{MonitorId, Problem, ProblemCode, StateWord, Store, StoreError, WorkspaceId};

/// A monitor whose job is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub monitor: MonitorId,
    /// Where.
    pub workspace: WorkspaceId,
    /// The workspace's agent.
    pub agent: AgentId,
    /// The service's number.
    pub job_id: JobId,
    /// How it stands.
    pub state: StateWord,
    /// Since when.
    pub state_since: UnixMillis,
    /// Ongoing or once.
    pub monitoring: bool,
    /// Looks in a row without an answer.
    pub silent_looks: u32,
    /// A change that was asked for and not taken yet.
    pub change_pending: bool,
    /// When it was to be looked at.
    pub due_at: UnixMillis,
    /// When the service says it checks next.
    pub next_check_at: Option<UnixMillis>,
}

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
    /// When to look again.
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
    /// Monitors to be looked at by `now`, at most `per_workspace` of each, in turns: the longest overdue of
    /// every workspace first, then the second of each. The cost does not grow with what else is due.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn due(&self, now: UnixMillis, per_workspace: u32, limit: u32) -> Result<Vec<Due>, StoreError> {
        let reader = self.reader();
        let mut ids = reader.prepare_cached("SELECT id FROM workspaces ORDER BY id")?;
        let workspaces: Vec<WorkspaceId> = ids
            .query_map([], |row| row.get(0).map(WorkspaceId))?
            .collect::<Result<_, _>>()?;
        let mut queues = Vec::new();
        for workspace in workspaces {
            let due = due_in(&reader, workspace, now, per_workspace)?;
            queues.push(due.into_iter().enumerate());
        }
        let mut turns: Vec<_> = queues.into_iter().flatten().collect();
        turns.sort_by_key(|(place, due)| (*place, due.due_at));
        turns.truncate(limit as usize);
        Ok(turns.into_iter().map(|(_, due)| due).collect())
    }

    /// Monitors of one workspace to be looked at by `until`, the longest overdue first.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn due_in(
        &self,
        workspace: WorkspaceId,
        until: UnixMillis,
        limit: u32,
    ) -> Result<Vec<Due>, StoreError> {
        due_in(&self.reader(), workspace, until, limit)
    }

    /// One monitor as if it were due, for a look that the person asks for.
    ///
    /// # Errors
    /// It is not there, or has no job.
    pub fn due_now(&self, monitor: MonitorId) -> Result<Due, StoreError> {
        let reader = self.reader();
        let mut query = reader.prepare_cached(
            "SELECT m.id, m.workspace_id, w.agent_id, m.job_id, m.state, m.state_since, m.monitoring, m.silent_looks,
                    EXISTS (SELECT 1 FROM changes AS c WHERE c.monitor_id = m.id), coalesce(m.next_look_at, 0),
                    m.next_check_at
             FROM monitors AS m JOIN workspaces AS w ON w.id = m.workspace_id
             WHERE m.id = ?1 AND m.job_id IS NOT NULL",
        )?;
        query
            .query_row([monitor.0], |row| Ok(read_due(row)))
            .optional()?
            .ok_or(StoreError::NotFound("the job"))?
    }

    /// When the next monitor is to be looked at.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn next_look(&self) -> Result<Option<UnixMillis>, StoreError> {
        let sql = "SELECT min(next_look_at) FROM monitors WHERE next_look_at IS NOT NULL";
        let found: Option<i64> = self.reader().query_row(sql, [], |row| row.get(0))?;
        Ok(found.map(UnixMillis))
    }

    /// When the next monitor of each workspace is to be looked at; without those that have none.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn next_looks(&self) -> Result<Vec<(WorkspaceId, UnixMillis)>, StoreError> {
        let reader = self.reader();
        let mut query = reader.prepare_cached(
            "SELECT id, next FROM (
               SELECT w.id, (SELECT min(m.next_look_at) FROM monitors AS m
                             WHERE m.workspace_id = w.id AND m.next_look_at IS NOT NULL) AS next
               FROM workspaces AS w)
             WHERE next IS NOT NULL",
        )?;
        Ok(query
            .query_map([], |row| Ok((WorkspaceId(row.get(0)?), UnixMillis(row.get(1)?))))?
            .collect::<Result<_, _>>()?)
    }

    /// Moves looks to later times, such as after sleep or while a workspace rests.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn plan_looks(&self, plans: &[(MonitorId, UnixMillis)]) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        for (monitor, at) in plans {
            transaction
                .prepare_cached(
                    "UPDATE monitors SET next_look_at = ?2 WHERE id = ?1 AND next_look_at IS NOT NULL",
                )?
                .execute(params![monitor.0, at.0])?;
        }
        Ok(transaction.commit()?)
    }

    /// Moves every planned look by so many milliseconds, after the wall clock was set back by as much.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn shift_looks(&self, by: i64) -> Result<(), StoreError> {
        self.writer().execute(
            "UPDATE monitors SET next_look_at = next_look_at + ?1 WHERE next_look_at IS NOT NULL",
            [by],
        )?;
        Ok(())
    }

    /// Makes looks due now that are planned beyond `latest`: only a wrong clock plans so far ahead.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn pull_looks(&self, latest: UnixMillis, now: UnixMillis) -> Result<(), StoreError> {
        self.writer().execute(
            "UPDATE monitors SET next_look_at = ?2 WHERE next_look_at > ?1",
            params![latest.0, now.0],
        )?;
        Ok(())
    }

    /// Stops looking at a workspace's monitors until it is woken, such as while its key is refused.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn rest_workspace(&self, workspace: WorkspaceId) -> Result<(), StoreError> {
        self.writer().execute(
            "UPDATE monitors SET next_look_at = NULL WHERE workspace_id = ?1",
            [workspace.0],
        )?;
        Ok(())
    }

    /// Makes every live monitor due that nobody would look at otherwise: a new start is a new try.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn wake_resting(&self, at: UnixMillis) -> Result<(), StoreError> {
        self.writer().execute(
            "UPDATE monitors SET next_look_at = ?1, silent_looks = 0
             WHERE next_look_at IS NULL AND job_id IS NOT NULL
               AND state IN ('waiting', 'collecting', 'watching', 'other')",
            [at.0],
        )?;
        Ok(())
    }

    /// The monitors that are overdue, the longest first.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn overdue(&self, by: UnixMillis) -> Result<Vec<MonitorId>, StoreError> {
        let reader = self.reader();
        let mut query = reader
            .prepare_cached("SELECT id FROM monitors WHERE next_look_at <= ?1 ORDER BY next_look_at, id")?;
        Ok(query
            .query_map([by.0], |row| row.get(0).map(MonitorId))?
            .collect::<Result<_, _>>()?)
    }

    /// Makes every live monitor of a workspace due again, after its key was mended.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn wake_workspace(&self, workspace: WorkspaceId, at: UnixMillis) -> Result<(), StoreError> {
        self.writer().execute(
            "UPDATE monitors SET next_look_at = ?2, silent_looks = 0
             WHERE workspace_id = ?1 AND job_id IS NOT NULL
               AND state IN ('waiting', 'collecting', 'watching', 'other')",
            params![workspace.0, at.0],
        )?;
        Ok(())
    }

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

fn due_in(
    reader: &Connection,
    workspace: WorkspaceId,
    until: UnixMillis,
    limit: u32,
) -> Result<Vec<Due>, StoreError> {
    let mut query = reader.prepare_cached(
        "SELECT m.id, m.workspace_id, w.agent_id, m.job_id, m.state, m.state_since, m.monitoring, m.silent_looks,
                EXISTS (SELECT 1 FROM changes AS c WHERE c.monitor_id = m.id), m.next_look_at, m.next_check_at
         FROM monitors AS m JOIN workspaces AS w ON w.id = m.workspace_id
         WHERE m.workspace_id = ?1 AND m.next_look_at <= ?2 AND m.next_look_at IS NOT NULL AND m.job_id IS NOT NULL
         ORDER BY m.next_look_at LIMIT ?3",
    )?;
    let mut rows = query.query(params![workspace.0, until.0, limit])?;
    let mut due = Vec::new();
    while let Some(row) = rows.next()? {
        due.push(read_due(row)?);
    }
    Ok(due)
}

fn read_due(row: &rusqlite::Row<'_>) -> Result<Due, StoreError> {
    let unreadable = |_| StoreError::Unreadable("monitor");
    Ok(Due {
        monitor: MonitorId(row.get(0)?),
        workspace: WorkspaceId(row.get(1)?),
        agent: AgentId::parse(&row.get::<_, String>(2)?).map_err(unreadable)?,
        job_id: JobId::parse(&row.get::<_, String>(3)?).map_err(unreadable)?,
        state: monitors::read_state(&row.get::<_, String>(4)?)?,
        state_since: UnixMillis(row.get(5)?),
        monitoring: row.get(6)?,
        silent_looks: row.get(7)?,
        change_pending: row.get(8)?,
        due_at: UnixMillis(row.get(9)?),
        next_check_at: row.get::<_, Option<i64>>(10)?.map(UnixMillis),
    })
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
}

fn seen(transaction: &Transaction<'_>, monitor: MonitorId) -> Result<Seen, StoreError> {
    let sql =
        "SELECT workspace_id, state, status, monitoring, silence_told, next_check_at, posts_found, charged,
                      notes, pulse_hour, pulse_bits FROM monitors WHERE id = ?1";
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
        transaction
            .prepare_cached("UPDATE monitors SET next_look_at = ?2 WHERE id = ?1")?
            .execute(params![row.id.0, planned(answer, applied.after)])?;
    }
    Ok(applied)
}

/// When to look again, if it can still change.
fn planned(answer: &Answer, state: StateWord) -> Option<i64> {
    answer.plan.0.filter(|_| state.is_live()).map(|at| at.0)
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
    if !state.is_live() {
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
    if let Some(event) = changes::close_ended(transaction, whom, row.monitoring)? {
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
                    pulse_hour = ?9, pulse_bits = ?10, next_look_at = ?11 WHERE id = ?1",
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
            planned(answer, state),
        ])?;
    let differs = facts
        .posts_found
        .is_some_and(|found| row.posts_found != Some(found))
        || facts.charged.is_some_and(|charged| row.charged != Some(charged))
        || facts.next_check_at != row.next_check_at;
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
