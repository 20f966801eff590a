use std::future::Future;

use contract::{Country, LookBack, MaxResults, MonitorSpec, Target, UnixMillis};
use library::SourceId;

use crate::{Collected, SourceFailure};

/// What a check asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What is followed, and where.
    pub target: Target,
    /// The period that was asked for; some platforms have the same ones.
    pub look_back: LookBack,
    /// Nothing older than this; none means as far back as the source goes.
    pub since: Option<UnixMillis>,
    /// The most posts.
    pub limit: MaxResults,
    /// Only this country's, where the source can tell.
    pub country: Option<Country>,
    /// Whether comments are wanted.
    pub comments: bool,
    /// The time of the check; sources have no clock of their own.
    pub now: UnixMillis,
    /// Which check asks, so that paid work which it started before a restart is found again.
    pub attempt: Attempt,
}

/// A check, by what stays the same when it is run again after an interruption.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attempt {
    /// Its job; only one check of a job runs at a time.
    pub job: String,
    /// Its number within the job.
    pub check: u32,
}

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

impl Query {
    /// The query of a monitor's check at this time.
    pub fn of(spec: &MonitorSpec, now: UnixMillis) -> Self {
        let days = i64::from(spec.days.days());
        Self {
            target: spec.target.clone(),
            look_back: spec.days,
            since: (days > 0).then(|| now.plus(-days * DAY_MILLIS)),
            limit: spec.max_results,
            country: spec.country,
            comments: spec.comment_monitoring,
            now,
            attempt: Attempt::default(),
        }
    }

    /// The same, asked by this check.
    #[must_use]
    pub fn asked_by(self, attempt: Attempt) -> Self {
        Self { attempt, ..self }
    }

    /// The value without its `@` or `#`.
    pub(crate) fn plain(&self) -> &str {
        self.target.value().trim_start_matches(['@', '#'])
    }
}

/// One way to collect posts.
pub trait Source: std::fmt::Debug + Send + Sync {
    /// Its name.
    fn id(&self) -> SourceId;

    /// Collects once. Dropping the future stops it.
    fn collect(&self, query: &Query) -> impl Future<Output = Result<Collected, SourceFailure>> + Send;
}
