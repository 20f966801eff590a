//! What the app is built from may be shipped under its licence, comes from where it should, and is not
//! banned. The rules stand in `.cargo/deny.toml`, as cargo-deny reads them for the release; here the half
//! of them that needs no network is asked of what cargo and npm know, since building cargo-deny takes
//! longer than building Feedwatch.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;
use spdx::{Expression, ParseMode};

use crate::repo::Repo;
use crate::step::Trouble;

/// The one place that crates come from, as cargo names it.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";
/// Licences under which a part of the window may be shipped besides those of the crates: the typeface's.
const FONT_LICENCE: &str = "OFL-1.1";
/// Parts whose package does not name its licence; it was read in the package itself.
const READ_BY_HAND: [(&str, &str); 1] = [("node_modules/svelte-toolbelt", "MIT, by its LICENSE file")];

/// What may be built in.
struct Rules {
    allowed: BTreeSet<String>,
    exceptions: BTreeMap<String, BTreeSet<String>>,
    banned: BTreeSet<String>,
}

pub(super) fn of_rust(repo: &Repo) -> Result<(), Trouble> {
    let rules = Rules::read(repo)?;
    let output = repo
        .step("cargo metadata --format-version 1 --all-features --locked")
        .output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| {
        let said = String::from_utf8_lossy(&output.stderr);
        Trouble::new(format!("`cargo metadata` gave no answer ({error}).\n{said}"))
    })?;
    told("Crates", refused_crates(&rules, &metadata))
}

pub(super) fn of_the_window(repo: &Repo) -> Result<(), Trouble> {
    let rules = Rules::read(repo)?;
    let text = fs::read_to_string(repo.ui().join("package-lock.json"))?;
    let lock: Value = serde_json::from_str(&text)
        .map_err(|error| Trouble::new(format!("ui/package-lock.json cannot be read: {error}")))?;
    told("Parts of the window", refused_parts(&rules, &lock))
}

fn told(what: &str, refused: Vec<String>) -> Result<(), Trouble> {
    if refused.is_empty() {
        return Ok(());
    }
    let list = refused.join("\n  ");
    Err(Trouble::new(format!("{what} that may not be shipped:\n  {list}")))
}

impl Rules {
    fn read(repo: &Repo) -> Result<Self, Trouble> {
        let text = fs::read_to_string(repo.root().join(".cargo").join("deny.toml"))?;
        Self::of(&text).map_err(|error| Trouble::new(format!(".cargo/deny.toml cannot be read: {error}")))
    }

    fn of(text: &str) -> Result<Self, toml::de::Error> {
        let table: toml::Table = text.parse()?;
        let licences = |value: &toml::Value| -> BTreeSet<String> {
            let list = value.as_array().into_iter().flatten();
            list.filter_map(|one| one.as_str().map(str::to_owned)).collect()
        };
        let exceptions = table["licenses"]["exceptions"].as_array().into_iter().flatten();
        let banned = table["bans"]["deny"].as_array().into_iter().flatten();
        let name = |entry: &toml::Value| entry["crate"].as_str().unwrap_or_default().to_owned();
        Ok(Self {
            allowed: licences(&table["licenses"]["allow"]),
            exceptions: exceptions
                .map(|entry| (name(entry), licences(&entry["allow"])))
                .collect(),
            banned: banned.map(name).collect(),
        })
    }

    /// Whether a crate or part may be shipped under this expression.
    fn allow(&self, name: &str, licence: &str) -> bool {
        let exception = self.exceptions.get(name);
        let known =
            |id: &str| self.allowed.contains(id) || exception.is_some_and(|licences| licences.contains(id));
        Expression::parse_mode(licence, ParseMode::LAX)
            .is_ok_and(|expression| expression.evaluate(|requirement| known(&requirement.to_string())))
    }
}

