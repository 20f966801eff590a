//! Finds the binaries that the tests drive, and builds them first, so that no test runs an old one.

#![allow(clippy::panic, reason = "without the binary there is nothing to test")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The longest a build may take; a cold one of the service needs a few minutes on two cores.
const BUILD_MAX: Duration = Duration::from_secs(20 * 60);

/// The service of this computer, built once for each run of a test binary.
pub fn feedwatch_service() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| build("local-service", "feedwatch-service"))
}

/// Builds a binary in the profile and target folder of the running test.
///
/// # Panics
/// Where the build fails or takes too long: there is nothing to test then.
pub fn build(package: &str, binary: &str) -> PathBuf {
    let (target, profile) = folders();
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["build", "--quiet", "--package", package, "--bin", binary])
        .arg("--target-dir")
        .arg(&target);
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    if profile == "release" {
        command.arg("--release");
    }
    let mut build = command
        .spawn()
        .unwrap_or_else(|cause| panic!("cargo does not start: {cause}"));
    let done = wait(&mut build, BUILD_MAX);
    assert!(done == Some(true), "cargo could not build {binary} of {package}");
    target
        .join(profile)
        .join(format!("{binary}{}", std::env::consts::EXE_SUFFIX))
}

/// The target folder and the profile's, from where the test binary lies: `TARGET/PROFILE/deps/NAME`.
fn folders() -> (PathBuf, String) {
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
