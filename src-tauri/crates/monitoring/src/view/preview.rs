use contract::{CostEstimate, CreditRange, FieldProblem, Money, PriceList};
use serde::{Deserialize, Serialize};
use store::{BudgetFit, MonitorId, StateWord, WorkspaceId};
use ts_rs::TS;

use super::SourceName;

/// What a draft would be and cost; asked for at every change of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Preview {
    /// What is wrong with the draft, all at once; empty where it is right.
    pub fields: Vec<FieldProblem>,
    /// The price, as soon as the number of posts and comments are right, even while the target is not.
    pub price: Option<PricePreview>,
    /// Monitors that follow the same already, in any workspace.
    pub duplicates: Vec<Duplicate>,
    /// Whether this workspace can collect it.
    pub availability: Availability,
}

/// The price panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PricePreview {
    /// The arithmetic of one check.
    pub estimate: CostEstimate,
    /// The unit prices.
    pub prices: PriceList,
    /// The source that charges them to the person, as an upper bound; none where the service does.
    pub charged_by: Option<SourceName>,
    /// The ceiling in GEN credits; none on this computer.
    pub credits: Option<CreditRange>,
    /// An ongoing monitor over 30 days, by the person's assumption.
    pub month: Option<MonthPreview>,
    /// The budget, where one is set.
    pub budget: Option<BudgetPreview>,
}

/// An ongoing monitor over 30 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MonthPreview {
    /// Checks in 30 days, by the person's assumption (on this computer: by its schedule).
    pub checks: u32,
    /// Checks × the ceiling of one; comments come on top where they are on.
    pub amount: Money,
    /// Whether it is an assumption, or this computer's own schedule.
    pub assumed: bool,
}

/// What a start would leave of the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BudgetPreview {
    /// The month's limit.
    pub limit: Money,
    /// Counted so far.
    pub counted: Money,
    /// What this start adds until the month ends, by the same assumption.
    pub adds: Money,
    /// Checks that `adds` counts.
    pub checks: u32,
    /// Whether the first check still fits; a start that does not is refused.
    pub fits: bool,
    /// The smallest change that fits, where it does not.
    pub smallest_fit: Option<BudgetFit>,
}

/// A monitor that follows the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Duplicate {
    /// Which.
    pub monitor_id: MonitorId,
    /// Where.
    pub workspace_id: WorkspaceId,
    /// That workspace's name.
    pub workspace_name: String,
    /// How it stands.
    pub state: StateWord,
}

/// Whether a workspace can collect a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Availability {
    /// Yes.
    Served,
    /// Not before platform and type are known.
    NotYetKnown,
    /// Not here: TikTok and Instagram need a source of the person's own, or GEN.
    NeedsOwnSource,
    /// Not here yet: YouTube hashtags and keywords need the person's YouTube key.
    NeedsYouTubeKey,
    /// A YouTube handle cannot be resolved without a key; the channel's link or id can.
    NeedsChannelLink,
    /// The source that the person chose for the platform cannot collect it, or has no key.
    NeedsOtherSource,
}
