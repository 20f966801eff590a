//! Everything that can be said about a change without running it.

mod arrows;
mod rules;
mod supplies;

use std::process::ExitCode;

use crate::bindings;
use crate::repo::Repo;
use crate::setup::{self, For};
use crate::step::Trouble;
use crate::ui;

type Check = (&'static str, fn(&Repo) -> Result<(), Trouble>);

/// The quickest first. The page is built before clippy looks: the app's compilation takes it in.
const CHECKS: [Check; 10] = [
    ("the rules of the house", rules_of_the_house),
    ("licences of the window's parts", supplies::of_the_window),
    ("formatting of Rust", |repo| {
        repo.step("cargo fmt --all --check").run()
    }),
    ("types of the user interface", |repo| {
        repo.ui_step("npm run check").run()
    }),
    ("lints and formatting of the user interface", |repo| {
        repo.ui_step("npm run lint").run()
    }),
    ("the page", ui::build),
    ("lints of Rust", |repo| {
        repo.step("cargo clippy --workspace --all-targets -- -D warnings")
            .run()
    }),
    ("generated types", bindings::check_in_workspace),
    ("the description of the service's calls", |repo| {
        repo.step("cargo test --quiet --workspace --lib the_kept_document_is_the_one_that_is_served")
            .run()
    }),
    ("licences and origins of the crates", supplies::of_rust),
];

/// Does every check, also after one found something, and names at the end those that did.
pub(crate) fn check(repo: &Repo) -> Result<ExitCode, Trouble> {
    setup::setup(repo, For::Building)?;
    let failed: Vec<_> = CHECKS
        .iter()
        .filter(|check| found_something(check, repo))
        .map(|(name, _)| *name)
        .collect();
    if failed.is_empty() {
        println!("\nAll checks passed.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("\nThese checks failed:\n  {}", failed.join("\n  "));
    Ok(ExitCode::FAILURE)
}

fn found_something((name, run): &Check, repo: &Repo) -> bool {
    println!("\n== {name}");
    run(repo).inspect_err(|trouble| println!("\n{trouble}")).is_err()
}

fn rules_of_the_house(repo: &Repo) -> Result<(), Trouble> {
    let broken: Vec<_> = [arrows::broken(repo), rules::broken(repo)?].concat();
    if broken.is_empty() {
        return Ok(());
    }
    Err(Trouble::new(format!(
        "Rules of the house that do not hold:\n  {}",
        broken.join("\n  ")
    )))
}
