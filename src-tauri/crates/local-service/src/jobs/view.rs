use contract::{Money, UnixMillis};
use rusqlite::{OptionalExtension, Transaction};

use super::{Job, own, read};
use crate::Collects;
use crate::agents::Agent;
use crate::refusal::Refusal;

/// What a job's checks brought so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Checks that ended with posts, even if none.
    pub(crate) checks: u32,
    /// Different posts.
    pub(crate) posts_found: u64,
    /// Those that the last check saw first.
    pub(crate) new_posts: u64,
    /// Posts charged, over all checks.
    pub(crate) posts_scraped: u64,
    /// Comments charged, over all checks.
    pub(crate) comments: u64,
    pub(crate) charged: Money,
    /// Set aside for the check that runs now.
    pub(crate) held: Money,
    pub(crate) last_check_at: Option<UnixMillis>,
    /// Why the latest check brought nothing; none where it brought something.
    pub(crate) last_failure: Option<String>,
    /// The source and the notes of the last check, the notes as a JSON list of names.
    pub(crate) source: Option<String>,
    pub(crate) notes: String,
}

/// A job and its progress.
#[derive(Debug, Clone)]
pub(crate) struct JobView {
    pub(crate) job: Job,
    pub(crate) progress: Progress,
    /// Whether its posts are made up.
    pub(crate) practice: bool,
}

/// The agent's job of this id.
pub(crate) fn view(change: &Transaction<'_>, agent: &Agent, id: i64) -> Result<JobView, Refusal> {
    with_progress(change, agent, own(change, &agent.id, id)?)
}

/// All jobs of the agent, newest first.
pub(crate) fn list(change: &Transaction<'_>, agent: &Agent) -> Result<Vec<JobView>, Refusal> {
    let mut statement = change.prepare("SELECT * FROM jobs WHERE agent_id = ?1 ORDER BY id DESC")?;
    let mut rows = statement.query([agent.id.as_str()])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(with_progress(change, agent, read(row)?)?);
    }
    Ok(all)
}

fn with_progress(change: &Transaction<'_>, agent: &Agent, job: Job) -> Result<JobView, Refusal> {
    let progress = progress(change, job.id)?;
    Ok(JobView {
        job,
        progress,
        practice: agent.collects == Collects::Practice,
    })
}

fn progress(change: &Transaction<'_>, job: i64) -> Result<Progress, Refusal> {
    let mut progress = totals(change, job)?;
    let last = "SELECT new_posts, source, notes FROM checks WHERE job_id = ?1 AND state = 'done'
                ORDER BY number DESC LIMIT 1";
    let found: Option<(i64, String, String)> = change
        .prepare_cached(last)?
        .query_row([job], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    if let Some((new_posts, source, notes)) = found {
        progress.new_posts = u64::try_from(new_posts).unwrap_or(0);
        (progress.source, progress.notes) = (Some(source), notes);
    }
    let failure = "SELECT failure FROM checks WHERE job_id = ?1 AND state IN ('done', 'failed')
                   ORDER BY number DESC LIMIT 1";
    progress.last_failure = change
        .prepare_cached(failure)?
        .query_row([job], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(progress)
}

fn totals(change: &Transaction<'_>, job: i64) -> Result<Progress, Refusal> {
    let sql =
        "SELECT count(*) FILTER (WHERE state = 'done'), coalesce(sum(new_posts), 0), coalesce(sum(posts), 0),
                coalesce(sum(comments), 0), coalesce(sum(charged_micros), 0),
                max(ended_at) FILTER (WHERE state = 'done'),
                coalesce(sum(hold_micros) FILTER (WHERE state = 'running'), 0)
         FROM checks WHERE job_id = ?1";
    let found = change.prepare_cached(sql)?.query_row([job], |row| {
        let number = |index| {
            row.get::<_, i64>(index)
                .map(|value| u64::try_from(value).unwrap_or(0))
        };
        let last: Option<i64> = row.get(5)?;
        Ok(Progress {
            checks: row.get(0)?,
            posts_found: number(1)?,
            new_posts: 0,
            posts_scraped: number(2)?,
            comments: number(3)?,
            charged: Money::from_micros(row.get(4)?),
            held: Money::from_micros(row.get(6)?),
            last_check_at: last.map(UnixMillis),
            last_failure: None,
            source: None,
            notes: "[]".to_owned(),
        })
    })?;
    Ok(found)
}
