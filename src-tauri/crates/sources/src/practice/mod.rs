mod failures;
mod seed;
mod stream;
mod texts;

use library::SourceId;

pub use failures::{PRACTICE_FAILURES, PracticeFailure};

use crate::{Collected, Query, Source, SourceFailure};

/// Posts for looking around: made up from the query and the time, the same for the same query at
/// the same time, a few more and with higher counts later. Every one says that it is practice: its
/// source, its address (`.invalid`, a name that never resolves) and its caption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Practice;

impl Source for Practice {
    fn id(&self) -> SourceId {
        SourceId::Practice
    }

    async fn collect(&self, query: &Query) -> Result<Collected, SourceFailure> {
        failures::planned(&query.target).map_or_else(|| Ok(stream::collect(query)), Err)
    }
}
