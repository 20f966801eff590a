//! Which jobs are to be looked at, and when.

use contract::{AgentId, JobId, UnixMillis};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{MonitorId, StateWord, Store, StoreError, WorkspaceId, monitors};

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

    /// Makes every live monitor due that nobody would look at otherwise, or that has an open change: a new
    /// start is a new try.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn wake_resting(&self, at: UnixMillis) -> Result<(), StoreError> {
        self.writer().execute(
            "UPDATE monitors SET next_look_at = ?1, silent_looks = 0
             WHERE (next_look_at IS NULL OR id IN (SELECT monitor_id FROM changes)) AND job_id IS NOT NULL
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
