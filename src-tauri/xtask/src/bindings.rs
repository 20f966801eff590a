//! The TypeScript types of everything that crosses into the window, made from the Rust types by ts-rs.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::repo::Repo;
use crate::step::Trouble;

/// Only the packages that export, so that a new type needs no WebKit and no minute.
const EXPORTING: &str = "-p contract -p keychain -p lists -p store -p monitoring -p library -p local-service";

#[derive(Args)]
pub(crate) struct Options {
    /// Only compare, and fail where the committed types differ.
    #[arg(long)]
    check: bool,
}

type Files = BTreeMap<PathBuf, String>;

pub(crate) fn bindings(repo: &Repo, options: &Options) -> Result<(), Trouble> {
    let exported = export(repo, EXPORTING)?;
    if options.check {
        compare(repo, &exported)
    } else {
        write(repo, &exported)
    }
}

/// The comparison within a build of the whole workspace, whose parts the tests then use again.
pub(crate) fn check_in_workspace(repo: &Repo) -> Result<(), Trouble> {
    compare(repo, &export(repo, "--workspace --lib")?)
}

fn folder(repo: &Repo) -> PathBuf {
    repo.ui().join("src/lib/bindings")
}

/// ts-rs exports by tests it generates; they write to a folder of their own here.
fn export(repo: &Repo, packages: &str) -> Result<Files, Trouble> {
    let folder = tempfile::tempdir()?;
    repo.step(&format!("cargo test --quiet {packages} export_bindings"))
        .env("TS_RS_EXPORT_DIR", folder.path())
        .run()?;
    let files = read(folder.path())?;
    if files.is_empty() {
        return Err(Trouble::new(
            "No type was exported: is `#[ts(export)]` still on them?",
        ));
    }
    Ok(files)
}

fn write(repo: &Repo, exported: &Files) -> Result<(), Trouble> {
    let folder = folder(repo);
    let present = read(&folder)?;
    for (name, text) in exported
        .iter()
        .filter(|(name, text)| present.get(*name) != Some(text))
    {
        let file = folder.join(name);
        file.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(file, text)?;
        println!("  wrote {}", name.display());
    }
    for name in present.keys().filter(|name| !exported.contains_key(*name)) {
        fs::remove_file(folder.join(name))?;
        println!("  removed {}, which is exported no longer", name.display());
    }
    println!("  {} types in ui/src/lib/bindings", exported.len());
    Ok(())
}

fn compare(repo: &Repo, exported: &Files) -> Result<(), Trouble> {
    let found = differences(exported, &read(&folder(repo))?);
    if found.is_empty() {
        return Ok(());
    }
    let list = found.join("\n  ");
    Err(Trouble::new(format!(
        "ui/src/lib/bindings is not what the Rust types say:\n  {list}\nRun `cargo xtask bindings`."
    )))
}

fn differences(exported: &Files, present: &Files) -> Vec<String> {
    let missing_or_other = exported
        .iter()
        .filter_map(|(name, text)| match present.get(name) {
            None => Some(format!("{} is missing", name.display())),
            Some(other) if other != text => Some(format!("{} differs", name.display())),
            Some(_) => None,
        });
    let stale = present.keys().filter(|name| !exported.contains_key(*name));
    missing_or_other
        .chain(stale.map(|name| format!("{} is exported no longer", name.display())))
        .collect()
}

fn read(folder: &Path) -> io::Result<Files> {
    let mut files = Files::new();
    read_into(folder, Path::new(""), &mut files)?;
    Ok(files)
}

fn read_into(folder: &Path, below: &Path, files: &mut Files) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(folder.join(below)) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry?;
        let name = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            read_into(folder, &name, files)?;
        } else {
            files.insert(name, fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter()
            .map(|(name, text)| (PathBuf::from(name), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn new_changed_and_stale_types_are_all_named() {
        let exported = files(&[("A.ts", "a"), ("B.ts", "new"), ("C.ts", "c")]);
        let present = files(&[("B.ts", "old"), ("C.ts", "c"), ("D.ts", "d")]);
        let found = differences(&exported, &present);
        assert_eq!(
            found,
            ["A.ts is missing", "B.ts differs", "D.ts is exported no longer"]
        );
        assert!(differences(&exported, &exported).is_empty());
    }
}
