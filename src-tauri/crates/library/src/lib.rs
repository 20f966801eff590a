//! What this computer collected: posts and comments as normalised records in SQLite.
//!
//! A post is stored once for each agent, platform and native id, however often it is found; which
//! job found it, and in which check first, stands in a table of links. Storing the same check
//! twice changes nothing, so a check that was interrupted can be run again.
//!
//! May use: `contract`, rusqlite, and HTTP for preview pictures alone. All calls but those of `pictures`
//! block: an async caller puts them on a thread of their own.
//! Deliberately absent: how posts are collected (`sources`), what they cost (`local-service`), raw
//! rows of a platform (nothing reads them yet, and they are where keys would leak).

mod backfill;
mod backup;
mod codec;
mod creators;
mod error;
pub mod export;
mod fold;
mod forget;
pub mod import;
mod index;
pub mod insights;
mod migrations;
pub mod pictures;
mod place;
mod post;
mod read;
mod refresh;
mod store;
mod write;

pub use creators::{MEDIAN_DAYS, MEDIAN_POSTS_MIN};
pub use error::LibraryError;
pub use forget::Forgotten;
pub use post::{
    Author, Comment, CountryBasis, Counts, Media, Origin, Post, Precision, SourceId, UnknownWord, post_id,
};
pub use read::{
    CommentView, CountsAt, Creator, CreatorChoice, FilterChoices, ImportedFrom, JobCounts, PictureSource,
    PostCard, PostCounts, PostCursor, PostDetail, PostFilter, PostPage, PostQuery, PostSort, Reader, Usual,
};
pub use refresh::DuePost;
pub use store::Library;
pub use write::{CheckRecord, StoredCheck};
