//! The read side: pages of posts, one post with all that is known of it, what there is to filter by.

mod cards;
mod detail;
mod filtered;
mod filters;
mod jobs;
mod page;
mod query;
mod reader;

pub use cards::{Creator, PostCard, PostCounts, Usual};
pub use detail::{CommentView, CountsAt, ImportedFrom, PictureSource, PostDetail};
pub use filters::{CreatorChoice, FilterChoices};
pub use jobs::JobCounts;
pub use page::PostPage;
pub use query::{PostCursor, PostFilter, PostQuery, PostSort};
pub use reader::Reader;
