use contract::{JobStatus, MonitorDraft, MonitorSpec, SpecProblems, UnixMillis};
use rusqlite::Transaction;
use sources::Sources;

use super::create::source_for;
use super::{Job, own, save};
use crate::agents::Agent;
use crate::checks;
use crate::refusal::Refusal;

/// A change of a job's configuration.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) agent: Agent,
    pub(crate) job: i64,
    /// The fields that were sent.
    pub(crate) draft: MonitorDraft,
    /// What was already wrong with them when they were read.
    pub(crate) problems: SpecProblems,
    pub(crate) at: UnixMillis,
}

/// Changes what the next check does; a check that runs goes on as it began.
///
/// A resting monitor that is set to "once" is completed at once, without another check; where the
/// same change asks for different posts, one last check collects them first.
pub(crate) fn update(change: &Transaction<'_>, sources: &Sources, wanted: Change) -> Result<(), Refusal> {
    let mut job = own(change, &wanted.agent.id, wanted.job)?;
    if !job.status.can_be_updated() {
        return Err(Refusal::StatusInvalid(job.status));
    }
    let spec = MonitorSpec::parse_noting(&wanted.draft.over(&job.spec), wanted.problems)
        .map_err(|problems| Refusal::Invalid(problems.to_string()))?;
    source_for(sources, &wanted.agent, &spec)?;
    let asks_the_same = collects_the_same(&job.spec, &spec);
    job.spec = spec;
    if job.is_watching() && !job.spec.monitoring {
        end_or_check_once_more(&mut job, asks_the_same, wanted.at);
    }
    Ok(save(change, &job)?)
}

/// Whether two configurations ask for the same posts, however often.
pub(crate) fn collects_the_same(old: &MonitorSpec, new: &MonitorSpec) -> bool {
    let once = |spec: &MonitorSpec| MonitorSpec {
        monitoring: false,
        ..spec.clone()
    };
    once(old) == once(new)
}

fn end_or_check_once_more(job: &mut Job, asks_the_same: bool, at: UnixMillis) {
    if asks_the_same {
        (job.status, job.next_check_at) = (JobStatus::Completed, None);
    } else {
        job.next_check_at = Some(at);
    }
}

/// Stops a job for good; a check that runs is given up and refunded in full. Stopping a stopped
/// job is no error.
pub(crate) fn stop(change: &Transaction<'_>, agent: &Agent, id: i64, at: UnixMillis) -> Result<(), Refusal> {
    let mut job = own(change, &agent.id, id)?;
    match job.status {
        JobStatus::Stopped => return Ok(()),
        JobStatus::Pending | JobStatus::Processing => {}
        other => return Err(Refusal::StatusInvalid(other)),
    }
    checks::give_up(change, &job, at)?;
    (job.status, job.next_check_at) = (JobStatus::Stopped, None);
    Ok(save(change, &job)?)
}
