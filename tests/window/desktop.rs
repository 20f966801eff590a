//! The private desktop itself: what the other tests stand on.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tests::binaries::built;
use xtask::desktop::{Desktop, ProcessGroup};

#[test]
fn a_desktop_keeps_secrets_shows_a_screen_and_leaves_no_process_behind() {
    let folder = tempfile::tempdir().unwrap();
    let desktop = Desktop::start(&folder.path().join("home"), &folder.path().join("logs")).unwrap();

    let mut store = desktop.command("secret-tool");
    store
        .args(["store", "--label=test", "service", "feedwatch-test"])
        .stdin(Stdio::piped());
    let mut storing = store.spawn().unwrap();
    storing.stdin.take().unwrap().write_all(b"hidden").unwrap();
    assert!(
        storing.wait().unwrap().success(),
        "an unlocked key store takes a secret"
    );
    assert_eq!(
        output(
            desktop
                .command("secret-tool")
                .args(["lookup", "service", "feedwatch-test"])
        ),
        "hidden"
    );

    let shot = folder.path().join("screen.png");
    desktop.save_screen(&shot).unwrap();
    assert!(fs::metadata(&shot).unwrap().len() > 0);
    assert!(
        !desktop.shows_something().unwrap(),
        "an empty screen shows nothing"
    );

    // Everything on it carries this address in its environment.
    let address = output(desktop.command("printenv").arg("DBUS_SESSION_BUS_ADDRESS"));
    assert!(!processes_with(&address).is_empty());
    drop(desktop);
    let deadline = Instant::now() + Duration::from_secs(5);
    while !processes_with(&address).is_empty() {
        assert!(
            Instant::now() < deadline,
            "left behind: {:?}",
            processes_with(&address)
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_app_started_as_people_start_it_is_painted_whatever_draws_it() {
    let folder = tempfile::tempdir().unwrap();
    let desktop = Desktop::start(&folder.path().join("home"), &folder.path().join("logs")).unwrap();
    let mut command = desktop.command(built("feedwatch"));
    command.env("FEEDWATCH_DATA_DIR", folder.path().join("data"));
    let running = ProcessGroup::spawn(&mut command).unwrap();

    let deadline = Instant::now() + Duration::from_secs(60);
    while !desktop.shows_words().unwrap() {
        assert!(Instant::now() < deadline, "no words on the screen");
        std::thread::sleep(Duration::from_millis(100));
    }
    let has_card = fs::read_dir("/dev/dri").is_ok_and(|mut cards| {
        cards.any(|card| card.is_ok_and(|card| card.file_name().to_string_lossy().starts_with("renderD")))
    });
    let spared = processes_with("WEBKIT_DISABLE_COMPOSITING_MODE=1");
    assert_eq!(
        spared.iter().any(|name| name == "feedwatch"),
        !has_card,
        "without a graphics card none is emulated: {spared:?}"
    );
    drop(running);
}

fn output(command: &mut Command) -> String {
    String::from_utf8(command.output().expect("the program starts").stdout)
        .expect("it says text")
        .trim()
        .to_owned()
}

/// The running processes whose environment holds `text`. One that ended and waits to be collected has no
/// environment any more.
fn processes_with(text: &str) -> Vec<String> {
    let entries = fs::read_dir("/proc")
        .expect("the system lists its processes")
        .flatten();
    let holds = |path: &std::path::Path| {
        fs::read(path.join("environ")).is_ok_and(|all| String::from_utf8_lossy(&all).contains(text))
    };
    let found = entries.map(|entry| entry.path()).filter(|path| holds(path));
    found
        .map(|path| {
            fs::read_to_string(path.join("comm"))
                .unwrap_or_default()
                .trim()
                .to_owned()
        })
        .collect()
}
