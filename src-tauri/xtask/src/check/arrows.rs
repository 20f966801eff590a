//! Which room may use which. A library that knows the window cannot be used without one; a service
//! that shares code with its client passes every test with the same mistake on both sides.

use serde_json::Value;

use crate::repo::Repo;

/// What each library may use of ours, and what else its tests may.
const ARROWS: [(&str, &[&str], &[&str]); 10] = [
    ("contract", &[], &[]),
    ("safekeeping", &[], &[]),
    ("keychain", &["contract"], &[]),
    ("gen-client", &["contract", "keychain"], &["local-service"]),
    ("store", &["contract", "safekeeping"], &[]),
    ("library", &["contract", "safekeeping"], &[]),
    ("lists", &["contract"], &[]),
    ("sources", &["contract", "library", "keychain"], &[]),
    (
        "local-service",
        &["contract", "library", "sources", "keychain", "safekeeping"],
        &[],
    ),
    (
        "monitoring",
        &[
            "contract",
            "gen-client",
            "keychain",
            "store",
            "library",
            "lists",
            "safekeeping",
        ],
        &["local-service"],
    ),
];

pub(super) fn broken(repo: &Repo) -> Vec<String> {
    repo.packages().iter().flat_map(broken_by).collect()
}

fn broken_by(package: &Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    let Some((_, uses, tests_use)) = ARROWS.iter().find(|(room, ..)| *room == name) else {
        return unknown_library(name, package);
    };
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    dependencies
        .filter_map(|dependency| reproach(name, uses, tests_use, dependency))
        .collect()
}

/// A new library gets its line above on the day it is made.
fn unknown_library(name: &str, package: &Value) -> Vec<String> {
    let manifest = package["manifest_path"]
        .as_str()
        .unwrap_or_default()
        .replace('\\', "/");
    if manifest.contains("/src-tauri/crates/") {
        vec![format!(
            "{name} has no line in xtask's table of which room may use which"
        )]
    } else {
        Vec::new()
    }
}

fn reproach(name: &str, uses: &[&str], tests_use: &[&str], dependency: &Value) -> Option<String> {
    let used = dependency["name"].as_str().unwrap_or_default();
    if used.starts_with("tauri") {
        return Some(format!(
            "{name} depends on {used}: a library never knows the window"
        ));
    }
    let is_ours = !dependency["path"].is_null();
    let for_tests = dependency["kind"] == "dev";
    let may = uses.contains(&used) || (for_tests && tests_use.contains(&used));
    (is_ours && !may).then(|| format!("{name} depends on {used}: that arrow is not in the architecture"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Value {
        let list: Vec<_> = dependencies
            .iter()
            .map(|(used, kind)| json!({"name": used, "kind": kind, "path": "x"}))
            .collect();
        json!({"name": name, "manifest_path": format!("/x/src-tauri/crates/{name}/Cargo.toml"), "dependencies": list})
    }

    #[test]
    fn the_service_may_not_know_its_client_not_even_in_tests() {
        for used in ["gen-client", "store", "monitoring"] {
            assert_eq!(broken_by(&package("local-service", &[(used, None)])).len(), 1);
            assert_eq!(
                broken_by(&package("local-service", &[(used, Some("dev"))])).len(),
                1
            );
        }
        assert!(
            broken_by(&package(
                "local-service",
                &[("contract", None), ("sources", None)]
            ))
            .is_empty()
        );
    }

    #[test]
    fn the_client_side_meets_the_service_in_tests_only() {
        assert!(broken_by(&package("monitoring", &[("local-service", Some("dev"))])).is_empty());
        assert_eq!(
            broken_by(&package("monitoring", &[("local-service", None)])).len(),
            1
        );
    }

    #[test]
    fn no_library_knows_the_window_and_contract_knows_nobody() {
        assert_eq!(
            broken_by(&package("store", &[("tauri-plugin-notification", Some("dev"))])).len(),
            1
        );
        assert_eq!(broken_by(&package("contract", &[("keychain", None)])).len(), 1);
    }

    #[test]
    fn a_library_without_a_line_is_noticed() {
        assert_eq!(broken_by(&package("brand-new", &[])).len(), 1);
    }
}
