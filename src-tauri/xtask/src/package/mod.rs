//! What people install: made from the release build, measured, and tried in a clean system.

#[cfg(target_os = "linux")]
mod clean_system;
#[cfg(target_os = "linux")]
mod standards;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::repo::Repo;
use crate::run;
use crate::setup::{self, For};
use crate::step::Trouble;
use crate::ui;

/// A package that is larger is not shipped.
const LARGEST: u64 = 20 * 1024 * 1024;
/// The bundler, at the version that the lock file of the user interface pins.
const BUNDLER: &str = "node ui/node_modules/@tauri-apps/cli/tauri.js";
/// The name under which the bundler builds for both kinds of Mac.
const BOTH_MACS: &str = "universal-apple-darwin";
/// What the bundler makes, by ending.
const ENDINGS: [&str; 5] = ["deb", "rpm", "AppImage", "dmg", "exe"];

#[derive(Args)]
pub(crate) struct Options {
    /// Install the .deb in a clean system made for it, start it there, and remove it again. Needs Debian
    /// or Ubuntu and root.
    #[arg(long = "try")]
    try_it: bool,
    /// Which to make, such as `deb,rpm`; without it, those of this platform's configuration.
    #[arg(long)]
    bundles: Option<String>,
    /// One app for both kinds of Mac.
    #[arg(long)]
    universal: bool,
}

pub(crate) fn package(repo: &Repo, options: &Options) -> Result<ExitCode, Trouble> {
    let purpose = if options.try_it {
        For::Packaging
    } else {
        For::Building
    };
    setup::setup(repo, purpose)?;
    ui::build(repo)?;
    let made = bundle(repo, options)?;
    for file in &made {
        measure(file)?;
    }
    if options.try_it {
        try_in_a_clean_system(repo, &made)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn bundle(repo: &Repo, options: &Options) -> Result<Vec<PathBuf>, Trouble> {
    let target = repo.target();
    let folder = if options.universal {
        target.join(BOTH_MACS).join("release").join("bundle")
    } else {
        target.join("release").join("bundle")
    };
    clear(&folder, options.bundles.as_deref())?;
    let mut step = if options.universal {
        repo.step(&format!("{BUNDLER} build --target {BOTH_MACS}"))
    } else {
        // Built by cargo: the bundler's own build would compile everything with other features.
        run::build(repo, true)?;
        repo.step(&format!("{BUNDLER} bundle"))
    };
    if let Some(names) = options.bundles.as_deref() {
        step = step.arguments(["--bundles", names]);
    }
    step.run()?;
    find(&folder)
}

/// What an earlier version left would be taken for made now; what is not made now stays.
fn clear(folder: &Path, names: Option<&str>) -> Result<(), Trouble> {
    let places = match names {
        Some(names) => names.split(',').map(|name| folder.join(name.trim())).collect(),
        None => vec![folder.to_owned()],
    };
    for place in places.iter().filter(|place| place.exists()) {
        fs::remove_dir_all(place)?;
    }
    Ok(())
}

fn find(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let mut made = Vec::new();
    for kind in fs::read_dir(folder)? {
        let kind = kind?.path();
        if kind.is_dir() {
            made.extend(packages_in(&kind)?);
        }
    }
    made.sort();
    if made.is_empty() {
        return Err(Trouble::new("The bundler made no package."));
    }
    Ok(made)
}

fn packages_in(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_package = path
            .extension()
            .is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known));
        if path.is_file() && is_package {
            found.push(path);
        }
    }
    Ok(found)
}

fn measure(file: &Path) -> Result<(), Trouble> {
    let bytes = fs::metadata(file)?.len();
    println!("{}: {}", file.display(), in_mib(bytes));
    if bytes > LARGEST {
        return Err(Trouble::new(format!(
            "{} is {}; {} is the limit.",
            file.display(),
            in_mib(bytes),
            in_mib(LARGEST)
        )));
    }
    Ok(())
}

/// Tenths are enough, and need no floating point.
fn in_mib(bytes: u64) -> String {
    let tenths = bytes * 10 / (1024 * 1024);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

#[cfg(target_os = "linux")]
fn try_in_a_clean_system(repo: &Repo, made: &[PathBuf]) -> Result<(), Trouble> {
    let deb = made
        .iter()
        .find(|file| file.extension().is_some_and(|ending| ending == "deb"))
        .ok_or_else(|| Trouble::new("There is no .deb to try."))?;
    standards::keeps(repo, deb)?;
    clean_system::try_out(repo, deb)
}

#[cfg(not(target_os = "linux"))]
fn try_in_a_clean_system(_: &Repo, _: &[PathBuf]) -> Result<(), Trouble> {
    Err(Trouble::new("--try needs Debian or Ubuntu."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_tenths_of_a_mebibyte() {
        assert_eq!(in_mib(LARGEST), "20.0 MiB");
        assert_eq!(in_mib(7 * 1024 * 1024 + 110_000), "7.1 MiB");
    }

    #[test]
    fn only_what_is_made_anew_is_cleared_away() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["deb", "rpm", "appimage"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        clear(folder.path(), Some("deb, appimage,dmg")).unwrap();
        let left = fs::read_dir(folder.path()).unwrap().flatten();
        assert_eq!(left.map(|entry| entry.file_name()).collect::<Vec<_>>(), ["rpm"]);
        clear(folder.path(), None).unwrap();
        assert!(!folder.path().exists());
    }

    #[test]
    fn a_package_over_the_limit_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("large.deb");
        fs::File::create(&file).unwrap().set_len(LARGEST + 1).unwrap();
        assert!(measure(&file).is_err());
        fs::File::create(&file).unwrap().set_len(LARGEST).unwrap();
        assert!(measure(&file).is_ok());
    }
}
