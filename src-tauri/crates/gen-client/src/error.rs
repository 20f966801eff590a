use std::time::Duration;

use contract::ErrorCode;

/// Where a call that never left came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// The host's name could not be found.
    Name,
    /// No connection to the host.
    Connect,
    /// No safe connection: certificate or handshake.
    Tls,
    /// The proxy was not reached or refused.
    Proxy,
}

/// How a call that had left was cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interruption {
    /// No whole answer in time.
    TimedOut,
    /// The connection was closed, reset or broken before an answer.
    Reset,
    /// The answer began well and stopped in its middle.
    BodyCut,
}

/// Why a call has no result. No text in it holds the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The service, or something in front of it, said no.
    #[error("the service refused with status {status}: {message}")]
    Refused {
        /// HTTP status, 400 to 599; kept whatever the body held.
        status: u16,
        /// The documented code, where the answer names one. Never guessed from the status.
        code: Option<ErrorCode>,
        /// What the answer says, as plain text of at most 300 characters; may be empty.
        message: String,
        /// How long to wait, where the answer says so; at most a day.
        retry_after: Option<Duration>,
    },
    /// The call provably never left.
    #[error("the service was not reached: {detail}")]
    NotReached {
        /// Where it ended.
        layer: Layer,
        /// The system's words.
        detail: String,
    },
    /// The call left and was cut off: it may have acted.
    #[error("the call was cut off: {detail}")]
    Interrupted {
        /// How.
        what: Interruption,
        /// The system's words.
        detail: String,
    },
    /// The service agreed, in words that cannot be read: it may have acted.
    #[error("the answer with status {status} cannot be read: {why}")]
    Unreadable {
        /// HTTP status, 200 to 299.
        status: u16,
        /// What was missing or wrong.
        why: &'static str,
    },
    /// The service sent the call elsewhere, where it must not follow.
    #[error("the address has moved{}", .to_host.as_deref().map(|host| format!(" to {host}")).unwrap_or_default())]
    Moved {
        /// HTTP status, 300 to 399.
        status: u16,
        /// The host it points to, where it names one.
        to_host: Option<String>,
    },
    /// The service agreed, in an answer that is too long to read: it may have acted.
    #[error("the answer is longer than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}

impl CallError {
    /// Whether no byte of the call can have reached the service: name, connection, TLS handshake or
    /// proxy failed. Nothing else counts.
    pub const fn provably_not_sent(&self) -> bool {
        matches!(self, Self::NotReached { .. })
    }

    /// Whether the service may have done what was asked, although there is no result. A redirect that
    /// also stands for "done, look there" counts.
    pub const fn may_have_acted(&self) -> bool {
        match self {
            Self::NotReached { .. } => false,
            Self::Refused { status, .. } => !says_no(*status),
            Self::Moved { status, .. } => !matches!(status, 307 | 308),
            Self::Interrupted { .. } | Self::Unreadable { .. } | Self::TooLarge { .. } => true,
        }
    }

    /// The documented code, where the answer named one.
    pub const fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Refused { code, .. } => *code,
            _ => None,
        }
    }
}

/// Whether a status means that nothing was done. Among those of a client's mistake three do not: 408
/// and 499 stand for a call that was cut off on its way through, and 409 for a job that is there already.
const fn says_no(status: u16) -> bool {
    matches!(status, 400..=499) && !matches!(status, 408 | 409 | 499)
}
