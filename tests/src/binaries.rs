//! Finds the binaries that the tests drive, and builds them first, so that no test runs an old one.

#![allow(clippy::panic, reason = "without the binary there is nothing to test")]

use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The longest a build may take; a cold one needs some minutes on two cores.
const BUILD_MAX: Duration = Duration::from_secs(20 * 60);

/// The service of this computer, built once for each run of a test binary.
pub fn feedwatch_service() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| build("feedwatch-service"))
}

/// The app, built once for each run of a test binary.
pub fn feedwatch() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| build("feedwatch"))
}

/// Builds a binary in the profile and target folder of the running test.
fn build(binary: &str) -> PathBuf {
    let (target, profile) = folders();
    let mut command = xtask::cargo::command();
    // A test beside the binary makes cargo choose the features that the tests themselves are built with, so
    // that after a build of everything nothing is left to compile.
    command.args([
        "build",
        "--quiet",
        "--workspace",
        "--bin",
        binary,
        "--test",
        "contract",
    ]);
    command.arg("--target-dir").arg(&target).current_dir(package());
    if profile == "release" {
        command.arg("--release");
    }
    let mut build = command
        .spawn()
        .unwrap_or_else(|cause| panic!("cargo does not start: {cause}"));
    assert!(
        wait(&mut build, BUILD_MAX) == Some(true),
        "cargo could not build {binary}"
    );
    built(binary)
}

/// A binary of this package, which cargo built together with the running test.
pub fn built(binary: &str) -> PathBuf {
    let (target, profile) = folders();
    target
        .join(profile)
        .join(format!("{binary}{}", std::env::consts::EXE_SUFFIX))
}

/// This package's folder, asked when it runs: a target folder that two checkouts share keeps what was
/// compiled in.
pub fn package() -> PathBuf {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(folder)
}

/// The target folder and the profile's, from where the test binary lies: `TARGET/PROFILE/deps/NAME`.
pub(crate) fn folders() -> (PathBuf, String) {
    let own = std::env::current_exe().unwrap_or_else(|cause| panic!("this test has no path: {cause}"));
    let profile = own
        .ancestors()
        .nth(2)
        .and_then(|folder| folder.file_name()?.to_str());
    match (own.ancestors().nth(3), profile) {
        (Some(target), Some(profile)) => (target.to_owned(), profile.to_owned()),
        _ => panic!("{} does not lie in a target folder", own.display()),
    }
}

/// Whether the process ended well; none where it had to be ended.
pub fn wait(child: &mut Child, longest: Duration) -> Option<bool> {
    let start = Instant::now();
    while start.elapsed() < longest {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status.success());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}
