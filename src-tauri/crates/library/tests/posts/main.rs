//! People find what they look for, in any script, and pages neither skip nor repeat a post.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test states its assumptions"
)]

mod exporting;
mod forgetting;
mod formats;
mod insights;
mod numbers;
mod paging;
mod searching;
mod world;
