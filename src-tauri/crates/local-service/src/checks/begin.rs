//! The start of a check: one transaction that sets the money aside and writes the check down.

use contract::{JobStatus, Money, UnixMillis};
use rusqlite::{Transaction, params};
use sources::SourceId;

use super::record::Check;
use crate::agents;
use crate::availability::{Availability, availability};
use crate::db::DbError;
use crate::jobs::{self, Job};
use crate::ledger::{self, Movement};
use crate::refusal::Refusal;

/// What became of a due job.
#[derive(Debug)]
pub(crate) enum Begun {
    /// Its check runs.
    Running(Check),
    /// There is nothing to run: the job ended meanwhile, or failed for want of credits.
    Nothing,
}

/// Starts the check of a due job: sets its ceiling aside and notes what it will collect.
pub(crate) fn begin(change: &Transaction<'_>, id: i64, at: UnixMillis) -> Result<Begun, DbError> {
    let due = |job: &Job| job.status.can_be_updated() && job.next_check_at.is_some_and(|due| due <= at);
    let Some(mut job) = jobs::load(change, id)?.filter(due) else {
        return Ok(Begun::Nothing);
    };
    match payable_source(change, &job) {
        Ok((source, hold)) => {
            (job.status, job.next_check_at) = (JobStatus::Processing, None);
            jobs::save(change, &job)?;
            insert(change, &job, source, hold, at).map(Begun::Running)
        }
        Err(Refusal::Internal(cause)) => Err(cause),
        Err(refusal) => {
            job.fail(refusal.to_string());
            jobs::save(change, &job)?;
            Ok(Begun::Nothing)
        }
    }
}

/// The source of the job's next check and what to set aside for it.
fn payable_source(change: &Transaction<'_>, job: &Job) -> Result<(SourceId, Money), Refusal> {
    let agent = agents::find(change, &job.agent)?;
    let target = &job.spec.target;
    match availability(agent.collects, target.platform(), target.kind()) {
        Availability::Missing { what } => Err(Refusal::Invalid(what.to_owned())),
        Availability::Served { source } => {
            let hold = ledger::ceiling(&job.spec, source);
            ledger::afford(change, &job.agent, hold)?;
            Ok((source, hold))
        }
    }
}

fn insert(
    change: &Transaction<'_>,
    job: &Job,
    source: SourceId,
    hold: Money,
    at: UnixMillis,
) -> Result<Check, DbError> {
    let number: u32 = change.query_row(
        "SELECT coalesce(max(number), 0) + 1 FROM checks WHERE job_id = ?1",
        [job.id],
        |row| row.get(0),
    )?;
    change.execute(
        "INSERT INTO checks (job_id, number, data, source, state, started_at, hold_micros)
         VALUES (?1, ?2, ?3, ?4, 'running', ?5, ?6)",
        params![
            job.id,
            number,
            jobs::to_text(&job.spec),
            source.as_str(),
            at.0,
            hold.micros()
        ],
    )?;
    let id = change.last_insert_rowid();
    ledger::book(change, &job.agent, id, Movement::Hold(hold), at)?;
    Ok(Check {
        id,
        job: job.id,
        number,
        spec: job.spec.clone(),
        source,
        hold,
    })
}
