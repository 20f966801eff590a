//! The long tests of faults: what the normal tests do in short, done long enough to believe it.

mod day;
mod fuzz;
mod kills;

use std::process::ExitCode;

use clap::Args;

use crate::repo::Repo;
use crate::step::Trouble;

#[derive(Args)]
pub(crate) struct Options {
    /// How often the app's process is killed.
    #[arg(long, default_value_t = 1_000)]
    kills: u32,
    /// The seed of what is left to chance: the same one asks for the same again.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long each parser of outside input is searched for an input that breaks it, in seconds.
    #[arg(long, default_value_t = 60)]
    fuzz_seconds: u32,
    /// Only the steps whose name contains this.
    #[arg(long)]
    only: Option<String>,
}

type Step = (&'static str, fn(&Repo, &Options) -> Result<(), Trouble>);

/// In this order, and each to its end. A new long test gets its line here; what it found stands in the
/// last line that it prints.
const STEPS: [Step; 3] = [
    ("kills", kills::kill),
    ("a day of many monitors", day::live),
    ("fuzz", fuzz::search),
];

/// Does every step, also after one found something, and names at the end those that did.
pub(crate) fn faults(repo: &Repo, options: &Options) -> Result<ExitCode, Trouble> {
    let wanted = |name: &str| options.only.as_deref().is_none_or(|part| name.contains(part));
    let steps: Vec<_> = STEPS.iter().filter(|(name, _)| wanted(name)).collect();
    if steps.is_empty() {
        return Err(Trouble::new("No step of the long tests has this in its name."));
    }
    let failed: Vec<_> = steps
        .iter()
        .filter(|step| found_something(step, repo, options))
        .map(|(name, _)| *name)
        .collect();
    if failed.is_empty() {
        println!("\nEvery fault was survived.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("\nThese found something:\n  {}", failed.join("\n  "));
    Ok(ExitCode::FAILURE)
}

fn found_something((name, run): &Step, repo: &Repo, options: &Options) -> bool {
    println!("\n== {name}");
    run(repo, options)
        .inspect_err(|trouble| println!("\n{trouble}"))
        .is_err()
}
