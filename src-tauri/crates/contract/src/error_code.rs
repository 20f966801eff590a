use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The refusals that the API documents, as `error_code` names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ErrorCode {
    /// 401: missing or invalid key.
    Unauthorized,
    /// 403: no access to this agent.
    PermissionDenied,
    /// 404: no such job for this agent.
    UserJobNotFound,
    /// 422: a field or a pair is wrong.
    ValidationError,
    /// 422: the agent's workspace has no active credit purchase.
    NoActiveCreditPurchase,
    /// 422: only pending or processing jobs can be updated.
    JobStatusInvalid,
}

impl ErrorCode {
    /// All of them, in the order of the published tables.
    pub const ALL: [Self; 6] = [
        Self::Unauthorized,
        Self::PermissionDenied,
        Self::UserJobNotFound,
        Self::ValidationError,
        Self::NoActiveCreditPurchase,
        Self::JobStatusInvalid,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::PermissionDenied => "permission_denied",
            Self::UserJobNotFound => "user_job_not_found",
            Self::ValidationError => "validation_error",
            Self::NoActiveCreditPurchase => "no_active_credit_purchase",
            Self::JobStatusInvalid => "job_status_invalid",
        }
    }

    /// The code of this word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == name)
    }

    /// The HTTP status that the page gives it.
    pub const fn http_status(self) -> u16 {
        match self {
            Self::Unauthorized => 401,
            Self::PermissionDenied => 403,
            Self::UserJobNotFound => 404,
            Self::ValidationError | Self::NoActiveCreditPurchase | Self::JobStatusInvalid => 422,
        }
    }
}
