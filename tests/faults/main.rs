//! What happens to paid work when the network, the service or the computer fails: the app's use cases
//! on a real record, against a real server that misbehaves, and real processes that are killed.
//! What is recorded is read beside the app.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on is a failed test"
)]

mod bulk;
mod canary;
mod changing;
mod clocks;
mod creating;
mod disk;
mod endurance;
mod killing;
mod looking;
mod once_only;
mod stopping;
mod table;
#[cfg(target_os = "linux")] // elsewhere no environment names the authorities that are trusted
mod wires;
