//! The published contract, spoken to the service's own binary by the real curl: nothing of the
//! service's code and nothing of our client's is in the way.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test states its assumptions"
)]

mod curl;
mod encodings;
mod errors;
mod pages;
mod pairs;
mod published;
mod restart;
mod service;
mod stop_and_money;
mod wrong_inputs;
