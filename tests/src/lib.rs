//! What the tests that cross rooms share. Nothing here is part of the app.
//!
//! One module for each thing that is started or looked at from outside; the tests themselves stand
//! beside `src/`, one folder for each kind.

pub mod binaries;
pub mod canary;
pub mod faults;
pub mod seed;
#[cfg(target_os = "linux")]
pub mod window;
