//! The parsers of outside input, as functions of bytes: each fails loudly where it breaks a promise.
//!
//! One small program for each stands in `targets`; `cargo xtask faults --only fuzz` builds them with
//! the compiler's coverage and lets each search for a minute, from the inputs in `seeds` on.

// What they call exists in the build that searches, and in no other.
#![cfg(fuzzing)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a broken promise has to end the program, so that its input is kept"
)]

mod bytes;
mod files;
mod texts;

pub use bytes::{answers, apify, feeds, forms, graph, youtube};
pub use files::{bundles, lists, post_files, workbooks};
pub use texts::targets;
