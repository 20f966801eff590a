//! Developer commands: `cargo xtask setup | run | test | check | faults | bench | screenshots | bindings |
//! package`.
#![expect(
    clippy::print_stdout,
    reason = "telling the developer what happens is what these commands are for"
)]

mod bench;
mod bindings;
mod check;
mod faults;
mod package;
mod repo;
mod run;
mod screenshots;
mod setup;
mod step;
mod test;
mod ui;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::repo::Repo;
use crate::step::Trouble;

/// Feedwatch's developer commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing, build the app and open its window.
    Run(run::Options),
    /// Install what is missing, then run every test: Rust, window and user interface.
    Test(test::Options),
    /// Formatting, lints, types, generated bindings and the rules of the house.
    Check,
    /// Measure, print a table and write `target/bench/report.json`.
    Bench(bench::Options),
    /// The long tests of faults: a process killed a thousand times, and more of that kind.
    Faults(faults::Options),
    /// Pictures of every place in every theme, size and language, with axe on each.
    Screenshots(screenshots::Options),
    /// Write the TypeScript types of everything that crosses into the window.
    Bindings(bindings::Options),
    /// Make what people install, such as a .deb; measure it, and try it in a clean system.
    Package(package::Options),
    /// Install what building, running and testing need, and nothing else.
    Setup,
}

fn main() -> ExitCode {
    match perform(Arguments::parse().command) {
        Ok(code) => code,
        Err(trouble) => {
            println!("\n{trouble}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<ExitCode, Trouble> {
    let repo = Repo::here()?;
    match task {
        Task::Run(options) => run::run(&repo, &options),
        Task::Test(options) => test::test(&repo, &options),
        Task::Check => check::check(&repo),
        Task::Bench(options) => bench::bench(&repo, &options),
        Task::Faults(options) => faults::faults(&repo, &options),
        Task::Screenshots(options) => screenshots::screenshots(&repo, &options),
        Task::Bindings(options) => bindings::bindings(&repo, &options).map(|()| ExitCode::SUCCESS),
        Task::Package(options) => package::package(&repo, &options),
        Task::Setup => setup::setup(&repo, setup::For::Test).map(|()| ExitCode::SUCCESS),
    }
}
