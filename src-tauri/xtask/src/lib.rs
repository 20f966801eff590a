//! The private desktop on which the app is shown where there is no screen: by `cargo xtask run`, and by
//! the window tests.
//!
//! May use: the standard library, rustix for process groups. Deliberately absent: anything that takes
//! long to build, since this is the first thing a new checkout compiles, and anything of ours.

#[cfg(target_os = "linux")]
pub mod desktop;
