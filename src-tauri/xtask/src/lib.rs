//! What the developer commands and the tests have in common: calling cargo, and the private desktop on
//! which the app is shown where there is no screen.
//!
//! May use: the standard library, rustix for process groups. Deliberately absent: anything that takes
//! long to build, since this is the first thing a new checkout compiles, and anything of ours.

pub mod cargo;
#[cfg(target_os = "linux")]
pub mod desktop;
