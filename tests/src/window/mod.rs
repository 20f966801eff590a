//! The real app in a window of its own: started on a private desktop, driven by WebDriver, and looked at
//! from outside by what it paints, notifies and stores.
//!
//! A test opens an [`App`] and speaks to it in small verbs. Each waits by itself, so that no test sleeps,
//! and each panics with what it waited for, since a test has nothing better to do.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests' own hands: what fails here fails the test"
)]

mod app;
mod cards;
mod driver;
mod evidence;
mod keyboard;
mod launch;
mod notices;
mod tray;

pub use app::App;
pub use cards::Card;
pub use keyboard::Focus;
pub use launch::identifier;
pub use notices::{Notice, Notices};
pub use tray::TrayHost;
