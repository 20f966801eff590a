//! Installs system packages by apt, or says what to install where there is no apt.

use super::For;
use super::packages::{Package, finds_program, missing, succeeds};
use crate::repo::Repo;
use crate::step::Trouble;

pub(super) fn make_ready(repo: &Repo, purpose: For) -> Result<(), Trouble> {
    let wanted = missing(purpose);
    if wanted.is_empty() {
        return Ok(());
    }
    println!("Missing on this machine:");
    for package in &wanted {
        println!("  {:<22} {}", package.debian, package.why);
    }
    install(repo, &wanted)?;
    let still = missing(purpose);
    if still.is_empty() {
        Ok(())
    } else {
        Err(Trouble::new(by_hand("apt did not provide", &still)))
    }
}

fn install(repo: &Repo, wanted: &[&Package]) -> Result<(), Trouble> {
    if !finds_program("apt-get") {
        return Err(Trouble::new(by_hand(
            "This system has no apt. Please install",
            wanted,
        )));
    }
    let prefix = rights().ok_or_else(|| {
        let names: Vec<_> = wanted.iter().map(|package| package.debian).collect();
        Trouble::new(format!(
            "Installing needs rights that this account has not. Please run:\n  \
             sudo apt-get update && sudo apt-get install --no-install-recommends {}",
            names.join(" ")
        ))
    })?;
    repo.step(&format!("{prefix}apt-get -q update")).run()?;
    repo.step(&format!("{prefix}apt-get -q install -y --no-install-recommends"))
        .arguments(wanted.iter().map(|package| package.debian))
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run()
}

/// What to write before `apt-get`: nothing for root, `sudo` where it asks no password.
fn rights() -> Option<&'static str> {
    if is_root() {
        return Some("");
    }
    succeeds("sudo", &["-n", "true"]).then_some("sudo -n --preserve-env=DEBIAN_FRONTEND ")
}

#[cfg(target_os = "linux")]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(target_os = "linux"))]
fn is_root() -> bool {
    false
}

fn by_hand(opening: &str, packages: &[&Package]) -> String {
    let lines: Vec<_> = packages
        .iter()
        .map(|package| {
            format!(
                "  {} ({} on Debian): {}",
                package.sign.describe(),
                package.debian,
                package.why
            )
        })
        .collect();
    format!("{opening}:\n{}", lines.join("\n"))
}
