//! Jobs as a client sees them: made, read, changed, stopped. What they do is in `checks`.

mod create;
mod data;
mod schedule;
mod update;
mod view;

use contract::{AgentId, JobStatus, MonitorSpec, UnixMillis};
use rusqlite::{OptionalExtension, Row, Transaction, params};

pub(crate) use create::{NewJob, create, source_for};
pub(crate) use data::{from_text, to_text};
pub(crate) use schedule::{cadence, set_cadence};
pub(crate) use update::{Change, collects_the_same, stop, update};
pub(crate) use view::{JobView, Progress, list, view};

use sources::SourceId;

use crate::Pace;
use crate::cadence::Cadence;
use crate::db::DbError;
use crate::refusal::Refusal;

/// A job's row.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) id: i64,
    pub(crate) agent: AgentId,
    pub(crate) spec: MonitorSpec,
    pub(crate) status: JobStatus,
    pub(crate) failed_reason: Option<String>,
    pub(crate) created_at: UnixMillis,
    pub(crate) next_check_at: Option<UnixMillis>,
    pub(crate) misses: u32,
    /// When it is checked; none means the usual.
    pub(crate) cadence: Option<Cadence>,
}

impl Job {
    /// When it is checked next, after a check that ended now: as its owner set, or at the source's pace.
    pub(crate) fn next_after(&self, source: SourceId, pace: Pace, at: UnixMillis) -> UnixMillis {
        match &self.cadence {
            Some(cadence) => cadence.next_after(self.id, at),
            None => at.plus(i64::try_from(pace.rest(source).as_millis()).unwrap_or(i64::MAX)),
        }
    }

    /// Whether it rests between two checks.
    pub(crate) fn is_watching(&self) -> bool {
        self.status == JobStatus::Processing && self.next_check_at.is_some()
    }

    /// Ends it with a reason for people.
    pub(crate) fn fail(&mut self, reason: String) {
        (self.status, self.failed_reason, self.next_check_at) = (JobStatus::Failed, Some(reason), None);
    }
}

/// The job of this id, whoever's it is.
pub(crate) fn load(change: &Transaction<'_>, id: i64) -> Result<Option<Job>, DbError> {
    change
        .query_row("SELECT * FROM jobs WHERE id = ?1", [id], |row| Ok(read(row)))
        .optional()?
        .transpose()
}

/// The agent's job of this id; another agent's does not exist for it.
fn own(change: &Transaction<'_>, agent: &AgentId, id: i64) -> Result<Job, Refusal> {
    load(change, id)?
        .filter(|job| job.agent == *agent)
        .ok_or(Refusal::JobNotFound)
}

/// Writes where the job stands now.
pub(crate) fn save(change: &Transaction<'_>, job: &Job) -> Result<(), DbError> {
    change.execute(
        "UPDATE jobs SET data = ?2, status = ?3, failed_reason = ?4, next_check_at = ?5, misses = ?6,
         cadence = ?7 WHERE id = ?1",
        params![
            job.id,
            to_text(&job.spec),
            job.status.as_str(),
            job.failed_reason,
            job.next_check_at.map(|at| at.0),
            job.misses,
            job.cadence.as_ref().map(Cadence::to_text),
        ],
    )?;
    Ok(())
}

/// Checks monitors now that rest after a trouble: what was missing may have come.
pub(crate) fn wake_troubled(change: &Transaction<'_>, at: UnixMillis) -> Result<(), DbError> {
    change.execute(
        "UPDATE jobs SET next_check_at = ?1, misses = 0
         WHERE status = 'processing' AND misses > 0 AND next_check_at > ?1",
        [at.0],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Job, DbError> {
    let (agent, data, status): (String, String, String) =
        (row.get("agent_id")?, row.get("data")?, row.get("status")?);
    let next: Option<i64> = row.get("next_check_at")?;
    let cadence: Option<String> = row.get("cadence")?;
    Ok(Job {
        id: row.get("id")?,
        agent: AgentId::parse(&agent).map_err(|_| DbError::Unreadable(format!("agent {agent:?}")))?,
        spec: from_text(&data)?,
        status: JobStatus::from(status),
        failed_reason: row.get("failed_reason")?,
        created_at: UnixMillis(row.get("created_at")?),
        next_check_at: next.map(UnixMillis),
        misses: row.get("misses")?,
        cadence: cadence.as_deref().and_then(Cadence::from_text),
    })
}
