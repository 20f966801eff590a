use contract::{FieldProblem, Money};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything that can go wrong, as the window tells it apart. Closed: the window has one entry for
/// each, with what happened, what it did to money and data, and what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ProblemCode {
    /// 401: the key was not accepted.
    Unauthorized,
    /// 403: the key cannot use this agent.
    PermissionDenied,
    /// 404: the service does not know this job.
    UserJobNotFound,
    /// 422: fields were refused, here or by the service.
    ValidationError,
    /// 422: the agent's workspace has no active credit purchase.
    NoActiveCreditPurchase,
    /// 422: the job can no longer be changed.
    JobStatusInvalid,
    /// 402: too few credits.
    TooFewCredits,
    /// 429: asked too often.
    TooManyRequests,
    /// Another refusal, in the service's words.
    Refused,
    /// 5xx: the service has trouble of its own.
    ServiceFailure,
    /// The job failed; the service's reason is with it.
    JobFailed,
    /// The address has no name entry.
    NameNotFound,
    /// Nobody answers at the address.
    CannotConnect,
    /// The secure connection could not be made.
    TlsFailed,
    /// The proxy refused or cannot be reached.
    ProxyFailed,
    /// No answer in time; it may have acted.
    TimedOut,
    /// The connection broke; it may have acted.
    ConnectionLost,
    /// An answer that is not the API's.
    AnswerUnreadable,
    /// The service points to another address.
    AddressMoved,
    /// This computer has no network.
    Offline,
    /// It is not known whether a create was accepted.
    OutcomeUnknown,
    /// The workspace has no key, or it was kept for the last run only.
    KeyMissing,
    /// The text is no key.
    KeyInvalid,
    /// This computer has no key store.
    KeychainMissing,
    /// The key store is locked.
    KeychainLocked,
    /// The key store refused.
    KeychainDenied,
    /// The key store's question was dismissed.
    KeychainDismissed,
    /// What the key store holds cannot be read.
    KeychainDamaged,
    /// The key store failed in another way.
    KeychainFailed,
    /// The service's address is not one.
    BadAddress,
    /// The agent id is not one.
    BadAgent,
    /// No source on this computer can collect this.
    NoSource,
    /// A platform or provider did not accept a source's key; its words are with it.
    SourceRefused,
    /// This would pass the workspace's budget.
    OverBudget,
    /// This very request was sent already.
    AlreadySent,
    /// Nothing differs from what is there.
    NothingChanged,
    /// It cannot be changed or settled in this state.
    NotNow,
    /// The workspace or monitor is not there any more.
    NotFound,
    /// The disk is full.
    DiskFull,
    /// Our record cannot be written: a read-only folder, or missing rights.
    StoreReadOnly,
    /// Our record is damaged.
    StoreDamaged,
    /// Our record was made by a newer Feedwatch.
    StoreTooNew,
    /// Another Feedwatch works with this folder.
    AlreadyRunning,
    /// A file is no copy of Feedwatch's, or a damaged one.
    CopyUnreadable,
    /// A copy could not be written where the person wanted it.
    CopyNotWritten,
    /// The posts on this computer cannot be read or written.
    LibraryTrouble,
    /// A file that was chosen cannot be read.
    FileUnreadable,
    /// A file cannot be written where it was to go.
    FileUnwritable,
    /// A file is of no kind that is understood.
    FileUnknown,
    /// The service on this computer is not running.
    LocalServiceDown,
    /// The system took no entry for starting at login, or would not remove it.
    LoginEntryFailed,
    /// The file or text is no list that can be read.
    ListUnreadable,
    /// The list is larger than what is read.
    ListTooLarge,
    /// The same is followed already, or stands in the list twice.
    Duplicate,
    /// The name is taken by another, or is none.
    NameTaken,
    /// There is no row in the list.
    ListEmpty,
    /// The list was put away since; it has to be chosen again.
    ListGone,
    /// A fault of ours.
    Internal,
}

/// Whether trying again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum Retry {
    /// It is tried again by itself.
    ByItself {
        /// In so many seconds.
        seconds: u32,
    },
    /// The person may try again; nothing was paid for.
    ByPerson,
}

/// One failure as the window gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Problem {
    /// Which of the closed list.
    pub code: ProblemCode,
    /// The service's own words, or a detail for the copy button; never a secret. Data, not prose of ours.
    pub message: String,
    /// Refused fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<FieldProblem>>", optional)]
    pub fields: Vec<FieldProblem>,
    /// Whether trying again can help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub retry: Option<Retry>,
    /// For [`ProblemCode::OverBudget`]: the most that would fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub fits: Option<BudgetFit>,
    /// For [`ProblemCode::Duplicate`]: what it is the same as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub same_as: Option<SameAs>,
}

/// What a row of a list is the same as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum SameAs {
    /// Another row, further up.
    Row {
        /// In this line.
        line: u32,
    },
    /// A monitor that there was already.
    Monitor {
        /// In this workspace.
        workspace_name: String,
    },
}

/// The smallest change that brings a start under its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BudgetFit {
    /// So many posts per check fit; none fits at 0.
    pub posts: u8,
    /// What is left of the budget.
    pub left: Money,
}

impl Problem {
    /// A problem that is fully said by its code, with a detail.
    pub fn of(code: ProblemCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            fields: Vec::new(),
            retry: None,
            fits: None,
            same_as: None,
        }
    }
}

impl BudgetFit {
    /// How many posts per check fit into what is left, at most fifty; one costs `per_post`.
    pub fn within(left: Money, per_post: Money) -> Self {
        let post = per_post.micros();
        let fitting = if post > 0 { left.micros() / post } else { 50 };
        Self {
            posts: u8::try_from(fitting.clamp(0, 50)).unwrap_or(0),
            left,
        }
    }
}
