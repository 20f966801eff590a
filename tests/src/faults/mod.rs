//! What the tests of faults share: a service that misbehaves on real sockets, certificates of an own
//! authority, the app's use cases on a folder, the process that is killed, and what the record holds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "these are tests that several binaries share"
)]

pub mod authority;
pub mod canary;
pub mod chance;
pub mod day;
pub mod disk;
pub mod driver;
pub mod fault;
pub mod http;
pub mod jobs;
pub mod kills;
pub mod paused;
pub mod record;
pub mod server;
pub mod session;
pub mod tally;
pub mod wall;
