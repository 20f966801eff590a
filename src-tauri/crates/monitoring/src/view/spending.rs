use contract::{CreditRange, Money, Platform, UnixMillis};
use serde::{Deserialize, Serialize};
use store::{MonitorId, StateWord, WorkspaceId};
use ts_rs::TS;

use super::{BudgetView, CountedLine};

/// What Spending is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct SpendingQuery {
    /// One workspace; none means all but practice.
    pub workspace_id: Option<WorkspaceId>,
    /// A calendar month in the person's zone, as `2026-11`; none means the current one.
    pub month: Option<String>,
    /// Monitors to give, the most expensive first; at most 500.
    pub limit: u32,
}

/// A month of spending. Every sum here is the sum of the parts beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SpendingView {
    /// The month, as `2026-11`.
    pub month: String,
    /// Every month since spending began, the latest first.
    pub months: Vec<String>,
    /// The month's first instant.
    pub from: UnixMillis,
    /// The last instant that is counted: now, or the month's end.
    pub until: UnixMillis,
    /// In all, by where each part comes from.
    pub so_far: SpentParts,
    /// What the month may come to.
    pub forecast: Forecast,
    /// The budgets of the workspaces that have one, together; none where none has.
    pub budget: Option<BudgetView>,
    /// Day by day; days that have not begun are left out.
    pub days: Vec<DaySpending>,
    /// Workspace by workspace, in the order of the side bar.
    pub workspaces: Vec<WorkspaceSpending>,
    /// The most expensive first.
    pub monitors: Vec<MonitorSpending>,
    /// Monitors that cost something, in all.
    pub monitors_total: u32,
    /// Whether comments come on top, which nobody counts.
    pub plus_comments: bool,
}

/// An amount by where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SpentParts {
    /// Reported by a service as charged.
    pub reported: Money,
    /// Counted here: checks × the ceiling of one, by the assumed schedule.
    pub counted: Money,
    /// Held for starts whose outcome is open.
    pub held: Money,
    /// The sum of the three.
    pub total: Money,
}

/// What a month may come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum Forecast {
    /// The month is over: what is counted is all.
    Over,
    /// Nothing was spent yet.
    Nothing,
    /// Fewer than three days of data; a guess from them would be none.
    TooEarly {
        /// Days of data so far.
        days: u32,
    },
    /// `so far ÷ days × of_days`.
    Known {
        /// The amount.
        amount: Money,
        /// Days of data, today among them.
        days: u32,
        /// Those and the days that are left.
        of_days: u32,
    },
}

/// What one day cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DaySpending {
    /// The day of the month, from 1.
    pub day: u8,
    /// Its beginning.
    pub at: UnixMillis,
    /// The sum of the parts.
    pub total: Money,
    /// By workspace, in the order of the side bar; zero amounts are left out.
    pub parts: Vec<DayPart>,
}

/// A workspace's part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DayPart {
    /// Whose.
    pub workspace_id: WorkspaceId,
    /// How much.
    pub amount: Money,
}

/// How a budget stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum BudgetState {
    /// Below 80 %.
    Well,
    /// From 80 % on.
    Near,
    /// From 100 % on: starts are refused.
    Reached,
}

/// A workspace in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WorkspaceSpending {
    /// Which.
    pub workspace_id: WorkspaceId,
    /// In all.
    pub so_far: SpentParts,
    /// The total in GEN credits; none on this computer.
    pub credits: Option<CreditRange>,
    /// Its budget and how that stands, in the current month.
    pub budget: Option<BudgetView>,
    /// None where there is no budget, or the month is over.
    pub budget_state: Option<BudgetState>,
    /// The assumption by which checks are counted, in checks per 30 days.
    pub checks_per_30_days: u32,
    /// Whether what is counted is assumed: none of it was reported.
    pub assumed: bool,
    /// Whether comments come on top, which nobody counts.
    pub plus_comments: bool,
}

/// Where a monitor's amount comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AmountKind {
    /// The service reported it.
    Reported,
    /// Counted by the assumed schedule.
    Counted,
    /// Counted, though it failed: a failed job is refunded, which only the person can see.
    CountedUntilCleared,
    /// Held: it may be running.
    Held,
}

/// A monitor in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MonitorSpending {
    /// Which.
    pub monitor_id: MonitorId,
    /// Where.
    pub workspace_id: WorkspaceId,
    /// On which platform.
    pub platform: Platform,
    /// What it follows.
    pub value: String,
    /// How it stands.
    pub state: StateWord,
    /// Checks × price, where it is counted.
    pub lines: Vec<CountedLine>,
    /// Where the amount comes from.
    pub kind: AmountKind,
    /// The amount.
    pub amount: Money,
    /// Whether comments come on top, which nobody counts.
    pub plus_comments: bool,
}
