//! The vocabulary of the content-monitoring API: what a monitor may be, what it costs, how a job
//! and a refusal are named.
//!
//! Every value here is one the API accepts: what arrives from a form, a file or the network is a
//! [`MonitorDraft`] and becomes a [`MonitorSpec`] by [`MonitorSpec::parse`], which reports every
//! wrong field at once. Source of the rules: the published page "Content Monitoring" of GEN.
//!
//! May use: serde for names, ts-rs for the window's types, the ISO 3166 list.
//! Deliberately absent: I/O, a clock, randomness, wire structs (the client and the service each
//! have their own, so that one mistake cannot pass on both sides), and any other crate of ours.

mod changes;
mod country;
mod draft;
mod error_code;
mod estimate;
mod ids;
mod look_back;
mod max_results;
mod money;
mod platform;
mod problem;
mod spec;
mod status;
mod target;
mod time;

pub use changes::MonitorChanges;
pub use country::{Country, CountryEntry};
pub use draft::MonitorDraft;
pub use error_code::ErrorCode;
pub use estimate::{
    COMMENT_PRICE, Ceiling, CostEstimate, CostLine, CostLineKind, CreditRange, POST_PRICE, PriceList,
};
pub use ids::{AgentId, IdError, JobId};
pub use look_back::LookBack;
pub use max_results::MaxResults;
pub use money::Money;
pub use platform::{Platform, TargetKind, supports};
pub use problem::{Field, FieldProblem, Reason, SpecProblems};
pub use spec::MonitorSpec;
pub use status::JobStatus;
pub use target::{AccountOrTag, AnyTarget, Hashtag, Keyword, Target, Username};
pub use time::UnixMillis;
