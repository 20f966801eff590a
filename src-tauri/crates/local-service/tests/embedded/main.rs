//! The service inside another program: starting, stopping, agents, and money that always adds up.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test states its assumptions"
)]

mod bills;
mod feed;
mod harm;
mod host;
mod keeping;
mod life;
mod money;
mod parts;
mod real;
mod stand_in;
