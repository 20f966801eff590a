//! Checks: one collecting of one job's posts, from the money set aside to the money settled.

mod begin;
mod end;
mod record;
mod run;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test states its assumptions"
)]
mod week;

pub(crate) use begin::{Begun, begin};
pub(crate) use end::give_up;
pub(crate) use record::{Check, due, interrupted, next_due};
pub(crate) use run::{Runner, run};
