//! Measures, prints a table, and writes `target/bench/report.json`.

use std::process::ExitCode;

use clap::Args;

use crate::repo::Repo;
use crate::setup::{self, For};
use crate::step::Trouble;
use crate::ui;

/// The app as it is shipped, and the empty window beside it. Without a test, so that no feature that only
/// tests want is built in.
const WINDOWS: &str = "cargo build --workspace --bin feedwatch --bin empty-window --release";

#[derive(Args)]
pub(crate) struct Options {
    /// Only figures of rooms whose name contains one of these, such as `polling`; all where none is named.
    names: Vec<String>,
}

/// A figure that falls short is no failure of the command: it is in the report as it is.
pub(crate) fn bench(repo: &Repo, options: &Options) -> Result<ExitCode, Trouble> {
    setup::setup(repo, purpose(&options.names))?;
    ui::build(repo)?;
    let wants_window =
        options.names.is_empty() || options.names.iter().any(|name| "window".contains(name.as_str()));
    if wants_window {
        repo.step(WINDOWS).run()?;
    }
    let report = repo.target().join("bench/report.json").display().to_string();
    repo.step("cargo bench --workspace --bench figures -- --report")
        .arguments([report.as_str()])
        .arguments(options.names.iter().map(String::as_str))
        .run()?;
    Ok(ExitCode::SUCCESS)
}

/// The room that draws the window in a browser needs one.
fn purpose(names: &[String]) -> For {
    let drawn = names.is_empty() || names.iter().any(|name| "window_scale".contains(name.as_str()));
    if drawn { For::Pictures } else { For::Test }
}
