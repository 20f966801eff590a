//! Measures, prints a table, and writes `target/bench/report.json`.

use std::process::ExitCode;

use clap::Args;

use crate::repo::Repo;
use crate::setup::{self, For};
use crate::step::Trouble;
use crate::ui;

#[derive(Args)]
pub(crate) struct Options {
    /// Only figures of rooms whose name contains one of these, such as `polling`; all where none is named.
    names: Vec<String>,
}

/// A figure that falls short is no failure of the command: it is in the report as it is.
pub(crate) fn bench(repo: &Repo, options: &Options) -> Result<ExitCode, Trouble> {
    setup::setup(repo, For::Test)?;
    ui::build(repo)?;
    let report = repo.target().join("bench/report.json").display().to_string();
    repo.step("cargo bench --package tests --bench figures -- --report")
        .arguments([report.as_str()])
        .arguments(options.names.iter().map(String::as_str))
        .run()?;
    Ok(ExitCode::SUCCESS)
}
