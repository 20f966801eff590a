use contract::{CreditRange, Money, MonitorDraft, UnixMillis};
use lists::{ReadNote, Role, WrongCell};
use serde::{Deserialize, Serialize};
use store::{ImportId, ImportRowState, ImportState, IntentId, MonitorId, Problem, StateWord, WorkspaceId};
use ts_rs::TS;

use super::Availability;

/// A list that was opened, before anybody said what its columns mean. Nothing of it is kept on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListView {
    /// Its name until it is started, which it can be once.
    pub list: IntentId,
    /// The file's name; empty for a pasted text.
    pub name: String,
    /// Whether the first row looks like a heading.
    pub headed: bool,
    /// Its columns.
    pub columns: Vec<ListColumn>,
    /// Its rows, with the heading.
    pub rows: u32,
    /// Whether there were more rows than are read.
    pub cut: bool,
}

/// A file that was dropped on the window: the list it holds, or why it is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DroppedList {
    /// The list.
    pub list: Option<ListView>,
    /// Why there is none.
    pub problem: Option<Problem>,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListColumn {
    /// What stands in the first row.
    pub first: String,
    /// What stands in the rows below it, for a look.
    pub samples: Vec<String>,
    /// What it probably means.
    pub role: Role,
}

/// What a person says of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListChoice {
    /// Whether the first row is a heading.
    pub headed: bool,
    /// What each column means.
    pub roles: Vec<Role>,
    /// What holds where a row says nothing.
    pub defaults: MonitorDraft,
    /// Whether targets that are followed already are started again.
    pub watched_too: bool,
    /// Whether rows past the budget are left out, so that the rest can be started.
    pub within_budget: bool,
}

/// Some of the rows, for a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RowGroup {
    /// Those that will be started.
    Ready,
    /// Those that cannot be started as they are.
    Attention,
    /// Those that are in the list twice, or followed already.
    Duplicate,
}

/// What would become of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum RowVerdict {
    /// It will be started, at most for this at its first check.
    Ready {
        /// The ceiling, or the posts' part of it.
        amount: Money,
    },
    /// It cannot be started as it is.
    Wrong {
        /// Every wrong cell.
        cells: Vec<WrongCell>,
    },
    /// The same target stands further up.
    Repeated {
        /// In this line.
        line: u32,
    },
    /// The same target is followed already.
    Watched {
        /// By this monitor.
        monitor_id: MonitorId,
        /// In this workspace.
        workspace_name: String,
        /// Which stands so.
        state: StateWord,
    },
    /// The workspace cannot collect it.
    NotServed {
        /// Why.
        availability: Availability,
    },
    /// The rows before it use the budget up.
    OverBudget,
}

/// A row as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListRow {
    /// Its line in the list.
    pub line: u32,
    /// What stands in the cell of the target.
    pub given: String,
    /// What it asks for.
    pub draft: MonitorDraft,
    /// What should be known of the target.
    pub note: Option<ReadNote>,
    /// What would become of it.
    pub verdict: RowVerdict,
}

/// How many rows are what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListCounts {
    /// Will be started.
    pub ready: u32,
    /// Cannot be started as they are.
    pub wrong: u32,
    /// Stand in the list before.
    pub repeated: u32,
    /// Are followed already.
    pub watched: u32,
    /// Cannot be collected in this workspace.
    pub not_served: u32,
    /// Are past the budget.
    pub over_budget: u32,
}

/// A line of the arithmetic: `40 monitors × $0.75 = $30.00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListLine {
    /// So many monitors.
    pub monitors: u32,
    /// At most this for the first check of each.
    pub each: Money,
    /// The product.
    pub amount: Money,
}

/// What the rows that are ready would cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListPrice {
    /// The arithmetic, the dearest first.
    pub lines: Vec<ListLine>,
    /// Their sum: the first check of each, or its posts where comments have no ceiling.
    pub first: Money,
    /// Whether comments come on top, without a known ceiling.
    pub open_ended: bool,
    /// The sum in GEN credits; none on this computer.
    pub credits: Option<CreditRange>,
    /// The ongoing ones over 30 days, by the person's assumption; none where none is ongoing.
    pub month: Option<Money>,
    /// The budget, where one is set.
    pub budget: Option<ListBudget>,
}

/// What a list would leave of the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListBudget {
    /// The month's limit.
    pub limit: Money,
    /// Counted so far.
    pub counted: Money,
    /// Left now, never below nothing.
    pub left: Money,
    /// Whether every first check fits; a list that does not is refused as a whole.
    pub fits: bool,
    /// So many rows fit, from the top.
    pub fitting: u32,
}

/// What would become of a list. Nothing is sent and nothing is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListCheck {
    /// How many rows are what.
    pub counts: ListCounts,
    /// What the ready ones cost.
    pub price: ListPrice,
    /// A page of the rows that were asked for.
    pub rows: Vec<ListRow>,
    /// How many rows there are of that group.
    pub total: u32,
}

/// A list to be started, with what was shown of it: another price or number is not what was agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct StartImport {
    /// The list.
    pub list: IntentId,
    /// In which workspace.
    pub workspace_id: WorkspaceId,
    /// What was said of it.
    pub choice: ListChoice,
    /// So many monitors stood on the button.
    pub monitors: u32,
    /// And this amount.
    pub first: Money,
}

/// A started list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportView {
    /// Ours.
    pub id: ImportId,
    /// In which workspace.
    pub workspace_id: WorkspaceId,
    /// The file's name; empty for a pasted text.
    pub name: String,
    /// How it stands.
    pub state: ImportState,
    /// Why it stopped, where that was not the person.
    pub problem: Option<Problem>,
    /// When it was started.
    pub created_at: UnixMillis,
    /// Not sent yet.
    pub waiting: u32,
    /// Taken by the service.
    pub started: u32,
    /// Refused, or never left; nothing was charged.
    pub refused: u32,
    /// Nobody knows; their ceilings are held.
    pub unknown: u32,
    /// Left out before the start.
    pub left_out: u32,
    /// What those that wait cost at most; none while it is being sent, and where none waits.
    pub waiting_price: Option<ImportPrice>,
    /// What those that were refused would cost, sent again; none while it is being sent, and where none was.
    pub refused_price: Option<ImportPrice>,
}

/// What rows of a started list cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportPrice {
    /// The first check of each, or its posts where comments have no ceiling.
    pub first: Money,
    /// Whether comments come on top, without a known ceiling.
    pub open_ended: bool,
}

/// A row of a started list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportRowView {
    /// Its line in the list.
    pub line: u32,
    /// What stands in the cell of the target.
    pub given: String,
    /// What it asks for.
    pub draft: MonitorDraft,
    /// How it stands.
    pub state: ImportRowState,
    /// Its monitor, where there is one.
    pub monitor_id: Option<MonitorId>,
    /// Why it is not started.
    pub problem: Option<Problem>,
}
