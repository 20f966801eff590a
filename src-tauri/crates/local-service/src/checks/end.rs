//! The end of a check: one transaction that settles or refunds, and decides what the job does next.

use contract::{JobStatus, Money, UnixMillis};
use rusqlite::{Transaction, params};
use sources::{Note, Retry, SourceFailure, SourceId};

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
    /// Its job was stopped meanwhile; what a provider charged until then.
    Stopped(Money),
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
    /// What a provider charged for it.
    pub(crate) cost: Money,
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
    // Stopped while its posts were on their way: they are kept and what they cost is told, but
    // nothing more is planned.
    let goes_on = job.status.can_be_updated();
    match outcome {
        Outcome::Stored(brought) => {
            settle(change, &job, check, brought, at)?;
            if goes_on {
                after_success(&mut job, check, pace, at);
            }
        }
        Outcome::Failed(failure) => {
            fail(change, &job, check, &failure.to_string(), failure.cost(), at)?;
            if goes_on {
                after_failure(&mut job, check, failure, pace, at);
            }
        }
        Outcome::Stopped(cost) => end(change, &job, check, ("stopped", None), *cost, at)?,
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
        ..
    } = brought;
    let names: Vec<_> = notes.iter().map(|note| note.code()).collect();
    let notes = serde_json::Value::from(names).to_string();
    change.execute(
        "UPDATE checks SET posts = ?2, new_posts = ?3, comments = ?4, notes = ?5 WHERE id = ?1",
        params![check.id, posts, new_posts, comments, notes],
    )?;
    close(change, check, ("done", None), cost_of(check, brought), at)?;
    let rest = check.hold - cost_of(check, brought);
    let ended = Movement::Settle(rest);
    ledger::book(change, &job.agent, (check.id, check.source), ended, at)
}

/// The published prices for practice; what a provider really charged elsewhere.
fn cost_of(check: &Check, brought: &Brought) -> Money {
    if sources::billed_elsewhere(check.source) {
        return brought.cost;
    }
    let prices = sources::prices(check.source, check.spec.target.platform());
    ledger::cost(prices, brought.posts, brought.comments)
}

/// Ends a check that brought nothing; what a provider charged for it all the same stays charged.
pub(super) fn fail(
    change: &Transaction<'_>,
    job: &Job,
    check: &Check,
    why: &str,
    cost: Money,
    at: UnixMillis,
) -> Result<(), DbError> {
    end(change, job, check, ("failed", Some(why)), cost, at)
}

/// Gives up the job's running check, if it has one, and refunds it. Work that a provider bills has
/// to be ended there first: that is left to the schedule, which finds the check still running.
pub(crate) fn give_up(change: &Transaction<'_>, job: &Job, at: UnixMillis) -> Result<(), DbError> {
    let here = |check: &Check| !sources::billed_elsewhere(check.source);
    match running(change, job.id)?.filter(here) {
        Some(check) => end(change, job, &check, ("stopped", None), Money::ZERO, at),
        None => Ok(()),
    }
}

fn end(
    change: &Transaction<'_>,
    job: &Job,
    check: &Check,
    state: (&str, Option<&str>),
    cost: Money,
    at: UnixMillis,
) -> Result<(), DbError> {
    close(change, check, state, cost, at)?;
    let movement = if cost == Money::ZERO {
        Movement::Refund(check.hold)
    } else {
        Movement::Settle(check.hold - cost)
    };
    ledger::book(change, &job.agent, (check.id, check.source), movement, at)
}

/// A provider that charged more than its ceiling is written down as it is, with the ceiling raised.
fn close(
    change: &Transaction<'_>,
    check: &Check,
    (state, failure): (&str, Option<&str>),
    cost: Money,
    at: UnixMillis,
) -> Result<(), DbError> {
    change.execute(
        "UPDATE checks SET state = ?2, ended_at = ?3, failure = ?4, charged_micros = ?5,
         hold_micros = max(hold_micros, ?5) WHERE id = ?1",
        params![check.id, state, at.0, failure, cost.micros()],
    )?;
    Ok(())
}

fn after_success(job: &mut Job, check: &Check, pace: Pace, at: UnixMillis) {
    job.misses = 0;
    if job.spec.monitoring {
        job.next_check_at = Some(job.next_after(check.source, pace, at));
    } else if was_changed(job, check) {
        job.next_check_at = Some(at);
    } else {
        job.status = JobStatus::Completed;
    }
}

fn after_failure(job: &mut Job, check: &Check, failure: &SourceFailure, pace: Pace, at: UnixMillis) {
    if was_changed(job, check) {
        // The failure belongs to what was asked before; the new question deserves its own answer.
        (job.next_check_at, job.misses) = (Some(at), 0);
        return;
    }
    match failure.retry() {
        // A rest that the platform asked for is no failure, of a monitor or of a single check.
        Retry::NotBefore(time) => job.next_check_at = Some(time.max(at)),
        Retry::Later | Retry::AfterChange => {
            rest_or_fail(job, check.source, &failure.to_string(), pace, at);
        }
        Retry::Pointless => job.fail(failure.to_string()),
    }
}

/// After a check that could not begin, because a key is missing.
pub(super) fn after_want(job: &mut Job, why: &str, pace: Pace, at: UnixMillis) {
    rest_or_fail(job, SourceId::YoutubeApi, why, pace, at);
}

fn rest_or_fail(job: &mut Job, source: SourceId, why: &str, pace: Pace, at: UnixMillis) {
    job.misses += 1;
    if job.spec.monitoring && job.misses < MISSES_MAX {
        (job.status, job.next_check_at) = (JobStatus::Processing, Some(job.next_after(source, pace, at)));
    } else {
        job.fail(why.to_owned());
    }
}

/// Whether the job was changed, while this check ran, to ask for different posts.
fn was_changed(job: &Job, check: &Check) -> bool {
    !jobs::collects_the_same(&check.spec, &job.spec)
}
