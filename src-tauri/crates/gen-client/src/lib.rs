//! Typed client of the content-monitoring API: of the hosted service and of the local one alike.
//!
//! It sends what the published page's curl commands send, part by part, and reads leniently: fields
//! it does not know are kept, missing ones are tolerated. What matters most here is to know what an
//! error means for money: [`CreateError`] says whether a paid create was never sent, was refused, or
//! may have acted. Nothing in here sends a create twice, and no redirect takes the key elsewhere.
//!
//! Wire structs are private and become the types listed below.
//!
//! May use: `contract` for the vocabulary, `keychain` for the secret type, reqwest over rustls.
//! Deliberately absent: retries, polling and back-off (`monitoring` decides), storage, the local
//! service's code (the two share no wire struct, so that one mistake cannot pass on both sides).

mod answer;
#[cfg(test)]
mod any_bytes;
mod base_url;
mod client;
mod create_error;
mod diagnosis;
mod error;
mod failure;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod job;
mod options;
mod plain_text;
mod probe;
mod refusal;
mod request;
mod transport;

pub use base_url::{BaseUrl, BaseUrlError};
pub use client::{GenClient, SetUpError};
pub use create_error::CreateError;
pub use diagnosis::{Diagnosis, FailedLayer, diagnose};
pub use error::{CallError, Interruption, Layer};
pub use job::Job;
pub use options::{ClientOptions, ProxyChoice};
pub use probe::{AgentEntry, CreditBalance, CreditQuote, Me, Probe};
