use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a job stands, in the service's own words.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(from = "String", into = "String")]
#[ts(export, type = "string")]
pub enum JobStatus {
    /// Queued.
    Pending,
    /// Collecting; for a monitor also the rest between checks.
    Processing,
    /// A one-time job is done.
    Completed,
    /// It failed; the job carries a reason.
    Failed,
    /// It was stopped (later documentation).
    Stopped,
    /// A word no documentation has: shown as it is, never guessed.
    Other(String),
}

impl JobStatus {
    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
            Self::Other(word) => word,
        }
    }

    /// Whether nothing more can happen, so that nobody need ask again.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Stopped)
    }

    /// Whether the API takes updates in this state. Source: "Only jobs with pending or processing
    /// status can be updated."
    pub const fn can_be_updated(&self) -> bool {
        matches!(self, Self::Pending | Self::Processing)
    }
}

impl From<String> for JobStatus {
    fn from(word: String) -> Self {
        match word.as_str() {
            "pending" => Self::Pending,
            "processing" => Self::Processing,
            "completed" => Self::Completed,
            "failed" => Self::Failed,
            "stopped" => Self::Stopped,
            _ => Self::Other(word),
        }
    }
}

impl FromStr for JobStatus {
    type Err = Infallible;

    fn from_str(word: &str) -> Result<Self, Infallible> {
        Ok(Self::from(word.to_owned()))
    }
}

impl From<JobStatus> for String {
    fn from(status: JobStatus) -> Self {
        status.as_str().to_owned()
    }
}

impl fmt::Display for JobStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
