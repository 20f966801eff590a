//! What is kept for whoever looks into a failure.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// `target/window/<name of the test>/`.
pub(super) fn folder(test: &str) -> PathBuf {
    let (target, _) = crate::binaries::folders();
    // A path in a test's name would lead astray.
    let name: String = test
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' })
        .collect();
    target.join("window").join(name)
}

/// The name of the running test: the harness names its threads so.
pub(super) fn test_name() -> String {
    std::thread::current().name().unwrap_or("unnamed").to_owned()
}

pub(super) fn log_file(path: &Path) -> File {
    File::options()
        .create(true)
        .append(true)
        .open(path)
        .expect("a log can be written")
}

/// Copies a folder of logs or data; what cannot be read (a socket, a file that just went) is left out.
pub(super) fn copy(from: &Path, to: &Path) {
    let Ok(entries) = fs::read_dir(from) else { return };
    let _ = fs::create_dir_all(to);
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let target = to.join(entry.file_name());
        if kind.is_dir() {
            copy(&entry.path(), &target);
        } else if kind.is_file() {
            let _ = fs::copy(entry.path(), target);
        }
    }
}
