//! Node in the right version, and the user interface's packages as its lock file has them.

use std::fs;

use crate::repo::Repo;
use crate::step::Trouble;
use crate::ui::fingerprint;

/// Oldest Node that the build tools of the user interface run on; the same stands in ui/package.json.
const NODE: (u32, u32) = (20, 19);
const STAMP: &str = "node_modules/.feedwatch-lock";

pub(super) fn make_ready(repo: &Repo) -> Result<(), Trouble> {
    check_node(repo)?;
    let lock = fingerprint(&repo.ui(), &["package-lock.json"])?;
    let stamp = repo.ui().join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    // Not `npm ci`: it refuses a lock file that lacks optional packages of other systems, and two
    // packages behind Paraglide name some that their authors never published. What is installed is
    // still exactly what the lock file pins.
    repo.ui_step("npm install --no-save --no-audit --no-fund").run()?;
    Ok(fs::write(stamp, lock)?)
}

fn check_node(repo: &Repo) -> Result<(), Trouble> {
    let (major, minor) = NODE;
    let wanted = format!("Please install Node {major}.{minor} or newer, with npm.");
    let output = repo
        .step("node --version")
        .output()
        .map_err(|_| Trouble::new(format!("Node.js was not found. {wanted}")))?;
    let said = String::from_utf8_lossy(&output.stdout);
    match version(said.trim()) {
        Some(found) if found >= NODE => Ok(()),
        _ => Err(Trouble::new(format!(
            "Node is too old: `node --version` says {}. {wanted}",
            said.trim()
        ))),
    }
}

/// `v20.19.1` is (20, 19).
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(version("v20.9.0"), Some((20, 9)));
        assert!(version("v20.9.0") < version("v20.19.0"));
        assert!(version("v100.0.0") > version("v22.1.0"));
        assert_eq!(version("20.9.0"), None);
        assert_eq!(version("vx"), None);
    }
}
