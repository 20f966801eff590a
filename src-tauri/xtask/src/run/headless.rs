//! The window on a virtual screen, proven by a screenshot.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use xtask::desktop::{Desktop, ProcessGroup};

use crate::repo::Repo;
use crate::step::Trouble;

/// Longest wait for something to be painted.
const FIRST_PAINT: Duration = Duration::from_secs(60);
/// From the first paint until fonts and pictures are there too.
const SETTLE: Duration = Duration::from_secs(1);
const LOOK_EVERY: Duration = Duration::from_millis(200);

pub(super) fn show(repo: &Repo, app: &Path, seconds: Option<u64>) -> Result<ExitCode, Trouble> {
    let stop = asked_to_stop()?;
    let folder = repo.target().join("run");
    println!("\nThere is no screen here, so a virtual one is started for this run.");
    let desktop = start_desktop(&folder)?;
    let (mut window, log) = open(&desktop, app)?;
    wait_for_paint(&desktop, &mut window, &stop, &log)?;
    let shot = folder.join("first-paint.png");
    desktop.save_screen(&shot)?;
    println!(
        "The window is open. Screenshot: {}\nLog: {}",
        shot.display(),
        log.display()
    );
    Ok(stay(&mut window, &stop, seconds)?)
}

fn asked_to_stop() -> Result<Arc<AtomicBool>, Trouble> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}

/// Its home is kept between runs, so that the app finds what it stored.
fn start_desktop(folder: &Path) -> Result<Desktop, Trouble> {
    Desktop::start(&folder.join("home"), &folder.join("logs"))
        .map_err(|error| Trouble::new(error.to_string()))
}

fn open(desktop: &Desktop, app: &Path) -> Result<(ProcessGroup, PathBuf), Trouble> {
    let path = desktop.logs().join("feedwatch.log");
    let log = File::create(&path)?;
    let mut command = desktop.command(app);
    command.stdout(log.try_clone()?).stderr(log);
    let window = ProcessGroup::spawn(&mut command).map_err(|error| Trouble::new(error.to_string()))?;
    Ok((window, path))
}

fn wait_for_paint(
    desktop: &Desktop,
    window: &mut ProcessGroup,
    stop: &AtomicBool,
    log: &Path,
) -> Result<(), Trouble> {
    let deadline = Instant::now() + FIRST_PAINT;
    while !desktop.shows_words()? {
        if let Some(status) = window.ended()? {
            let said = fs::read_to_string(log).unwrap_or_default();
            return Err(Trouble::new(format!(
                "The app ended before it painted ({status}).\n{said}"
            )));
        }
        if stop.load(Ordering::Relaxed) {
            return Err(Trouble::new("Stopped before the window was painted."));
        }
        if Instant::now() > deadline {
            let log = log.display();
            return Err(Trouble::new(format!(
                "Nothing was painted in {} s; see {log}.",
                FIRST_PAINT.as_secs()
            )));
        }
        thread::sleep(LOOK_EVERY);
    }
    thread::sleep(SETTLE);
    Ok(())
}

fn stay(window: &mut ProcessGroup, stop: &AtomicBool, seconds: Option<u64>) -> std::io::Result<ExitCode> {
    let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    match seconds {
        Some(seconds) => println!("It stays for {seconds} s."),
        None => println!("It stays until Ctrl-C."),
    }
    while !stop.load(Ordering::Relaxed) && until.is_none_or(|until| Instant::now() < until) {
        if let Some(status) = window.ended()? {
            println!("The app was closed ({status}).");
            return Ok(if status.success() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
        thread::sleep(LOOK_EVERY);
    }
    println!("Closing the window and its screen.");
    Ok(ExitCode::SUCCESS)
}
