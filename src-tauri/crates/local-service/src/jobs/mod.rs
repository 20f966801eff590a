//! Jobs as a client sees them: made, read, changed, stopped. What they do is in `checks`.

mod create;
mod data;
mod update;
mod view;

use contract::{AgentId, JobStatus, MonitorSpec, UnixMillis};
use rusqlite::{OptionalExtension, Row, Transaction, params};

pub(crate) use create::{NewJob, create};
pub(crate) use data::{from_text, to_text};
pub(crate) use update::{Change, collects_the_same, stop, update};
pub(crate) use view::{JobView, Progress, list, view};

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
}

impl Job {
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
        "UPDATE jobs SET data = ?2, status = ?3, failed_reason = ?4, next_check_at = ?5, misses = ?6 WHERE id = ?1",
        params![
            job.id,
            to_text(&job.spec),
            job.status.as_str(),
            job.failed_reason,
            job.next_check_at.map(|at| at.0),
            job.misses
        ],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Job, DbError> {
    let (agent, data, status): (String, String, String) =
        (row.get("agent_id")?, row.get("data")?, row.get("status")?);
    let next: Option<i64> = row.get("next_check_at")?;
    Ok(Job {
        id: row.get("id")?,
        agent: AgentId::parse(&agent).map_err(|_| DbError::Unreadable(format!("agent {agent:?}")))?,
        spec: from_text(&data)?,
        status: JobStatus::from(status),
        failed_reason: row.get("failed_reason")?,
        created_at: UnixMillis(row.get("created_at")?),
        next_check_at: next.map(UnixMillis),
        misses: row.get("misses")?,
    })
}
