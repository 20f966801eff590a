use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

/// What a real session may have set and a private one must not see.
const OF_THE_REAL_SESSION: [&str; 12] = [
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
    "DBUS_STARTER_ADDRESS",
    "GNOME_KEYRING_CONTROL",
    "SSH_AUTH_SOCK",
    "DESKTOP_SESSION",
    "SESSION_MANAGER",
    "XDG_CURRENT_DESKTOP",
    "XDG_SESSION_TYPE",
    "XDG_DATA_DIRS",
    "XDG_CONFIG_DIRS",
];

/// The folders and the language of a private session.
pub(super) fn of_home(home: &Path, runtime: &Path) -> Vec<(&'static str, OsString)> {
    vec![
        ("HOME", home.into()),
        ("XDG_RUNTIME_DIR", runtime.into()),
        ("XDG_CONFIG_HOME", home.join("config").into()),
        ("XDG_DATA_HOME", home.join("data").into()),
        ("XDG_CACHE_HOME", home.join("cache").into()),
        ("XDG_STATE_HOME", home.join("state").into()),
        ("GDK_BACKEND", "x11".into()),
        ("LANG", "C.UTF-8".into()),
        ("LC_ALL", "C.UTF-8".into()),
    ]
}

/// A command in that environment, which ends with the thread that starts it even if that one is killed.
pub(super) fn command(program: impl AsRef<OsStr>, environment: &[(&'static str, OsString)]) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "--"]).arg(program);
    for name in OF_THE_REAL_SESSION {
        command.env_remove(name);
    }
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    command
}
