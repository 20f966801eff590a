use contract::{JobStatus, Money};
use sources::Missing;

use crate::db::DbError;

/// Why a request is refused. What each becomes on the wire stands in `http/answers.rs`.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("The API key is missing or wrong. Send this service's key in the X-API-Key header.")]
    Unauthorized,
    #[error("You do not have access to this agent: this service has no agent with that id.")]
    ForeignAgent,
    #[error("Requests from other web pages or under other host names are refused: {0}.")]
    ForeignPage(&'static str),
    #[error("No monitoring job exists with the given ID for this agent.")]
    JobNotFound,
    #[error("{0}.")]
    Invalid(String),
    #[error("{0}")]
    Missing(Missing),
    #[error("The agent's workspace has no active credit purchase.")]
    NoCredits,
    #[error("Too few credits: this check needs up to {needed}, and {left} is left.")]
    TooFewCredits { needed: Money, left: Money },
    #[error(
        "The month's budget leaves no room for this check, which a source of yours would charge you for."
    )]
    OverBudget,
    #[error("Can only update jobs with pending or processing status; this one is {0}.")]
    StatusInvalid(JobStatus),
    #[error("The body is larger than the {0} bytes this service takes.")]
    TooLarge(usize),
    #[error("The body has to be multipart/form-data, application/x-www-form-urlencoded or application/json.")]
    MediaType,
    #[error("The request did not arrive in time.")]
    TooSlow,
    #[error("There is no such address in this API.")]
    NoSuchAddress,
    #[error("This address does not take that method.")]
    NoSuchMethod,
    #[error("The service is shutting down.")]
    Stopping,
    #[error("The service could not read or write its own data.")]
    Internal(#[from] DbError),
}

impl From<rusqlite::Error> for Refusal {
    fn from(cause: rusqlite::Error) -> Self {
        Self::Internal(cause.into())
    }
}
