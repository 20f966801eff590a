//! A day of ten thousand monitors, in virtual time.

use std::process::Command;

use super::Options;
use super::kills::built_driver;
use crate::repo::Repo;
use crate::step::Trouble;

/// Ten thousand monitors over a hundred workspaces, for a day.
const PLAN: [&str; 7] = [
    "day",
    "--monitors",
    "10000",
    "--workspaces",
    "100",
    "--hours",
    "24",
];

pub(super) fn live(repo: &Repo, _: &Options) -> Result<(), Trouble> {
    let driver = built_driver(repo)?;
    println!("\n$ fault-driver {}", PLAN.join(" "));
    if Command::new(driver).args(PLAN).status()?.success() {
        Ok(())
    } else {
        Err(Trouble::new(
            "A cap was passed, or somebody was forgotten; see above.",
        ))
    }
}
