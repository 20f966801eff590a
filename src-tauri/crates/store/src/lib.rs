//! The app's own record, in SQLite: workspaces, monitors, submissions, events, spending, settings.
//!
//! The service has no list and no delete and answers a create with a bare number, so this record is
//! the truth about what was asked for, when, by which submission and at which price. Every method
//! that changes something is one transaction; what it names is either all there or not at all.
//!
//! May use: contract for the vocabulary, safekeeping for the file's sake, rusqlite.
//! Deliberately absent: HTTP, secrets (a workspace holds the name of its key, never the key), a
//! clock (the time is passed in), async (callers use a blocking thread), and any view of the window.

mod activity;
mod answers;
mod backup;
mod board;
mod changes;
mod error;
mod events;
mod holds;
mod ids;
mod imports;
mod ledger;
mod looks;
mod migrations;
mod monitors;
mod open;
mod problem;
mod recovery;
mod settings;
mod spending;
mod state;
mod submissions;
mod tally;
mod templates;
mod views;
mod workspaces;

pub use activity::{ActivityFilter, ActivityRow};
pub use answers::{Answer, Applied, CheckFacts, LookPlan, News};
pub use backup::{CopyFacts, facts_of_copy};
pub use board::{BoardFilter, BoardOrder, BoardRows};
pub use changes::{ChangeNotBegun, ChangeRecord, PendingChange, Tried};
pub use error::{ErrorKind, StoreError};
pub use events::{
    ChangedField, EventRow, Gap, GapReason, Happening, MonitorEvent, NewEvent, Notified, SettleWord,
};
pub use ids::{IntentId, MonitorId, WorkspaceId};
pub use imports::{
    ImportId, ImportRecord, ImportRow, ImportRowState, ImportState, NewImport, NewImportRow, RowEnd,
};
pub use ledger::LedgerRow;
pub use looks::Due;
pub use monitors::{MonitorRow, Pulse, SameTarget, WatchedTarget};
pub use open::Store;
pub use problem::{BudgetFit, Problem, ProblemCode, Retry, SameAs};
pub use safekeeping::{FellBack, KeptCopy, Opened};
pub use spending::{Counting, MonthSpan, Span, Spent};
pub use state::{Phase, StateWord};
pub use submissions::{BeginError, Outcome, Start, Submission, SubmissionState};
pub use templates::{Template, TemplateId};
pub use views::{NewView, ViewId, ViewRow};
pub use workspaces::{NewWorkspace, Service, WorkspaceRow};
