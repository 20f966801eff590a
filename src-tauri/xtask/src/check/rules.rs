//! What every file of the house keeps to.

use std::collections::BTreeSet;
use std::fs;

use crate::repo::Repo;
use crate::step::Trouble;

/// What stands at the top level, beside dot-files, lock files and licences.
const TOP_LEVEL: [&str; 6] = ["Cargo.toml", "README.md", "icons", "src-tauri", "tests", "ui"];
/// A longer file is two rooms.
const LONGEST: usize = 600;
/// Parts of the names of package registries.
const REGISTRIES: [&str; 5] = ["npm", "pypi", "pythonhosted", "crates", "debian"];
/// Folders whose mention means a path of one machine.
const MACHINE_FOLDERS: [&str; 3] = ["work", "root", "home"];

pub(super) fn broken(repo: &Repo) -> Result<Vec<String>, Trouble> {
    let files = repo.files()?;
    let mut broken = strangers(&files);
    for name in files.iter().filter(|name| !is_generated(name)) {
        // What is not text holds no rule that can be read.
        let Ok(text) = fs::read_to_string(repo.root().join(name)) else {
            continue;
        };
        broken.extend(broken_in(name, &text));
    }
    broken.extend(lock_addresses(repo)?);
    Ok(broken)
}

fn is_generated(name: &str) -> bool {
    name.ends_with(".lock") || name.ends_with("package-lock.json") || name.contains("/bindings/")
}

fn strangers(files: &[String]) -> Vec<String> {
    let top: BTreeSet<_> = files.iter().filter_map(|name| name.split('/').next()).collect();
    top.into_iter()
        .filter(|name| !may_stand(name))
        .map(|name| format!("{name} may not stand at the top level"))
        .collect()
}

fn may_stand(name: &str) -> bool {
    TOP_LEVEL.contains(&name)
        || name.starts_with('.')
        || name.starts_with("LICENSE")
        || name.ends_with(".lock")
}

fn broken_in(name: &str, text: &str) -> Vec<String> {
    let too_long = is_code(name)
        .then(|| text.lines().count())
        .filter(|count| *count > LONGEST);
    let length = too_long.map(|count| format!("{name} has {count} lines; {LONGEST} is the limit"));
    let lines = text.lines().enumerate().filter_map(|(index, line)| {
        let what = wrong_with(line)?;
        Some(format!("{name}:{} {what}", index + 1))
    });
    length.into_iter().chain(lines).collect()
}

fn is_code(name: &str) -> bool {
    [".rs", ".ts", ".svelte", ".js", ".mjs", ".css"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

fn wrong_with(line: &str) -> Option<&'static str> {
    if line.split("://").skip(1).any(names_a_registry) {
        return Some("names the host of a package registry");
    }
    MACHINE_FOLDERS
        .iter()
        .any(|folder| names_below(line, folder))
        .then_some("holds a path of one machine")
}

/// Whether the address whose part after `://` this is has a registry's name in its host.
fn names_a_registry(address: &str) -> bool {
    let end = address.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'));
    let host = &address[..end.unwrap_or(address.len())];
    REGISTRIES.iter().any(|registry| host.contains(registry))
}

/// Whether the line has `/folder/` with a name after it.
fn names_below(line: &str, folder: &str) -> bool {
    let start = format!("/{folder}/");
    line.split(&start)
        .skip(1)
        .any(|rest| rest.starts_with(|c: char| c == '.' || c.is_ascii_lowercase()))
}

fn lock_addresses(repo: &Repo) -> Result<Vec<String>, Trouble> {
    let text = fs::read_to_string(repo.ui().join("package-lock.json"))?;
    let found = text
        .lines()
        .any(|line| line.contains("\"resolved\":") && line.contains("http"));
    let what = "ui/package-lock.json records download addresses: make it anew with ui/.npmrc in place";
    Ok(found.then(|| what.to_owned()).into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_is_known_by_its_host_only() {
        let address = |host: &str, path: &str| format!("see https:{}{host}/{path}", "//");
        assert!(wrong_with(&address("registry.npmjs.example", "")).is_some());
        assert!(wrong_with(&address("static.crates.example", "a")).is_some());
        assert!(wrong_with(&address("example.org", "npm/crates")).is_none());
    }

    #[test]
    fn a_machine_path_is_one_with_a_name_below() {
        let path = |folder: &str, rest: &str| format!("\"/{folder}/{rest}\"");
        assert!(wrong_with(&path("home", "ada")).is_some());
        assert!(wrong_with(&path("root", ".cargo")).is_some());
        assert!(wrong_with(&path("home", "Page.svelte")).is_none());
        assert!(wrong_with("homework/rooted").is_none());
    }

    #[test]
    fn only_the_named_rooms_stand_at_the_top() {
        let files = [
            "README.md",
            "LICENSE-MIT",
            "Cargo.lock",
            ".ci/run",
            "ui/a.ts",
            "scratch/x",
            "notes.txt",
        ];
        let found = strangers(&files.map(str::to_owned));
        assert_eq!(
            found,
            [
                "notes.txt may not stand at the top level",
                "scratch may not stand at the top level"
            ]
        );
    }

    #[test]
    fn only_code_past_the_limit_is_too_long() {
        let long = "x\n".repeat(LONGEST + 1);
        assert_eq!(broken_in("a.rs", &long).len(), 1);
        assert!(broken_in("a.rs", &"x\n".repeat(LONGEST)).is_empty());
        assert!(broken_in("words.json", &long).is_empty());
    }
}
