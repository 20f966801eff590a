use std::io;
use std::path::Path;
use std::process::Output;

use super::Desktop;

/// The part of the screen that lies inside any window of ours, wherever it was placed.
const MIDDLE: &str = "640x400+320+250";
/// An empty window is one colour, or two where its edge is seen; text alone has dozens by its smoothing.
const COLOURS_OF_AN_EMPTY_WINDOW: usize = 8;

pub(super) fn save(desktop: &Desktop, file: &Path) -> io::Result<()> {
    let target = format!("png:{}", file.display());
    succeed("import", desktop.output("import", &["-window", "root", &target])?).map(drop)
}

pub(super) fn middle_is_painted(desktop: &Desktop) -> io::Result<bool> {
    let file = tempfile::Builder::new().suffix(".png").tempfile()?;
    save(desktop, file.path())?;
    let part = format!("{}[{MIDDLE}]", file.path().display());
    let count = succeed("identify", desktop.output("identify", &["-format", "%k", &part])?)?;
    Ok(String::from_utf8_lossy(&count.stdout).trim().parse().unwrap_or(0) > COLOURS_OF_AN_EMPTY_WINDOW)
}

fn succeed(program: &str, output: Output) -> io::Result<Output> {
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("`{program}` failed: {}", said.trim())))
}
