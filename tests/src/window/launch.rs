use std::env;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder with everything that the workspace builds: this test's own executable lies in a folder of it.
pub(super) fn built_folder() -> PathBuf {
    let test = env::current_exe().expect("a running test has a file");
    let folder = test.parent().and_then(Path::parent);
    folder
        .expect("tests are built into a folder of a folder")
        .to_owned()
}

/// A program that the workspace builds.
pub(super) fn built(program: &str) -> PathBuf {
    let file = built_folder().join(program);
    assert!(
        file.is_file(),
        "{} is not built; `cargo build --workspace` does that",
        file.display()
    );
    file
}

/// The name by which a second start of the app finds the first one on the bus.
pub(super) fn single_instance_name() -> String {
    format!("{}.SingleInstance", identifier())
}

/// The app's own name among all apps, from its configuration.
pub fn identifier() -> String {
    let package = env::var("CARGO_MANIFEST_DIR").expect("cargo tells a test where its package is");
    let file = Path::new(&package).join("../src-tauri/tauri.conf.json");
    let text = std::fs::read_to_string(file).expect("the app has a configuration");
    let configuration: Value = serde_json::from_str(&text).expect("the configuration is JSON");
    let identifier = configuration["identifier"]
        .as_str()
        .expect("the configuration has an identifier");
    format!("{identifier}.SingleInstance")
}
