//! The use cases and the background work: creating, changing, looking, budgets, keys, alerts.
//!
//! Everything the window can do is one method of [`Monitoring`]; the desktop host calls it and maps
//! nothing but names. The [`poller`](Monitoring::start_polling) looks at jobs in the background and
//! sends [`Notice`]s; it stops when its handle is dropped.
//!
//! May use: store, safekeeping, gen-client, keychain, lists, contract, tokio. Deliberately absent: Tauri, SQL, HTTP
//! itself, the local service (what it can serve is passed in as a function), and secrets in any
//! value that leaves.

mod access;
pub mod alerts;
mod bulk;
mod cadence;
mod cards;
mod change;
mod clock;
mod copies;
mod create;
mod facts;
mod hub;
mod imports;
mod keys;
mod month;
mod notices;
mod places;
mod poller;
mod preview;
mod problems;
mod schedule;
mod settings;
mod settle;
mod sources;
mod spending;
mod stop;
mod templates;
pub mod view;
mod views;
mod workspaces;

pub use access::LocalEndpoint;
pub use clock::Clock;
pub use copies::start_notice;
pub use create::NewMonitor;
pub use hub::{Monitoring, Priced, Serves, Setup, Tariff};
pub use notices::Notice;
pub use poller::Poller;
pub use schedule::{Standing, Tempo, spread};
