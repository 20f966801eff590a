//! Cargo called from within cargo.

use std::env;
use std::ffi::OsString;
use std::process::Command;

/// What cargo tells the program it runs about that program's own package. Some build scripts look at it:
/// with it in place every call from in here would compile what a call from a terminal has compiled, and
/// the other way round.
const OF_THE_RUNNING_PACKAGE: [&str; 3] = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_"];

/// The same cargo that runs this program, as if it were called from a terminal.
pub fn command() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for name in names.filter(|name| OF_THE_RUNNING_PACKAGE.iter().any(|start| name.starts_with(start))) {
        command.env_remove(name);
    }
    command
}
