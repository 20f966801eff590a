use contract::JobStatus;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A column of the board, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Phase {
    /// Failed, refused, or not known.
    NeedsAttention,
    /// Not begun yet.
    Waiting,
    /// A check runs.
    Collecting,
    /// Rests between checks.
    Watching,
    /// Done, or stopped.
    Finished,
    /// A word of the service that no documentation has: it belongs to none of the others. Shown only
    /// where there is one.
    Other,
}

impl Phase {
    /// All of them, in the board's order.
    pub const ALL: [Self; 6] = [
        Self::NeedsAttention,
        Self::Waiting,
        Self::Collecting,
        Self::Watching,
        Self::Finished,
        Self::Other,
    ];

    /// Its place in that order, as the record keeps it.
    pub const fn rank(self) -> i64 {
        match self {
            Self::NeedsAttention => 0,
            Self::Waiting => 1,
            Self::Collecting => 2,
            Self::Watching => 3,
            Self::Finished => 4,
            Self::Other => 5,
        }
    }
}

/// The word on a card. Always shown with its icon and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum StateWord {
    /// On its way.
    Sending,
    /// The service did not take it, or it never left; nothing was charged.
    NotStarted,
    /// Nobody knows whether the service took it; the ceiling is held.
    NotKnown,
    /// Queued at the service.
    Waiting,
    /// A one-time check runs.
    Collecting,
    /// Between checks, or checking: from outside the same on GEN.
    Watching,
    /// A one-time check is done.
    Finished,
    /// Stopped.
    Stopped,
    /// The service says it failed.
    Failed,
    /// The service no longer knows it.
    Lost,
    /// A word of the service that no documentation has.
    Other,
}

impl StateWord {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Sending,
        Self::NotStarted,
        Self::NotKnown,
        Self::Waiting,
        Self::Collecting,
        Self::Watching,
        Self::Finished,
        Self::Stopped,
        Self::Failed,
        Self::Lost,
        Self::Other,
    ];

    /// The word for a status of the service. A monitor stays `processing` between its checks, so
    /// there the same status is a rest, not work.
    pub const fn of(status: &JobStatus, monitoring: bool) -> Self {
        match status {
            JobStatus::Pending => Self::Waiting,
            JobStatus::Processing if monitoring => Self::Watching,
            JobStatus::Processing => Self::Collecting,
            JobStatus::Completed => Self::Finished,
            JobStatus::Failed => Self::Failed,
            JobStatus::Stopped => Self::Stopped,
            JobStatus::Other(_) => Self::Other,
        }
    }

    /// Its column.
    pub const fn phase(self) -> Phase {
        match self {
            Self::NotStarted | Self::NotKnown | Self::Failed | Self::Lost => Phase::NeedsAttention,
            Self::Sending | Self::Waiting => Phase::Waiting,
            Self::Collecting => Phase::Collecting,
            Self::Other => Phase::Other,
            Self::Watching => Phase::Watching,
            Self::Finished | Self::Stopped => Phase::Finished,
        }
    }

    /// Whether the service may still change it, so that it is worth asking.
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            Self::Waiting | Self::Collecting | Self::Watching | Self::Other
        )
    }

    /// The word as the record keeps it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::NotStarted => "not_started",
            Self::NotKnown => "not_known",
            Self::Waiting => "waiting",
            Self::Collecting => "collecting",
            Self::Watching => "watching",
            Self::Finished => "finished",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
            Self::Lost => "lost",
            Self::Other => "other",
        }
    }

    /// The state of this word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}
