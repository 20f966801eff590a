use std::sync::{Arc, Mutex, PoisonError};

use contract::{JobId, JobStatus, Money, UnixMillis};
use library::{CheckRecord, Library, StoredCheck};
use sources::{Attempt, Collected, Query, Retry, SourceFailure, Sources};

use super::end::{Brought, Outcome, finish};
use super::record::Check;
use crate::bills::Bills;
use crate::db::{Db, DbError};
use crate::{Pace, clock, jobs};

/// Tries within one check before it counts as failed.
const TRIES: u32 = 3;

/// What a check needs to run.
#[derive(Debug, Clone)]
pub(crate) struct Runner {
    pub(crate) db: Db,
    pub(crate) library: Arc<Mutex<Library>>,
    pub(crate) sources: Arc<Sources>,
    pub(crate) pace: Pace,
    pub(crate) bills: Bills,
}

/// Runs a check to its end. Dropped half-way, it leaves the check as running, and the next start
/// runs it again under the same charge.
pub(crate) async fn run(runner: &Runner, check: Check) -> Result<(), DbError> {
    let outcome = if is_stopped(runner, check.job).await? {
        Outcome::Stopped(abandon(runner, &check).await)
    } else {
        tokio::time::sleep(runner.pace.work(check.source)).await;
        match collect(runner, &check).await {
            Ok(collected) => store(runner, &check, collected).await?,
            Err(failure) => Outcome::Failed(failure),
        }
    };
    tracing::info!(
        job = check.job,
        check = check.number,
        stored = matches!(outcome, Outcome::Stored(_)),
        "a check ended"
    );
    let pace = runner.pace;
    runner
        .db
        .change(move |change| finish(change, &check, &outcome, pace, clock::now()))
        .await
}

async fn is_stopped(runner: &Runner, job: i64) -> Result<bool, DbError> {
    let job = runner.db.change(move |change| jobs::load(change, job)).await?;
    Ok(job.is_none_or(|job| job.status == JobStatus::Stopped))
}

/// Ends what a provider does for a check that nobody waits for any more. Where the provider does
/// not answer, its ceiling is counted: never less than it may be.
async fn abandon(runner: &Runner, check: &Check) -> Money {
    let job = check.job.to_string();
    let ended = runner.sources.abandon(check.source, &job);
    ended.await.unwrap_or_else(|failure| {
        tracing::warn!(job = check.job, %failure, "paid work could not be ended; its ceiling is counted");
        check.hold
    })
}

/// Collects; what may pass by itself is tried again a few times.
async fn collect(runner: &Runner, check: &Check) -> Result<Collected, SourceFailure> {
    let mut tries = 0;
    loop {
        let attempt = Attempt {
            job: check.job.to_string(),
            check: check.number,
        };
        let query = Query::of(&check.spec, clock::now()).asked_by(attempt);
        match runner.sources.collect(check.source, &query).await {
            // What cost something is not tried again by itself.
            Err(failure)
                if failure.retry() == Retry::Later && failure.cost() == Money::ZERO && tries + 1 < TRIES =>
            {
                tokio::time::sleep(runner.pace.retry(check.source, tries)).await;
                tries += 1;
            }
            answer => return answer,
        }
    }
}

/// Puts the posts into the library. Charged is what this run collected, which never passes what
/// was set aside, even where an interrupted run had stored other posts before.
async fn store(runner: &Runner, check: &Check, collected: Collected) -> Result<Outcome, DbError> {
    let agent = runner.db.change({
        let job = check.job;
        move |change| jobs::load(change, job)
    });
    let Some(job) = agent.await? else {
        return Err(DbError::Unreadable(format!("job {}", check.job)));
    };
    let (library, number) = (Arc::clone(&runner.library), check.number);
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let (posts, comments) = (count(collected.posts.len()), count(collected.comments.len()));
    let (notes, cost) = (collected.notes.clone(), collected.cost);
    let stored = tokio::task::spawn_blocking(move || {
        let mut library = library.lock().unwrap_or_else(PoisonError::into_inner);
        put(&mut library, &job, number, &collected, clock::now())
    });
    let stored = stored.await.map_err(|_| DbError::Stopped)??;
    Ok(Outcome::Stored(Brought {
        posts,
        new_posts: stored.new_posts,
        comments,
        notes,
        cost,
    }))
}

fn put(
    library: &mut Library,
    job: &jobs::Job,
    check: u32,
    collected: &Collected,
    at: UnixMillis,
) -> Result<StoredCheck, DbError> {
    let id = JobId::parse(&job.id.to_string()).map_err(|_| DbError::Unreadable(format!("job {}", job.id)))?;
    let (posts, comments) = (&collected.posts, &collected.comments);
    Ok(library.store_check(&CheckRecord {
        agent: &job.agent,
        job: &id,
        check,
        posts,
        comments,
        at,
    })?)
}
