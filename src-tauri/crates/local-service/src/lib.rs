//! The content-monitoring service of this computer: the published contract on loopback, with jobs,
//! a schedule and a credit ledger of its own.
//!
//! The app starts it inside itself with [`LocalService::start`]; the binary `feedwatch-service`
//! does the same for headless use. It takes requests in the three encodings that clients of this
//! API are known to send, refuses with the documented codes, and collects through `sources` into
//! `library`. SQLite holds everything that must outlive a crash: a check that was interrupted is
//! run again after the next start, under the same charge.
//!
//! May use: `contract` (the vocabulary), `sources`, `library`, `safekeeping`. Deliberately absent: the client, the
//! app's own store and its monitoring. A service that knew its client would pass every test that
//! repeats the client's mistakes.

mod agents;
mod availability;
mod bills;
mod cadence;
mod checks;
mod clock;
mod config;
mod copies;
mod db;
mod folder;
#[cfg(fuzzing)]
pub mod fuzzing;
mod http;
mod jobs;
mod key;
mod ledger;
mod memory;
mod pace;
mod reasons;
mod refusal;
mod retention;
mod schedule;
mod service;

pub use availability::{Availability, Collects};
pub use config::{AgentConfig, ServiceConfig};
pub use copies::{Found, copy_data, stage_data, unstage_data};
pub use db::DbError;
pub use key::{KeyError, ServiceKey};
pub use pace::{Pace, UnknownPace};
pub use reasons::{Told, reasons, recognize};
pub use safekeeping::Fault;
pub use service::{LocalService, RunningService, SourcesHandle, StartError};
pub use sources::{
    Bucket, KeyFinding, Missing, PRACTICE_FAILURES, PracticeFailure, SourceFailure, SourceId, SourceKey,
    SourceKeyError, SourceSettings, Usage, billed_elsewhere, needs_key, prices, sources_of,
};
