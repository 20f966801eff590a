//! Builds the app and opens its window, on a screen of its own where there is none.

#[cfg(target_os = "linux")]
mod headless;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::Args;

use crate::repo::Repo;
use crate::setup::{self, For};
use crate::step::Trouble;
use crate::ui;

#[derive(Args)]
pub(crate) struct Options {
    /// Build with optimisation, as it is shipped.
    #[arg(long)]
    release: bool,
    /// Without a screen: end after so many seconds of showing the window. For scripts.
    #[arg(long)]
    seconds: Option<u64>,
}

pub(crate) fn run(repo: &Repo, options: &Options) -> Result<ExitCode, Trouble> {
    let has_screen = has_screen();
    setup::setup(
        repo,
        if has_screen {
            For::Building
        } else {
            For::VirtualDesktop
        },
    )?;
    ui::build(repo)?;
    let app = build(repo, options.release)?;
    if has_screen {
        show(&app)
    } else {
        show_without_screen(repo, &app, options.seconds)
    }
}

/// A test named beside the app makes cargo choose the features that all tests are built with; without it
/// `cargo xtask test` would compile half of the dependencies a second time.
const DEBUG: &str = "cargo build --workspace --bin feedwatch --test window";
const RELEASE: &str = "cargo build --workspace --bin feedwatch --release";

/// Builds the app and says where it is.
pub(crate) fn build(repo: &Repo, release: bool) -> Result<PathBuf, Trouble> {
    repo.step(if release { RELEASE } else { DEBUG }).run()?;
    let folder = repo.target().join(if release { "release" } else { "debug" });
    Ok(folder.join(format!("feedwatch{}", std::env::consts::EXE_SUFFIX)))
}

fn has_screen() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

fn show(app: &std::path::Path) -> Result<ExitCode, Trouble> {
    println!("\nOpening the window.");
    let status = Command::new(app).status()?;
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from))
}

#[cfg(target_os = "linux")]
fn show_without_screen(
    repo: &Repo,
    app: &std::path::Path,
    seconds: Option<u64>,
) -> Result<ExitCode, Trouble> {
    headless::show(repo, app, seconds)
}

#[cfg(not(target_os = "linux"))]
fn show_without_screen(_: &Repo, app: &std::path::Path, _: Option<u64>) -> Result<ExitCode, Trouble> {
    show(app)
}
