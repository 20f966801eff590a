use std::net::SocketAddr;
use std::path::PathBuf;

use contract::{AgentId, Money};
use sources::SourceSettings;

use crate::{Collects, Pace, ServiceKey};

/// $0.0087, what one credit stands for at markup 1. Source: GEN's credit formula (later documentation).
const CREDIT: Money = Money::from_micros(8_700);

/// An agent of this service: everything is scoped by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentConfig {
    /// Its id, as clients send it.
    pub id: AgentId,
    /// Its name, as lists show it.
    pub name: String,
    /// What it collects.
    pub collects: Collects,
    /// Credits it starts with, at $0.0087 each; booked once, however often the service starts.
    /// With 0 it has never bought any, and whatever costs something is refused.
    pub opening_credits: u32,
}

impl AgentConfig {
    pub(crate) const fn opening(&self) -> Money {
        CREDIT.times(self.opening_credits)
    }
}

/// How many whole credits an amount is.
pub(crate) const fn whole_credits(amount: Money) -> i64 {
    amount.micros().div_euclid(CREDIT.micros())
}

/// All that the service needs to start.
#[derive(Debug)]
pub struct ServiceConfig {
    /// Where to listen; loopback only. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// Its data folder; made where it is missing. One running service has it to itself.
    pub data_dir: PathBuf,
    /// Agents to make or to bring up to date; those of earlier starts stay.
    pub agents: Vec<AgentConfig>,
    /// The key that every request has to show.
    pub key: ServiceKey,
    /// How fast practice jobs run.
    pub pace: Pace,
    /// What the sources need to know.
    pub sources: SourceSettings,
}
