//! From what failed to what the window shows.

use contract::{ErrorCode, SpecProblems};
use gen_client::{BaseUrlError, CallError, CreateError, Interruption, Layer};
use keychain::{KeyError, KeychainError};
use store::{BeginError, BudgetFit, ErrorKind, Problem, ProblemCode, Retry, StoreError};

/// A call that failed.
pub(crate) fn of_call(error: &CallError) -> Problem {
    let mut problem = Problem::of(code_of_call(error), words(error));
    problem.retry = match error {
        CallError::Refused {
            retry_after: Some(wait),
            ..
        } => Some(Retry::ByItself {
            seconds: u32::try_from(wait.as_secs()).unwrap_or(u32::MAX),
        }),
        CallError::NotReached { .. } => Some(Retry::ByPerson),
        _ => None,
    };
    problem
}

/// A create that has no job. It costs money, so it is never promised to be tried again by itself,
/// whatever the service says about waiting; and what may exist is never told as refused.
pub(crate) fn of_create(error: &CreateError) -> Problem {
    let mut problem = of_call(error.cause());
    match error {
        CreateError::NotSent(_) => problem.retry = Some(Retry::ByPerson),
        CreateError::Refused(_) => problem.retry = problem.retry.map(|_| Retry::ByPerson),
        CreateError::Unknown(_) => {
            problem.retry = None;
            if problem.code == ProblemCode::Refused {
                problem.code = ProblemCode::OutcomeUnknown;
            }
        }
    }
    problem
}

/// The code alone, for what is only counted.
pub(crate) fn code_of_call(error: &CallError) -> ProblemCode {
    match error {
        // A server in trouble may repeat any code; its status says more.
        CallError::Refused { status: 500.., .. } => ProblemCode::ServiceFailure,
        CallError::Refused { status, code, .. } => {
            code.map_or_else(|| code_of_status(*status), code_of_refusal)
        }
        CallError::NotReached { layer, detail } => code_of_layer(*layer, detail),
        CallError::Interrupted {
            what: Interruption::TimedOut,
            ..
        } => ProblemCode::TimedOut,
        CallError::Interrupted { .. } => ProblemCode::ConnectionLost,
        CallError::Unreadable { .. } | CallError::TooLarge { .. } => ProblemCode::AnswerUnreadable,
        CallError::Moved { .. } => ProblemCode::AddressMoved,
    }
}

fn code_of_refusal(code: ErrorCode) -> ProblemCode {
    match code {
        ErrorCode::Unauthorized => ProblemCode::Unauthorized,
        ErrorCode::PermissionDenied => ProblemCode::PermissionDenied,
        ErrorCode::UserJobNotFound => ProblemCode::UserJobNotFound,
        ErrorCode::ValidationError => ProblemCode::ValidationError,
        ErrorCode::NoActiveCreditPurchase => ProblemCode::NoActiveCreditPurchase,
        ErrorCode::JobStatusInvalid => ProblemCode::JobStatusInvalid,
    }
}

/// Where the answer named no documented code. A bare 404 is not taken for a lost job: a proxy or a
/// mistyped address answers 404 too, and a job said to be lost is not asked for again.
fn code_of_status(status: u16) -> ProblemCode {
    match status {
        401 => ProblemCode::Unauthorized,
        402 => ProblemCode::TooFewCredits,
        403 => ProblemCode::PermissionDenied,
        408 => ProblemCode::TimedOut,
        429 => ProblemCode::TooManyRequests,
        _ => ProblemCode::Refused,
    }
}

fn code_of_layer(layer: Layer, detail: &str) -> ProblemCode {
    // The system says so where no network is there at all; a name that is not found then says nothing of the name.
    let detail = detail.to_ascii_lowercase();
    let no_network = [
        "unreachable",
        "network is down",
        "temporary failure in name resolution",
    ];
    if no_network.iter().any(|words| detail.contains(words)) {
        return ProblemCode::Offline;
    }
    match layer {
        Layer::Name => ProblemCode::NameNotFound,
        Layer::Connect => ProblemCode::CannotConnect,
        Layer::Tls => ProblemCode::TlsFailed,
        Layer::Proxy => ProblemCode::ProxyFailed,
    }
}

/// The service's own words, or the system's.
fn words(error: &CallError) -> String {
    match error {
        CallError::Refused { message, status, .. } if message.is_empty() => format!("status {status}"),
        CallError::Refused { message, .. } => message.clone(),
        other => other.to_string(),
    }
}

/// Our own record failed.
pub(crate) fn of_store(error: &StoreError) -> Problem {
    let code = match error.kind() {
        ErrorKind::NotFound => ProblemCode::NotFound,
        ErrorKind::TooNew => ProblemCode::StoreTooNew,
        ErrorKind::Full => ProblemCode::DiskFull,
        ErrorKind::ReadOnly => ProblemCode::StoreReadOnly,
        ErrorKind::Damaged => ProblemCode::StoreDamaged,
        ErrorKind::InUse => ProblemCode::AlreadyRunning,
        ErrorKind::Internal => ProblemCode::Internal,
    };
    Problem::of(code, error.to_string())
}

/// A start was not recorded, so nothing was sent.
pub(crate) fn of_begin(error: &BeginError) -> Problem {
    match error {
        BeginError::AlreadySent(_) => Problem::of(ProblemCode::AlreadySent, error.to_string()),
        BeginError::NotRefused => Problem::of(ProblemCode::NotNow, error.to_string()),
        BeginError::Store(error) => of_store(error),
        BeginError::OverBudget(fit) => over_budget(*fit, error),
    }
}

/// A start or a change would pass the budget; with what would fit.
pub(crate) fn over_budget(fit: BudgetFit, error: &impl std::error::Error) -> Problem {
    Problem {
        fits: Some(fit),
        ..Problem::of(ProblemCode::OverBudget, error.to_string())
    }
}

/// The keychain failed.
pub(crate) fn of_keychain(error: &KeychainError) -> Problem {
    let code = match error {
        KeychainError::Missing => ProblemCode::KeychainMissing,
        KeychainError::Locked => ProblemCode::KeychainLocked,
        KeychainError::Denied => ProblemCode::KeychainDenied,
        KeychainError::Dismissed => ProblemCode::KeychainDismissed,
        KeychainError::Damaged => ProblemCode::KeychainDamaged,
        KeychainError::Failed(_) => ProblemCode::KeychainFailed,
    };
    Problem::of(code, error.to_string())
}

/// A text that is no key.
pub(crate) fn of_key(error: KeyError) -> Problem {
    Problem::of(ProblemCode::KeyInvalid, error.to_string())
}

/// A text that is no address.
pub(crate) fn of_address(error: &BaseUrlError) -> Problem {
    Problem::of(ProblemCode::BadAddress, error.to_string())
}

/// A draft with wrong fields.
pub(crate) fn of_fields(problems: &SpecProblems) -> Problem {
    Problem {
        fields: problems.list(),
        ..Problem::of(ProblemCode::ValidationError, problems.to_string())
    }
}

/// A fault of ours, such as a task that ended before it answered.
pub(crate) fn internal(what: impl std::fmt::Display) -> Problem {
    tracing::error!(%what, "a fault of ours");
    Problem::of(ProblemCode::Internal, what.to_string())
}
