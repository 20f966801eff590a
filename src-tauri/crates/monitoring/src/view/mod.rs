//! What the window sees. Every type here crosses the bridge; none holds a secret.

mod board;
mod bulk;
mod copies;
mod import;
mod monitor;
mod preview;
mod settings;
mod sources;
mod spending;
mod workspace;

pub use board::*;
pub use bulk::*;
pub use copies::*;
pub use import::*;
pub use lists::{ReadNote, Role, WrongCell};
pub use monitor::*;
pub use preview::*;
pub use settings::*;
pub use sources::*;
pub use spending::*;
pub use store::{
    BudgetFit, ChangedField, GapReason, Happening, MonitorEvent, Notified, Phase, Problem, ProblemCode,
    Retry, Service, SettleWord, StateWord,
};
pub use workspace::*;
