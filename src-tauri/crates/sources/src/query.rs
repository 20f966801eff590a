use std::future::Future;

use contract::{Country, MaxResults, MonitorSpec, Target, UnixMillis};
use library::SourceId;

use crate::{Collected, SourceFailure};

/// What a check asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What is followed, and where.
    pub target: Target,
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
}

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

impl Query {
    /// The query of a monitor's check at this time.
    pub fn of(spec: &MonitorSpec, now: UnixMillis) -> Self {
        let days = i64::from(spec.days.days());
        Self {
            target: spec.target.clone(),
            since: (days > 0).then(|| now.plus(-days * DAY_MILLIS)),
            limit: spec.max_results,
            country: spec.country,
            comments: spec.comment_monitoring,
            now,
        }
    }
}

/// One way to collect posts.
pub trait Source: std::fmt::Debug + Send + Sync {
    /// Its name.
    fn id(&self) -> SourceId;

    /// Collects once. Dropping the future stops it.
    fn collect(&self, query: &Query) -> impl Future<Output = Result<Collected, SourceFailure>> + Send;
}
