//! Every test there is, and one line of totals at the end.

mod totals;
mod watched;

use std::process::ExitCode;

use clap::Args;

use crate::repo::Repo;
use crate::setup::{self, For};
use crate::step::Trouble;
use crate::ui;
use totals::Totals;

#[derive(Args)]
pub(crate) struct Options {
    /// Only tests whose name contains this.
    #[arg(long)]
    filter: Option<String>,
}

pub(crate) fn test(repo: &Repo, options: &Options) -> Result<ExitCode, Trouble> {
    setup::setup(repo, For::Test)?;
    ui::build(repo)?;
    let filter = options.filter.as_deref();
    let totals = [user_interface(repo, filter)?, rust(repo, filter)?]
        .into_iter()
        .sum::<Totals>();
    Ok(report(&totals))
}

fn report(totals: &Totals) -> ExitCode {
    if totals.failed == 0 && totals.passed == 0 {
        println!("\nNo test has this in its name.");
    }
    if !totals.failures.is_empty() {
        println!("\nFailed:\n  {}", totals.failures.join("\n  "));
    }
    println!("\n{totals}");
    if totals.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The unit tests of the user interface, counted by the runner's own report.
fn user_interface(repo: &Repo, filter: Option<&str>) -> Result<Totals, Trouble> {
    let report = tempfile::NamedTempFile::new()?;
    let output = format!("--outputFile.json={}", report.path().display());
    let mut step = repo
        .ui_step("npm test -- --reporter=default --reporter=json")
        .arguments([output.as_str()]);
    if let Some(name) = filter {
        step = step.arguments(["--passWithNoTests", "-t", name]);
    }
    let name = step.name().to_owned();
    let ended_well = step.run().is_ok();
    let text = std::fs::read_to_string(report.path())?;
    let mut totals = Totals::of_vitest(&text)
        .unwrap_or_default()
        .or_one_failure(ended_well, &name);
    if filter.is_some() {
        // The runner counts what the filter left out as skipped; cargo does not, and nor do we.
        totals.skipped = 0;
    }
    Ok(totals)
}

/// All of Rust: units, properties, contract and window. What the tests start (the app, the service) is
/// built in the same go, with the same features, so that nothing is compiled twice.
fn rust(repo: &Repo, filter: Option<&str>) -> Result<Totals, Trouble> {
    let build = repo.step("cargo build --workspace --all-targets");
    let name = build.name().to_owned();
    if let Err(trouble) = build.run() {
        println!("{trouble}");
        return Ok(Totals::default().or_one_failure(false, &name));
    }
    let step = repo
        .step("cargo test --workspace --no-fail-fast")
        .arguments(filter);
    let name = step.name().to_owned();
    let (said, ended_well) = watched::run(step)?;
    Ok(Totals::of_cargo(&said).or_one_failure(ended_well, &name))
}
