//! What the record promises, on real SQLite in a folder that is gone afterwards.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod activity;
mod answers;
mod board;
mod changes;
mod copies;
mod holds;
mod life;
mod opening;
mod places;
mod recovery;
mod spending;
mod starts;
mod world;
