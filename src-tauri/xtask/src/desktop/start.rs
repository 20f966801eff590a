use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::{Desktop, DesktopError, KeyStore, ProcessGroup, environment};

/// Longest that one part may take; a busy machine needs a second or two.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(15);
const SCREEN: &str = "1280x900x24";
/// Where programs find the message bus.
pub(super) const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";
/// Notifications stay until somebody acts, however busy the machine is.
const PATIENT_NOTIFICATIONS: &str = "[urgency_low]\ntimeout = 0\n[urgency_normal]\ntimeout = 0\n";
/// A bus on which nothing is started by name.
const BARE_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

type Environment = Vec<(&'static str, OsString)>;

pub(super) fn start(home: &Path, logs: &Path, wanted: KeyStore) -> Result<Desktop, DesktopError> {
    let runtime = make_folders(home, logs)?;
    let mut environment = environment::of_home(home, runtime.path());
    let (screen, display) = start_screen(&environment, logs, runtime.path())?;
    environment.push(("DISPLAY", format!(":{display}").into()));
    let (bus, address) = start_bus(&environment, logs, wanted)?;
    environment.push((BUS, address.into()));
    let key_store = match wanted {
        KeyStore::Missing => None,
        KeyStore::Unlocked | KeyStore::Mortal => Some(start_keyring(&environment, logs)?),
    };
    let clients = vec![
        quiet(&environment, logs, "openbox", &[])?,
        quiet(&environment, logs, "dunst", &[])?,
    ];
    if key_store.is_some() {
        wait_for_name(
            &environment,
            "org.freedesktop.secrets",
            "the key store",
            &logs.join("gnome-keyring-daemon.log"),
        )?;
    }
    wait_for_name(
        &environment,
        "org.freedesktop.Notifications",
        "the notification daemon",
        &logs.join("dunst.log"),
    )?;
    Ok(Desktop {
        environment,
        logs: logs.to_owned(),
        key_store,
        _clients: clients,
        _bus: bus,
        _screen: screen,
        runtime,
    })
}

fn make_folders(home: &Path, logs: &Path) -> io::Result<tempfile::TempDir> {
    for folder in ["config", "data", "cache", "state"] {
        fs::create_dir_all(home.join(folder))?;
    }
    fs::create_dir_all(logs)?;
    fs::create_dir_all(home.join("config/dunst"))?;
    fs::write(home.join("config/dunst/dunstrc"), PATIENT_NOTIFICATIONS)?;
    let runtime = tempfile::Builder::new().prefix("fw-run-").tempdir()?;
    fs::set_permissions(runtime.path(), fs::Permissions::from_mode(0o700))?;
    Ok(runtime)
}

/// Xvfb looks for a free display itself and says which one it took. Its memory is a file of the run, so that
/// what it shows can be looked at without asking it.
fn start_screen(
    environment: &Environment,
    logs: &Path,
    runtime: &Path,
) -> Result<(ProcessGroup, String), DesktopError> {
    let memory = runtime.display().to_string();
    let arguments = [
        "-displayfd",
        "1",
        "-screen",
        "0",
        SCREEN,
        "-nolisten",
        "tcp",
        "-noreset",
        "-fbdir",
        &memory,
    ];
    speaking(environment, logs, "Xvfb", &arguments, "the virtual screen")
}

fn start_bus(
    environment: &Environment,
    logs: &Path,
    key_store: KeyStore,
) -> Result<(ProcessGroup, String), DesktopError> {
    let bare = logs.join("bus.conf");
    let configuration = match key_store {
        KeyStore::Unlocked => "--session".to_owned(),
        KeyStore::Mortal | KeyStore::Missing => {
            fs::write(&bare, BARE_BUS)?;
            format!("--config-file={}", bare.display())
        }
    };
    let arguments = [&configuration, "--nofork", "--nopidfile", "--print-address=1"];
    speaking(environment, logs, "dbus-daemon", &arguments, "the message bus")
}

/// The daemon unlocks its first collection with the password it reads: an empty line.
fn start_keyring(environment: &Environment, logs: &Path) -> Result<ProcessGroup, DesktopError> {
    let mut command = environment::command("gnome-keyring-daemon", environment);
    command
        .args(["--foreground", "--unlock", "--components=secrets"])
        .stdin(Stdio::piped());
    log_to(&mut command, logs, "gnome-keyring-daemon", true)?;
    let mut group = ProcessGroup::spawn(&mut command)?;
    if let Some(mut input) = group.leader().stdin.take() {
        input.write_all(b"\n")?;
    }
    Ok(group)
}

/// A part that is only started.
fn quiet(
    environment: &Environment,
    logs: &Path,
    program: &str,
    arguments: &[&str],
) -> Result<ProcessGroup, DesktopError> {
    let mut command = environment::command(program, environment);
    command.args(arguments).stdin(Stdio::null());
    log_to(&mut command, logs, program, true)?;
    ProcessGroup::spawn(&mut command)
}

/// A part that says one line when it is ready.
fn speaking(
    environment: &Environment,
    logs: &Path,
    program: &str,
    arguments: &[&str],
    part: &'static str,
) -> Result<(ProcessGroup, String), DesktopError> {
    let mut command = environment::command(program, environment);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    log_to(&mut command, logs, program, false)?;
    let mut group = ProcessGroup::spawn(&mut command)?;
    let not_ready = || DesktopError::NotReady {
        part,
        log: logs.join(format!("{program}.log")),
    };
    let output = group.leader().stdout.take().ok_or_else(not_ready)?;
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut line = String::new();
        // Nobody listens any more once the wait is over: then there is nothing to tell.
        let _ = BufReader::new(output)
            .read_line(&mut line)
            .map(|_| tell.send(line));
    });
    let line = told.recv_timeout(PATIENCE).map_err(|_| not_ready())?;
    let line = line.trim();
    if line.is_empty() {
        Err(not_ready())
    } else {
        Ok((group, line.to_owned()))
    }
}

fn log_to(command: &mut Command, logs: &Path, program: &str, both: bool) -> io::Result<()> {
    let log = File::create(logs.join(format!("{program}.log")))?;
    if both {
        command.stdout(log.try_clone()?);
    }
    command.stderr(log);
    Ok(())
}

fn wait_for_name(
    environment: &Environment,
    name: &str,
    part: &'static str,
    log: &Path,
) -> Result<(), DesktopError> {
    let deadline = Instant::now() + PATIENCE;
    while !owns_name(environment, name)? {
        if Instant::now() > deadline {
            return Err(DesktopError::NotReady {
                part,
                log: log.to_owned(),
            });
        }
        thread::sleep(LOOK_EVERY);
    }
    Ok(())
}

pub(super) fn owns_name(environment: &Environment, name: &str) -> io::Result<bool> {
    let output = environment::command("dbus-send", environment)
        .args([
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
        ])
        .args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")])
        .output()?;
    Ok(String::from_utf8_lossy(&output.stdout).contains("true"))
}
