use contract::{
    CostEstimate, Country, JobId, JobStatus, LookBack, MaxResults, Money, MonitorDraft, Platform, TargetKind,
    UnixMillis,
};
use serde::{Deserialize, Serialize};
use store::{Gap, MonitorEvent, MonitorId, Phase, Problem, StateWord, WorkspaceId};
use ts_rs::TS;

/// How sure an amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Certainty {
    /// The service said so.
    Exact,
    /// Never more.
    UpTo,
    /// Counted by the person's assumption of the schedule.
    About,
    /// Held until the outcome is known.
    Held,
}

/// When this computer checks a monitor; an extension of its own service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Cadence {
    /// Hours from one check to the next, 1 to 168.
    pub every_hours: u32,
    /// The hour of the day from which checks may start, 0 to 23.
    pub from_hour: u8,
    /// The hour at which that ends, 1 to 24; below `from_hour`, the night is meant.
    pub until_hour: u8,
    /// Days on which checks may start, 1 for Monday to 7; none listed means all.
    pub weekdays: Vec<u8>,
    /// The IANA name of the zone that hours and days are in.
    pub zone: String,
}

/// What a monitor has cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SoFar {
    /// The amount.
    pub amount: Money,
    /// How sure it is.
    pub certainty: Certainty,
    /// Comments come on top, and nobody publishes how many.
    pub plus_comments: bool,
}

/// When the service checks next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum NextCheck {
    /// It never does again.
    Never,
    /// The service does not publish it.
    NotPublished,
    /// At this time.
    At {
        /// When.
        at: UnixMillis,
    },
}

/// A monitor as a card or a row shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MonitorCard {
    /// Ours.
    pub id: MonitorId,
    /// Its workspace.
    pub workspace_id: WorkspaceId,
    /// Where.
    pub platform: Platform,
    /// What kind of target.
    pub kind: TargetKind,
    /// `@name`, `#tag` or words.
    pub value: String,
    /// How far back.
    pub days: LookBack,
    /// Only this country.
    pub country: Option<Country>,
    /// Posts per check at most.
    pub max_results: MaxResults,
    /// Ongoing or once.
    pub monitoring: bool,
    /// With comments.
    pub comment_monitoring: bool,
    /// Its column.
    pub phase: Phase,
    /// Its word.
    pub state: StateWord,
    /// The service's own word, once it gave one.
    pub status: Option<JobStatus>,
    /// The service's number for it.
    pub job_id: Option<JobId>,
    /// When the person made it.
    pub created_at: UnixMillis,
    /// When its state last changed.
    pub state_since: UnixMillis,
    /// When the service last answered about it.
    pub last_confirmed_at: Option<UnixMillis>,
    /// When it is checked next.
    pub next_check: NextCheck,
    /// What it cost.
    pub so_far: SoFar,
    /// The most one check costs, or the posts' part where comments are on.
    pub per_check: Money,
    /// Posts the service says it found, where it tells.
    pub posts_found: Option<u32>,
    /// Why it needs attention.
    pub problem: Option<Problem>,
    /// The person's tags.
    pub tags: Vec<String>,
    /// Which of the last 24 hours had an answer: bit 0 is the current hour, bit 23 the oldest.
    pub answered_hours: u32,
    /// Whether it may be edited now.
    pub editable: bool,
    /// A change that was asked for and is not confirmed yet.
    pub change_pending: bool,
    /// Why its last check brought nothing, where it goes on; in its service's words.
    pub last_failure: Option<String>,
}

/// A line of the timeline, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TimelineEntry {
    /// When it began.
    pub at: UnixMillis,
    /// What.
    pub event: MonitorEvent,
    /// How often the service confirmed it since, and until when.
    pub confirmed: Option<Confirmed>,
}

/// Repeats that were folded into one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Confirmed {
    /// How often.
    pub times: u32,
    /// The last time.
    pub until: UnixMillis,
}

/// Everything a monitor's own place shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MonitorDetail {
    /// The card.
    pub card: MonitorCard,
    /// The arithmetic of one check.
    pub estimate: CostEstimate,
    /// The arithmetic of what was counted so far.
    pub counted: Vec<CountedLine>,
    /// What one check is expected to cost from its own history; none without one.
    pub expected: Option<Money>,
    /// Newest first.
    pub timeline: Vec<TimelineEntry>,
    /// Stretches since it began in which nobody looked, for a reason on our side; oldest first.
    pub gaps: Vec<Gap>,
    /// Notes of the service about what it could not apply.
    pub notes: Vec<String>,
    /// What a change asks it to be, while nobody knows whether the service took it; the card has what it
    /// was before.
    pub asked_for: Option<MonitorDraft>,
}

/// A line of "so far": `10 checks × $0.75 = $7.50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CountedLine {
    /// How many checks.
    pub checks: u32,
    /// At this price.
    pub unit: Money,
    /// The product.
    pub amount: Money,
}

/// What a person does about an unknown outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum Settle {
    /// "It exists, its number is …"
    Exists {
        /// The number as typed.
        job_id: String,
    },
    /// "It does not exist, send it again."
    SendAgain,
    /// "Leave it."
    Leave,
}
