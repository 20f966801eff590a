//! The ways to collect posts on this computer, one module each, behind one small trait.
//!
//! A source takes a [`Query`] and gives [`Collected`] posts, comments, notes about what it could not
//! apply, and what it cost; or a [`SourceFailure`] in words a marketer understands. Which source
//! serves which platform and kind of target is one table, in `table.rs`.
//!
//! May use: `contract`, `library` (the records), HTTP. Deliberately absent: when something is
//! collected, what it is charged at, and where it is kept (`local-service` decides all three); what
//! must outlive a restart goes to the [`Memory`] that it brings.

mod answer;
#[cfg(test)]
mod any_bytes;
mod apify;
mod clause;
mod failure;
mod fields;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod http;
mod instagram_graph;
mod keys;
mod limits;
mod memory;
mod note;
mod practice;
mod query;
mod sentence;
mod set;
mod table;
mod text;
mod usage;
mod youtube_api;
mod youtube_feed;

pub use answer::Collected;
pub use clause::{Allowance, CollectorLack, KeyLack, RunEnd};
pub use failure::{Retry, SourceFailure};
pub use keys::{SourceKey, SourceKeyError};
pub use library::SourceId;
pub use memory::{Memory, MemoryLost, ThisRun};
pub use note::Note;
pub use practice::{PRACTICE_FAILURES, Practice, PracticeFailure};
pub use query::{Attempt, Query, Source};
pub use sentence::{Sentence, sentences};
pub use set::{KeyFinding, SourceSettings, Sources};
pub use table::{
    Missing, billed_elsewhere, comments_per_post, needs_key, prices, serves, sources_for, sources_of,
};
pub use usage::{Bucket, Usage, source_name};
pub use youtube_feed::YoutubeFeed;
