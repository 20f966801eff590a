//! The start of a check: one transaction that sets the money aside and writes the check down.

use contract::{JobStatus, Money, UnixMillis};
use rusqlite::{Transaction, params};
use sources::{SourceId, Sources, sources_for};

use super::end;
use super::record::Check;
use crate::Pace;
use crate::agents;
use crate::bills::Bills;
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
pub(crate) fn begin(
    change: &Transaction<'_>,
    (sources, bills): (&Sources, &Bills),
    pace: Pace,
    id: i64,
    at: UnixMillis,
) -> Result<Begun, DbError> {
    let due = |job: &Job| job.status.can_be_updated() && job.next_check_at.is_some_and(|due| due <= at);
    let Some(mut job) = jobs::load(change, id)?.filter(due) else {
        return Ok(Begun::Nothing);
    };
    match payable_source(change, (sources, bills), &job, at) {
        Ok((source, hold)) => {
            (job.status, job.next_check_at) = (JobStatus::Processing, None);
            jobs::save(change, &job)?;
            insert(change, &job, source, hold, at).map(Begun::Running)
        }
        Err(Refusal::Internal(cause)) => Err(cause),
        Err(Refusal::Missing(_)) if !sources.keys_are_in() => {
            // The keychain may still be asking the person; a monitor does not fail for that.
            job.next_check_at = Some(at.plus(KEYS_WAIT_MILLIS));
            jobs::save(change, &job)?;
            Ok(Begun::Nothing)
        }
        Err(refusal @ Refusal::Missing(_)) => {
            note_missing(change, &job, &refusal.to_string(), at)?;
            end::after_want(&mut job, &refusal.to_string(), pace, at);
            jobs::save(change, &job)?;
            Ok(Begun::Nothing)
        }
        // The budget of a month ends with it; a monitor that waits for that has not failed.
        Err(refusal @ Refusal::OverBudget) if job.spec.monitoring => {
            note_missing(change, &job, &refusal.to_string(), at)?;
            job.next_check_at = Some(job.next_after(SourceId::Apify, pace, at));
            (job.status, job.misses) = (JobStatus::Processing, 0);
            jobs::save(change, &job)?;
            Ok(Begun::Nothing)
        }
        Err(refusal) => {
            job.fail(refusal.to_string());
            jobs::save(change, &job)?;
            Ok(Begun::Nothing)
        }
    }
}

/// The source of the job's next check and what to set aside for it.
fn payable_source(
    change: &Transaction<'_>,
    (sources, bills): (&Sources, &Bills),
    job: &Job,
    at: UnixMillis,
) -> Result<(SourceId, Money), Refusal> {
    let agent = agents::find(change, &job.agent)?;
    let source = jobs::source_for(sources, &agent, &job.spec)?;
    let hold = ledger::ceiling(&job.spec, source);
    ledger::allow(change, &job.agent, source, hold)?;
    bills.allow(change, (source, hold), at)?;
    Ok((source, hold))
}

/// A check that could not begin, such as for want of a key, is accounted for as one that failed, for nothing.
fn note_missing(change: &Transaction<'_>, job: &Job, why: &str, at: UnixMillis) -> Result<(), DbError> {
    let target = &job.spec.target;
    let wanted = sources_for(target.platform(), target.kind()).first().copied();
    let source = wanted.unwrap_or(SourceId::Practice);
    let check = insert(change, job, source, Money::ZERO, at)?;
    end::fail(change, job, &check, why, Money::ZERO, at)
}

/// How long a check waits for the keys to be read at the start.
const KEYS_WAIT_MILLIS: i64 = 5_000;

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
    ledger::book(change, &job.agent, (id, source), Movement::Hold(hold), at)?;
    Ok(Check {
        id,
        job: job.id,
        number,
        spec: job.spec.clone(),
        source,
        hold,
    })
}
