//! The ways to collect posts on this computer, one module each, behind one small trait.
//!
//! A source takes a [`Query`] and gives [`Collected`] posts, comments, notes about what it could not
//! apply, and what it cost; or a [`SourceFailure`] in words a marketer understands. Which source
//! serves which platform and kind of target is one table, in `table.rs`.
//!
//! May use: `contract`, `library` (the records), HTTP. Deliberately absent: when something is
//! collected, what it is charged at, and where it is kept (`local-service` decides all three).

mod answer;
mod failure;
mod limits;
mod note;
mod practice;
mod query;
mod set;
mod table;
mod youtube_feed;

pub use answer::Collected;
pub use failure::{Retry, SourceFailure};
pub use library::SourceId;
pub use note::Note;
pub use practice::{PRACTICE_FAILURES, Practice, PracticeFailure};
pub use query::{Query, Source};
pub use set::{SourceSettings, Sources};
pub use table::{comments_per_post, missing, prices, serves, sources_for};
pub use youtube_feed::YoutubeFeed;
