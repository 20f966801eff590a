//! Private session buses, with and without a keychain on them.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Longest time a story may take inside its world, in seconds.
const PATIENCE: &str = "60";
/// A bus on which nothing can be started by name, unlike the session's own.
const BARE_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// What stands on the bus.
pub(crate) enum World {
    /// A keychain service with an unlocked default keyring.
    Unlocked,
    /// A keychain service that starts by name and has no keyring yet.
    NoKeyring,
    /// A bus, and no keychain service.
    NoService,
    /// No bus.
    NoBus,
}

/// Runs one ignored test of this binary inside the world, and fails where it fails or does not end.
pub(crate) fn run_inside(world: &World, test: &str) {
    let home = tempfile::tempdir().unwrap();
    std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
    let exe = std::env::current_exe().unwrap();
    let story = "exec \"$0\" --exact \"$1\" --ignored --nocapture";
    let script = match world {
        World::Unlocked => format!("{UNLOCK}; {story}"),
        _ => story.to_owned(),
    };
    let mut command = Command::new("timeout");
    command.args(["--kill-after=5", PATIENCE]);
    bus(&mut command, world, home.path());
    command.args(["bash", "-c", &script]).arg(&exe).arg(test);
    private(&mut command, home.path());
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{test}: {}\n{told}", output.status);
    assert!(told.contains("1 passed"), "{test} did not run:\n{told}");
}

const UNLOCK: &str = "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1";

/// Gives the bus a keychain service with an unlocked default keyring, in place of one without.
pub(crate) fn unlock() {
    let line = UNLOCK.replace("--unlock", "--replace --unlock");
    let status = Command::new("bash").args(["-c", &line]).status().unwrap();
    assert!(status.success(), "{status}");
}

/// Runs a command that reads `text`.
pub(crate) fn with_input(command: &mut Command, text: &str) {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

fn bus(command: &mut Command, world: &World, home: &Path) {
    match world {
        World::NoBus => {}
        World::Unlocked | World::NoKeyring => {
            command.args(["dbus-run-session", "--"]);
        }
        World::NoService => {
            let file = home.join("bus.conf");
            std::fs::write(&file, BARE_BUS).unwrap();
            command
                .arg("dbus-run-session")
                .arg(format!("--config-file={}", file.display()))
                .arg("--");
        }
    }
}

fn private(command: &mut Command, home: &Path) {
    command
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("XDG_DATA_HOME", home.join("data"));
    for name in [
        "DBUS_SESSION_BUS_ADDRESS",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "GNOME_KEYRING_CONTROL",
    ] {
        command.env_remove(name);
    }
}
