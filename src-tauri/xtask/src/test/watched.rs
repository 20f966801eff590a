//! Runs a step with its output both on the terminal and kept.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::Stdio;
use std::thread;

use crate::step::{Step, Trouble, cannot_start};

/// What the step said on its standard output, and whether it ended well.
pub(super) fn run(step: Step) -> Result<(String, bool), Trouble> {
    let name = step.name().to_owned();
    let mut command = step.announce();
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| cannot_start(&name, &error))?;
    let copied = child.stdout.take().map(|output| thread::spawn(|| copy(output)));
    let status = child.wait()?;
    let said = copied
        .and_then(|copying| copying.join().ok())
        .transpose()?
        .unwrap_or_default();
    Ok((said, status.success()))
}

/// Line by line, so that a slow test shows itself while it runs.
fn copy(output: impl Read) -> io::Result<String> {
    let mut reader = BufReader::new(output);
    let mut kept = Vec::new();
    loop {
        let from = kept.len();
        if reader.read_until(b'\n', &mut kept)? == 0 {
            return Ok(String::from_utf8_lossy(&kept).into_owned());
        }
        io::stdout().write_all(&kept[from..])?;
    }
}
