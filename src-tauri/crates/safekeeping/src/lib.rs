//! The care that every SQLite file of Feedwatch gets: it is copied before its schema changes, it is
//! set aside and never overwritten when it is damaged, and what took its place is told.
//!
//! The app's record, the service's jobs and the library of posts are three files in three rooms that
//! may not know each other; how a file is kept from harm is the same for all of them, and stands here
//! once. A file has a [`Place`]; [`Care::open`] opens it and says how it was [`Opened`].
//!
//! May use: rusqlite. Deliberately absent: what is in the tables, the time (a day is passed in), async,
//! and everything of ours.

mod bundle;
mod copies;
mod error;
mod files;
mod opening;
mod place;
mod steps;

pub use bundle::{Part, is_bundle, pack, unpack};
pub use copies::{KeptCopy, Reason};
pub use error::{Fault, SafeError};
pub use opening::{Care, FellBack, Opened};
pub use place::{Place, is_whole};
pub use steps::Steps;
