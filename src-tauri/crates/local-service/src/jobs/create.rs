use std::sync::Arc;

use contract::{JobStatus, MonitorSpec, UnixMillis};
use rusqlite::{OptionalExtension, Transaction, params};
use sources::{SourceId, Sources};

use super::to_text;
use crate::agents::Agent;
use crate::availability::{Availability, availability};
use crate::refusal::Refusal;
use crate::{Pace, ledger};

/// A job to make.
#[derive(Debug)]
pub(crate) struct NewJob {
    pub(crate) agent: Agent,
    pub(crate) spec: MonitorSpec,
    /// The client's `Idempotency-Key`: the same key means the same intent.
    pub(crate) repeat_key: Option<String>,
    pub(crate) pace: Pace,
    pub(crate) sources: Arc<Sources>,
    pub(crate) at: UnixMillis,
}

/// Makes a job, or finds the one that the same key made before.
pub(crate) fn create(change: &Transaction<'_>, new: &NewJob) -> Result<i64, Refusal> {
    if let Some(id) = made_before(change, new)? {
        return Ok(id);
    }
    let source = source_for(&new.sources, &new.agent, &new.spec)?;
    let ceiling = ledger::ceiling(&new.spec, source);
    ledger::allow(change, &new.agent.id, source, ceiling)?;
    let first_check = new
        .at
        .plus(i64::try_from(new.pace.queue(source).as_millis()).unwrap_or(0));
    change.execute(
        "INSERT INTO jobs (agent_id, data, status, created_at, next_check_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            new.agent.id.as_str(),
            to_text(&new.spec),
            JobStatus::Pending.as_str(),
            new.at.0,
            first_check.0
        ],
    )?;
    let id = change.last_insert_rowid();
    remember(change, new, id)?;
    Ok(id)
}

/// The source that will serve this; a refusal that says what is missing where none does.
pub(crate) fn source_for(sources: &Sources, agent: &Agent, spec: &MonitorSpec) -> Result<SourceId, Refusal> {
    let target = &spec.target;
    let asked = (target.platform(), target.kind(), target.value());
    match availability(sources, agent.collects, asked) {
        Availability::Served { source } => Ok(source),
        Availability::Missing { what } => Err(Refusal::Missing(what)),
    }
}

fn made_before(change: &Transaction<'_>, new: &NewJob) -> Result<Option<i64>, Refusal> {
    let Some(key) = &new.repeat_key else {
        return Ok(None);
    };
    let sql = "SELECT data, job_id FROM repeats WHERE agent_id = ?1 AND key = ?2";
    let found: Option<(String, i64)> = change
        .query_row(sql, params![new.agent.id.as_str(), key], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    match found {
        Some((data, _)) if data != to_text(&new.spec) => Err(Refusal::Invalid(
            "This Idempotency-Key was used before with a different job".to_owned(),
        )),
        found => Ok(found.map(|(_, id)| id)),
    }
}

fn remember(change: &Transaction<'_>, new: &NewJob, id: i64) -> Result<(), Refusal> {
    if let Some(key) = &new.repeat_key {
        let sql = "INSERT INTO repeats (agent_id, key, data, job_id) VALUES (?1, ?2, ?3, ?4)";
        change.execute(sql, params![new.agent.id.as_str(), key, to_text(&new.spec), id])?;
    }
    Ok(())
}
