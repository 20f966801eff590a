//! When a monitor is checked, as its owner sets it.

use contract::UnixMillis;
use rusqlite::Transaction;

use super::{own, save};
use crate::agents::Agent;
use crate::cadence::Cadence;
use crate::refusal::Refusal;

/// The cadence of the agent's job; none means the usual.
pub(crate) fn cadence(change: &Transaction<'_>, agent: &Agent, id: i64) -> Result<Option<Cadence>, Refusal> {
    Ok(own(change, &agent.id, id)?.cadence)
}

/// Sets it, or takes it away. A resting monitor is planned anew: never later than it would have been
/// by the new cadence, counted from now.
pub(crate) fn set_cadence(
    change: &Transaction<'_>,
    agent: &Agent,
    id: i64,
    cadence: Option<Cadence>,
    at: UnixMillis,
) -> Result<(), Refusal> {
    let mut job = own(change, &agent.id, id)?;
    if !job.status.can_be_updated() {
        return Err(Refusal::StatusInvalid(job.status));
    }
    if let (Some(cadence), Some(_), true) = (&cadence, job.next_check_at, job.is_watching()) {
        job.next_check_at = Some(cadence.next_after(job.id, at));
    }
    job.cadence = cadence;
    Ok(save(change, &job)?)
}
