//! The process is killed at random moments, again and again.

use std::path::PathBuf;
use std::process::Command;

use super::Options;
use crate::repo::Repo;
use crate::step::Trouble;

/// The program that is killed, and that does the killing when it is asked to.
const DRIVER: &str = "fault-driver";

/// The driver, built.
pub(super) fn built_driver(repo: &Repo) -> Result<PathBuf, Trouble> {
    // A test beside the binary makes cargo choose the features that the tests are built with, so that
    // after a run of the tests nothing is left to compile.
    repo.step(&format!("cargo build --workspace --bin {DRIVER} --test faults"))
        .run()?;
    let driver = repo.target().join("debug").join(DRIVER);
    Ok(driver.with_extension(std::env::consts::EXE_EXTENSION))
}

pub(super) fn kill(repo: &Repo, options: &Options) -> Result<(), Trouble> {
    let driver = built_driver(repo)?;
    let (kills, seed) = (options.kills.to_string(), options.seed.to_string());
    println!("\n$ {DRIVER} kills --kills {kills} --seed {seed}");
    // What it prints last is the step's last line.
    let status = Command::new(driver)
        .args(["kills", "--kills", &kills, "--seed", &seed])
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(Trouble::new(
            "The record and the service do not agree; see above.",
        ))
    }
}
