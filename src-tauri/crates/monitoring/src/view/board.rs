use contract::{Platform, TargetKind, UnixMillis};
use serde::{Deserialize, Serialize};
use store::{Happening, MonitorId, Notified, Phase, ViewId, WorkspaceId};
use ts_rs::TS;

use super::{BoardForm, MonitorCard};

/// What the board is asked for. Sorting and filtering happen in SQLite.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct BoardQuery {
    /// One workspace; none means all but practice.
    pub workspace_id: Option<WorkspaceId>,
    /// Part of the target, in any case.
    pub search: String,
    /// Only these platforms; empty means all.
    pub platforms: Vec<Platform>,
    /// Only these kinds; empty means all.
    pub kinds: Vec<TargetKind>,
    /// Only these columns; empty means all.
    pub phases: Vec<Phase>,
    /// Only with these tags; empty means all.
    pub tags: Vec<String>,
    /// Only ongoing, or only once.
    pub monitoring: Option<bool>,
    /// Order of the rows.
    pub sort: BoardSort,
    /// The other way round.
    pub descending: bool,
    /// Rows to pass over.
    pub offset: u32,
    /// Rows to give, at most 500.
    pub limit: u32,
}

/// Order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum BoardSort {
    /// Column by column, the newest change first.
    #[default]
    Phase,
    /// By target.
    Target,
    /// By platform.
    Platform,
    /// By when it was made.
    Created,
    /// By when it was last confirmed.
    Confirmed,
    /// By what it cost.
    SoFar,
}

/// A page of the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BoardPage {
    /// Rows that match.
    pub total: u32,
    /// Rows that match, by column.
    pub counts: Vec<PhaseCount>,
    /// Monitors in the place before any filter, and how many of them are ongoing.
    pub all: u32,
    /// Ongoing ones before any filter.
    pub ongoing: u32,
    /// The rows asked for.
    pub rows: Vec<MonitorCard>,
    /// Every tag in use in the place.
    pub tags: Vec<String>,
}

/// How many monitors a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PhaseCount {
    /// The column.
    pub phase: Phase,
    /// How many.
    pub count: u32,
}

/// A view of the board that a person saved under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BoardView {
    /// Which.
    pub id: ViewId,
    /// The person's name for it.
    pub name: String,
    /// What it narrows the board to, and in which order; where it belongs is its workspace.
    pub query: BoardQuery,
    /// Columns or table.
    pub form: BoardForm,
}

/// A view to be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SaveView {
    /// The person's name for it, of at least one letter and at most 60.
    pub name: String,
    /// As for the board; the page does not matter.
    pub query: BoardQuery,
    /// Columns or table.
    pub form: BoardForm,
}

/// A line of Activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ActivityEntry {
    /// Grows with time; a page starts before one.
    pub id: i64,
    /// When.
    pub at: UnixMillis,
    /// Where.
    pub workspace_id: WorkspaceId,
    /// To which monitor, and what it follows; none where it is about the workspace.
    pub monitor: Option<ActivityMonitor>,
    /// What.
    pub what: Happening,
    /// Whether a notification was shown, held back, or not wanted.
    pub notified: Notified,
    /// Whether the person has seen it.
    pub read: bool,
}

/// The monitor of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ActivityMonitor {
    /// Which.
    pub id: MonitorId,
    /// Where.
    pub platform: Platform,
    /// What it follows.
    pub value: String,
}

/// A page of Activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ActivityPage {
    /// Newest first.
    pub entries: Vec<ActivityEntry>,
    /// Whether there is more.
    pub more: bool,
    /// Unread, in all.
    pub unread: u32,
}
