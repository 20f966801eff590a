//! What happens to paid work when the network, the service or the computer fails: the app's use cases
//! on a real record, against a real server that misbehaves, and real processes that are killed.
//! What is recorded is read beside the app.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on is a failed test"
)]

mod killing;
