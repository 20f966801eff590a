//! Files that people bring in become posts, whatever made them; what cannot be read is told by row.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test states its assumptions"
)]

mod desk;
mod exports;
mod long;
mod tables;
