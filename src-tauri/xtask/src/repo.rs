//! Where things are, and what cargo and git know about them.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::step::{Step, Trouble};

pub(crate) struct Repo {
    root: PathBuf,
    metadata: Value,
}

impl Repo {
    pub(crate) fn here() -> Result<Self, Trouble> {
        // Asked when it runs: a target folder that two checkouts share keeps what was compiled in.
        let package =
            std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&package)
            .ancestors()
            .nth(2)
            .ok_or_else(|| Trouble::new("The checkout of this xtask is gone."))?
            .to_owned();
        let output = Step::new("cargo metadata --format-version 1 --no-deps", &root).output()?;
        let metadata = serde_json::from_slice(&output.stdout).map_err(|error| {
            let said = String::from_utf8_lossy(&output.stderr);
            Trouble::new(format!(
                "`cargo metadata` gave no answer that can be read ({error}).\n{said}"
            ))
        })?;
        Ok(Self { root, metadata })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// Cargo's target folder, wherever the environment puts it.
    pub(crate) fn target(&self) -> PathBuf {
        self.metadata["target_directory"]
            .as_str()
            .map_or_else(|| self.root.join("target"), PathBuf::from)
    }

    /// The packages of the workspace as cargo describes them.
    pub(crate) fn packages(&self) -> &[Value] {
        self.metadata["packages"].as_array().map_or(&[], Vec::as_slice)
    }

    /// Every file that is tracked, or that would be by `git add`, relative to the root.
    pub(crate) fn files(&self) -> Result<Vec<String>, Trouble> {
        let output =
            Step::new("git ls-files -z --cached --others --exclude-standard", &self.root).output()?;
        if !output.status.success() {
            return Err(Trouble::new("`git ls-files` failed: is this a git checkout?"));
        }
        let names = String::from_utf8_lossy(&output.stdout);
        let files = names
            .split('\0')
            .filter(|name| !name.is_empty() && self.root.join(name).is_file());
        Ok(files.map(str::to_owned).collect())
    }

    /// A step in the root folder.
    pub(crate) fn step(&self, line: &str) -> Step {
        Step::new(line, &self.root)
    }

    /// A step in `ui/`.
    pub(crate) fn ui_step(&self, line: &str) -> Step {
        // On Windows npm is a script with an ending of its own, which Command does not look for.
        let line = if cfg!(windows) {
            line.replacen("npm ", "npm.cmd ", 1)
        } else {
            line.to_owned()
        };
        Step::new(&line, &self.ui())
    }
}
