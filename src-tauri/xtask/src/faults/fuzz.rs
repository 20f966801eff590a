//! Every parser of outside input is searched for inputs that break it, a minute each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Options;
use crate::repo::Repo;
use crate::step::Trouble;

/// What tells the compiler to count which ways are gone. Source: the manual use of libfuzzer-sys, as far as
/// the stable compiler goes: without the address sanitizer, which safe Rust has little use for.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";
/// An input may take so long, in seconds, before it counts as one that hangs.
const HANGS_AFTER: &str = "20";
/// A parser may use so much memory, in MiB.
const MEMORY_MOST: &str = "1024";

pub(super) fn search(repo: &Repo, options: &Options) -> Result<(), Trouble> {
    let place = repo.target().join("fuzz");
    let targets = targets(repo)?;
    build(repo, &place)?;
    println!("\n{} targets, {} s each", targets.len(), options.fuzz_seconds);
    let broken: Vec<_> = targets
        .iter()
        .filter(|target| !survives(repo, &place, target, options.fuzz_seconds))
        .cloned()
        .collect();
    println!("{} parsers: {} broken", targets.len(), broken.len());
    if broken.is_empty() {
        Ok(())
    } else {
        let found = place.join("found");
        let names = broken.join(", ");
        Err(Trouble::new(format!(
            "Inputs that break {names} lie in {}.",
            found.display()
        )))
    }
}

/// One for each folder of seeds.
fn targets(repo: &Repo) -> Result<Vec<String>, Trouble> {
    let mut names = Vec::new();
    for entry in fs::read_dir(repo.root().join("tests/fuzz/seeds"))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn build(repo: &Repo, place: &Path) -> Result<(), Trouble> {
    // A place of its own: these flags would have everything else built anew. The triple keeps them from
    // build scripts and macros.
    let triple = host_triple(repo)?;
    repo.step(&format!(
        "cargo build --package fuzz --bins --profile fuzz --target {triple}"
    ))
    .env("CARGO_TARGET_DIR", place)
    .env("RUSTFLAGS", COVERAGE)
    .run()
}

/// Whether a target found nothing. What it tried stays, and the next search goes on from there.
fn survives(repo: &Repo, place: &Path, target: &str, seconds: u32) -> bool {
    match hunt(repo, place, target, seconds) {
        Ok(survived) => survived,
        Err(trouble) => {
            println!("{target}: {trouble}");
            false
        }
    }
}

fn hunt(repo: &Repo, place: &Path, target: &str, seconds: u32) -> Result<bool, Trouble> {
    let corpus = place.join("corpus").join(target);
    let found = place.join("found").join(format!("{target}-"));
    let log = place.join(format!("{target}.log"));
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(place.join("found"))?;
    let status = Command::new(program(repo, place, target)?)
        .arg(&corpus)
        .arg(repo.root().join("tests/fuzz/seeds").join(target))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-timeout={HANGS_AFTER}"))
        .arg(format!("-rss_limit_mb={MEMORY_MOST}"))
        .arg(format!("-artifact_prefix={}", found.display()))
        .arg("-print_final_stats=1")
        .stderr(fs::File::create(&log)?)
        .status()?;
    let told = fs::read_to_string(&log)?;
    println!("{target:12} {}", told_by(&told));
    Ok(status.success())
}

fn program(repo: &Repo, place: &Path, target: &str) -> Result<PathBuf, Trouble> {
    let folder = place.join(host_triple(repo)?).join("fuzz");
    Ok(folder.join(format!("fuzz-{target}")))
}

/// What cargo names the folder of a build for this machine.
fn host_triple(repo: &Repo) -> Result<String, Trouble> {
    let output = repo.step("rustc --print host-tuple").output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// How much was tried, and the last sentence where something broke.
fn told_by(log: &str) -> String {
    let stat = |name: &str| {
        let line = log.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_whitespace().last())
            .unwrap_or("?")
    };
    let tried = stat("stat::number_of_executed_units:");
    let kept = stat("stat::new_units_added:");
    let broke = log
        .lines()
        .find(|line| line.contains("panicked at") || line.starts_with("SUMMARY"));
    match broke {
        None => format!("{tried} inputs tried, {kept} new ways found"),
        Some(line) => format!("broke after {tried} inputs: {line}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_tried_and_what_broke_is_told() {
        let log = "stat::number_of_executed_units: 4711\nstat::new_units_added:          12\n";
        assert_eq!(told_by(log), "4711 inputs tried, 12 new ways found");
        let broke = format!("thread panicked at a.rs:1\n{log}");
        assert!(told_by(&broke).starts_with("broke after 4711 inputs: thread panicked at a.rs:1"));
    }
}
