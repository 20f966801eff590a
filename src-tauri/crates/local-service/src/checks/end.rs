//! The end of a check: one transaction that settles or refunds, and decides what the job does next.

use contract::{JobStatus, UnixMillis};
use rusqlite::{Transaction, params};
use sources::{Note, Retry, SourceFailure};

use super::record::{Check, running};
use crate::Pace;
use crate::db::DbError;
use crate::jobs::{self, Job};
use crate::ledger::{self, Movement};

/// A monitor whose checks bring nothing so often in a row has failed; until then it rests and tries
/// again, because most troubles of a platform pass within hours.
const MISSES_MAX: u32 = 3;

/// How a check ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Posts are stored.
    Stored(Brought),
    /// Nothing was collected.
    Failed(SourceFailure),
}

/// What a check brought.
#[derive(Debug)]
pub(crate) struct Brought {
    /// Posts, each of which is charged.
    pub(crate) posts: u32,
    /// Those that no earlier check of the job had found.
    pub(crate) new_posts: u32,
    /// Comments, each of which is charged.
    pub(crate) comments: u32,
    pub(crate) notes: Vec<Note>,
}

/// Ends a check: settles or refunds, and decides what the job does next. A check that was stopped
/// meanwhile stays stopped.
pub(crate) fn finish(
    change: &Transaction<'_>,
    check: &Check,
    outcome: &Outcome,
    pace: Pace,
    at: UnixMillis,
) -> Result<(), DbError> {
    let still_runs = running(change, check.job)?.is_some_and(|running| running.id == check.id);
    let Some(mut job) = jobs::load(change, check.job)?.filter(|_| still_runs) else {
        return Ok(());
    };
    match outcome {
        Outcome::Stored(brought) => {
            settle(change, &job, check, brought, at)?;
            after_success(&mut job, check, pace, at);
        }
        Outcome::Failed(failure) => {
            refund(change, &job, check, "failed", Some(&failure.to_string()), at)?;
            after_failure(&mut job, check, failure, pace, at);
        }
    }
    jobs::save(change, &job)
}

fn settle(
    change: &Transaction<'_>,
    job: &Job,
    check: &Check,
    brought: &Brought,
    at: UnixMillis,
) -> Result<(), DbError> {
    let Brought {
        posts,
        new_posts,
        comments,
        notes,
    } = brought;
    let cost = ledger::cost(sources::prices(check.source), *posts, *comments);
    let names: Vec<_> = notes.iter().map(|note| note.code()).collect();
    let notes = serde_json::Value::from(names).to_string();
    change.execute(
        "UPDATE checks SET state = 'done', ended_at = ?2, charged_micros = ?3, posts = ?4, new_posts = ?5,
         comments = ?6, notes = ?7 WHERE id = ?1",
        params![check.id, at.0, cost.micros(), posts, new_posts, comments, notes],
    )?;
    ledger::book(
        change,
        &job.agent,
        check.id,
        Movement::Settle(check.hold - cost),
        at,
    )
}

/// Gives up the job's running check, if it has one, and refunds it.
pub(crate) fn give_up(change: &Transaction<'_>, job: &Job, at: UnixMillis) -> Result<(), DbError> {
    let running = running(change, job.id)?;
    running.map_or(Ok(()), |check| refund(change, job, &check, "stopped", None, at))
}

fn refund(
    change: &Transaction<'_>,
    job: &Job,
    check: &Check,
    state: &str,
    failure: Option<&str>,
    at: UnixMillis,
) -> Result<(), DbError> {
    let sql = "UPDATE checks SET state = ?2, ended_at = ?3, failure = ?4 WHERE id = ?1";
    change.execute(sql, params![check.id, state, at.0, failure])?;
    ledger::book(change, &job.agent, check.id, Movement::Refund(check.hold), at)
}

fn after_success(job: &mut Job, check: &Check, pace: Pace, at: UnixMillis) {
    job.misses = 0;
    if job.spec.monitoring {
        job.next_check_at = Some(after_rest(check, pace, at));
    } else if was_changed(job, check) {
        job.next_check_at = Some(at);
    } else {
        job.status = JobStatus::Completed;
    }
}

fn after_failure(job: &mut Job, check: &Check, failure: &SourceFailure, pace: Pace, at: UnixMillis) {
    job.misses += 1;
    if was_changed(job, check) {
        // The failure belongs to what was asked before; the new question deserves its own answer.
        (job.next_check_at, job.misses) = (Some(at), 0);
    } else if job.spec.monitoring && failure.retry() == Retry::Later && job.misses < MISSES_MAX {
        job.next_check_at = Some(after_rest(check, pace, at));
    } else {
        job.fail(failure.to_string());
    }
}

/// Whether the job was changed, while this check ran, to ask for different posts.
fn was_changed(job: &Job, check: &Check) -> bool {
    !jobs::collects_the_same(&check.spec, &job.spec)
}

fn after_rest(check: &Check, pace: Pace, at: UnixMillis) -> UnixMillis {
    at.plus(i64::try_from(pace.rest(check.source).as_millis()).unwrap_or(i64::MAX))
}
