use contract::{Money, MonitorDraft, Platform};
use serde::{Deserialize, Serialize};
use store::{IntentId, MonitorId, Problem, WorkspaceId};
use ts_rs::TS;

/// One piece of work on many monitors: made with its quote, so that it can be begun once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export, type = "string")]
pub struct BulkId(uuid::Uuid);

impl BulkId {
    /// A new one.
    pub(crate) fn random() -> Self {
        Self(uuid::Uuid::new_v4())
    }
}

/// What is done to many monitors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum BulkWork {
    /// A new job for each, with the same settings; each is paid for.
    RunAgain,
    /// Each is asked to stop.
    Stop,
    /// Each gets these settings; what the draft leaves out stays.
    Change {
        /// The settings.
        draft: MonitorDraft,
    },
}

/// What such work would do and cost. Nothing is sent and nothing is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BulkQuote {
    /// Names the work.
    pub id: BulkId,
    /// The monitors it can be done to, each with an intent of its own.
    pub able: Vec<BulkItem>,
    /// The ones it cannot be done to, and why.
    pub unable: Vec<BulkUnable>,
    /// The arithmetic of one check of all of them after the work, by unit price.
    pub lines: Vec<BulkLine>,
    /// Its sum: what is paid at once by running again, and per check otherwise.
    pub at_most: Money,
    /// One check of all of them as they are now.
    pub before: Money,
    /// How many of them also collect comments, which have no ceiling.
    pub open_ended: u32,
    /// How many of them go on by themselves.
    pub ongoing: u32,
    /// The budgets that running again draws on; empty for other work.
    pub budgets: Vec<BulkBudget>,
}

/// A monitor the work can be done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BulkItem {
    /// Which.
    pub monitor_id: MonitorId,
    /// Sent once, however often the work is begun.
    pub intent_id: IntentId,
}

/// A monitor by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BulkName {
    /// Which.
    pub id: MonitorId,
    /// Where.
    pub platform: Platform,
    /// What it follows.
    pub value: String,
}

/// A monitor the work cannot be done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BulkUnable {
    /// Which.
    pub monitor: BulkName,
    /// Why.
    pub why: WhyNot,
}

/// Why work cannot be done to a monitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum WhyNot {
    /// It still runs, so that running it again would pay twice.
    StillRuns,
    /// It is not known whether it was started; that is decided first.
    OutcomeOpen,
    /// It has ended.
    Over,
    /// Its service takes no changes now.
    TakesNoChanges,
    /// It has these settings already.
    Unchanged,
    /// The settings do not go together for it.
    WrongFields,
    /// No source on this computer collects it.
    NoSource,
}

/// `170 posts × $0.015 = $2.55`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BulkLine {
    /// How many posts at most.
    pub posts: u32,
    /// The price of one.
    pub unit: Money,
    /// The product.
    pub amount: Money,
}

/// What running again adds to a workspace's month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BulkBudget {
    /// Which workspace.
    pub workspace_id: WorkspaceId,
    /// What is left of its budget; none where it has no budget.
    pub left: Option<Money>,
    /// What the work adds at once.
    pub adds: Money,
    /// Whether all of it fits. A start that does not is refused, and nothing is charged for it.
    pub fits: bool,
}

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BulkProgress {
    /// Which work.
    pub id: BulkId,
    /// Monitors dealt with, those that failed among them.
    pub done: u32,
    /// Monitors in all.
    pub of: u32,
}

/// How the work ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BulkOutcome {
    /// Monitors it was done to.
    pub done: u32,
    /// Those it failed for, each with its reason.
    pub failed: Vec<BulkFailure>,
    /// Those it was not begun for, because the person ended it or their workspace met trouble that
    /// would have met them too. Nothing was sent for these.
    pub not_begun: Vec<BulkName>,
}

/// A monitor the work failed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BulkFailure {
    /// Which.
    pub monitor: BulkName,
    /// Why.
    pub problem: Problem,
}
