use contract::{AgentId, Money, UnixMillis};
use serde::{Deserialize, Serialize};
use store::{ProblemCode, Service, WorkspaceId};
use ts_rs::TS;

use super::{AlertsChoice, WorkspaceAlerts};

/// What was last heard of a workspace's service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum Connection {
    /// Nobody asked yet in this run.
    NotAsked,
    /// It answered.
    Answered {
        /// When.
        at: UnixMillis,
    },
    /// It did not, or refused.
    Trouble {
        /// Why.
        code: ProblemCode,
        /// Since when.
        since: UnixMillis,
    },
}

/// What may be known of a key: never the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct KeyView {
    /// Its last four characters.
    pub last_four: String,
    /// When it was added.
    pub added_at: UnixMillis,
    /// Whether it is forgotten when the app ends.
    pub this_run_only: bool,
}

/// A workspace's budget in the current month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BudgetView {
    /// The limit for a calendar month in the person's zone.
    pub limit: Money,
    /// Counted so far, with what is held for starts whose outcome is unknown.
    pub counted: Money,
    /// What is left, never below nothing.
    pub left: Money,
}

/// A workspace: one GEN agent, or one on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WorkspaceView {
    /// Ours.
    pub id: WorkspaceId,
    /// The person's name for it.
    pub name: String,
    /// Who serves it.
    pub service: Service,
    /// The service's agent.
    pub agent_id: AgentId,
    /// The service's address; none for this computer.
    pub base_url: Option<String>,
    /// One of six colours, 1 to 6.
    pub colour: u8,
    /// Monitors in it.
    pub monitors: u32,
    /// Monitors that need attention.
    pub attention: u32,
    /// Its key; none where there is none, or for this computer.
    pub key: Option<KeyView>,
    /// What was last heard.
    pub connection: Connection,
    /// The person's assumption of how often an ongoing monitor is checked, in checks per 30 days.
    /// GEN does not publish its schedule.
    pub checks_per_30_days: u32,
    /// The markup from the person's invoice in thousandths (1500 is ×1.5); none while unknown.
    pub markup_thousandths: Option<u32>,
    /// The budget, where one is set.
    pub budget: Option<BudgetView>,
    /// Its own notifications and quiet hours; none where it follows the app's.
    pub alerts: Option<WorkspaceAlerts>,
}

/// What a person types to connect a GEN agent. Comes in; never goes out, so it is not serialisable.
#[derive(Deserialize, TS)]
#[ts(export)]
pub struct ConnectGen {
    /// The workspace's name; the agent's where it is empty.
    pub name: String,
    /// The key.
    pub key: String,
    /// The agent.
    pub agent_id: String,
    /// Another address of the service; the hosted one where none is given.
    pub base_url: Option<String>,
    /// Keep the key for this run only.
    pub this_run_only: bool,
}

impl std::fmt::Debug for ConnectGen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConnectGen")
            .field("name", &self.name)
            .field("agent_id", &self.agent_id)
            .finish_non_exhaustive()
    }
}

/// What a test of a key found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct KeyTest {
    /// The agents the key reaches; none where the service does not list them.
    pub agents: Option<Vec<AgentView>>,
    /// Whether the agent that was named was reached.
    pub agent: AgentCheck,
    /// Credits, where the service tells.
    #[ts(type = "number | null")]
    pub credits: Option<i64>,
}

/// Whether an agent was reached in a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AgentCheck {
    /// None was named.
    NotNamed,
    /// The service knows it for this key.
    Reached,
    /// The service has no call that tells without a charge; the first monitor will show.
    CannotTell,
}

/// An agent that a key reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AgentView {
    /// Its id.
    pub id: AgentId,
    /// Its name.
    pub name: String,
}

/// What may be changed of a workspace; fields left out stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct WorkspaceEdit {
    /// A new name.
    pub name: Option<String>,
    /// A new colour, 1 to 6.
    pub colour: Option<u8>,
    /// A new assumption, in checks per 30 days (1 to 720).
    pub checks_per_30_days: Option<u32>,
    /// The markup in thousandths; 0 means "not known".
    pub markup_thousandths: Option<u32>,
    /// The budget for a month; zero means none.
    pub budget: Option<Money>,
    /// Another address of the service; empty means the hosted one.
    pub base_url: Option<String>,
    /// Whose notification settings it follows.
    pub alerts: Option<AlertsChoice>,
}
