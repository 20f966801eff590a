use crate::CallError;

/// Why a create has no job, by what it means for money. A create is paid and not repeatable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreateError {
    /// It provably never left: nothing was spent, and it may be sent again.
    #[error("not sent: {0}")]
    NotSent(#[source] CallError),
    /// The service said no: nothing was spent, and sending the same again is pointless.
    #[error("refused: {0}")]
    Refused(#[source] CallError),
    /// It may have acted: money may be spent. Never send it again by itself.
    #[error("may have been created: {0}")]
    Unknown(#[source] CallError),
}

impl CreateError {
    /// What happened to the call.
    pub const fn cause(&self) -> &CallError {
        match self {
            Self::NotSent(cause) | Self::Refused(cause) | Self::Unknown(cause) => cause,
        }
    }
}

impl From<CallError> for CreateError {
    fn from(cause: CallError) -> Self {
        if cause.provably_not_sent() {
            Self::NotSent(cause)
        } else if cause.may_have_acted() {
            Self::Unknown(cause)
        } else {
            Self::Refused(cause)
        }
    }
}
