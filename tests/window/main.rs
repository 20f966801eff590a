//! The real app in a real window, used as a person would.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "a test says what it expected")]

mod cadence;
mod changing;
mod connecting;
mod desktop;
mod failing;
mod first_steps;
mod hardening;
mod importing;
mod keeping;
mod keyboard;
mod keys;
mod living;
mod notifying;
mod paid_sources;
mod platforms;
mod posts;
mod restarting;
mod secrets;
mod service;
mod steps;
mod wrong_inputs;