fn refused_crates(rules: &Rules, metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter(|package| !is_ours(package))
        .flat_map(|package| {
            let name = package["name"].as_str().unwrap_or_default();
            let licence = package["license"].as_str().unwrap_or_default();
            let source = package["source"].as_str().unwrap_or_default();
            [
                (!rules.allow(name, licence)).then(|| format!("{name} has {licence:?}")),
                (source != REGISTRY).then(|| format!("{name} comes from {source:?}")),
                rules
                    .banned
                    .contains(name)
                    .then(|| format!("{name} is banned in .cargo/deny.toml")),
            ]
        })
        .flatten()
        .collect()
}

/// Only the rooms of this workspace have no source.
fn is_ours(package: &Value) -> bool {
    package["source"].is_null()
}

/// Every part that is shipped under a licence nobody allowed, and every one from an unusual place.
fn refused_parts(rules: &Rules, lock: &Value) -> Vec<String> {
    let packages = lock["packages"].as_object().into_iter().flatten();
    packages
        .filter(|(name, package)| !name.is_empty() && package["dev"] != true)
        .filter_map(|(name, package)| {
            if package["link"] == true || package["integrity"].as_str().is_none() {
                return Some(format!("{name} does not come from the registry"));
            }
            let licence = package["license"].as_str().unwrap_or_default();
            let known = READ_BY_HAND.iter().any(|(part, _)| part == name);
            let allowed = known || licence == FONT_LICENCE || rules.allow(name, licence);
            (!allowed).then(|| format!("{name} has {licence:?}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rules() -> Rules {
        Rules::of(
            r#"
            [licenses]
            allow = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]
            exceptions = [{ crate = "parser", allow = ["MPL-2.0"] }]
            [bans]
            deny = [{ crate = "openssl-sys", reason = "TLS is rustls" }]
            "#,
        )
        .unwrap()
    }

    #[test]
    fn every_licence_that_binds_must_be_allowed_and_one_of_several_is_enough() {
        let rules = rules();
        assert!(rules.allow("a", "MIT OR GPL-3.0-only"));
        assert!(rules.allow("a", "MIT/Apache-2.0"));
        assert!(rules.allow("a", "Apache-2.0 WITH LLVM-exception"));
        assert!(!rules.allow("a", "MIT AND GPL-3.0-only"));
        assert!(!rules.allow("a", "MPL-2.0"));
        assert!(rules.allow("parser", "MPL-2.0"));
        assert!(!rules.allow("a", ""));
    }

    #[test]
    fn a_crate_is_refused_for_its_licence_its_origin_and_its_name() {
        let metadata = json!({"packages": [
            {"name": "ours", "source": null},
            {"name": "good", "license": "MIT", "source": REGISTRY},
            {"name": "strict", "license": "GPL-3.0-only", "source": REGISTRY},
            {"name": "elsewhere", "license": "MIT", "source": "git+https://example.org/x"},
            {"name": "openssl-sys", "license": "MIT", "source": REGISTRY},
        ]});
        assert_eq!(
            refused_crates(&rules(), &metadata),
            [
                r#"strict has "GPL-3.0-only""#,
                r#"elsewhere comes from "git+https://example.org/x""#,
                "openssl-sys is banned in .cargo/deny.toml",
            ]
        );
    }

    #[test]
    fn only_what_is_shipped_with_the_window_is_asked() {
        let lock = json!({"packages": {
            "": {"license": "none"},
            "node_modules/a": {"license": "MIT", "integrity": "sha512-x"},
            "node_modules/b": {"license": "GPL-3.0-only", "integrity": "sha512-x"},
            "node_modules/c": {"license": "GPL-3.0-only", "integrity": "sha512-x", "dev": true},
            "node_modules/d": {"integrity": "sha512-x"},
            "node_modules/e": {"license": "MIT"},
        }});
        assert_eq!(
            refused_parts(&rules(), &lock),
            [
                r#"node_modules/b has "GPL-3.0-only""#,
                r#"node_modules/d has """#,
                "node_modules/e does not come from the registry",
            ]
        );
    }
}
