use std::collections::HashSet;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::process::Output;

use super::Desktop;

/// The part of the screen that lies inside the first window of ours, wherever it was placed, with its side bar
/// and the first of its columns; left of the pointer, which rests in the middle and is drawn into the screen's
/// memory too.
const MIDDLE: (Range<usize>, Range<usize>) = (150..600, 190..650);
/// An empty window is one colour, or two where its edge is seen.
pub(super) const COLOURS_OF_AN_EMPTY_WINDOW: usize = 2;
/// Planes and lines, without a word; text alone has dozens of colours by its smoothing.
pub(super) const COLOURS_WITHOUT_TEXT: usize = 20;
/// Bytes of a point on the screen.
const POINT: usize = 4;

pub(super) fn save(desktop: &Desktop, file: &Path) -> io::Result<()> {
    let target = format!("png:{}", file.display());
    succeed("import", desktop.output("import", &["-window", "root", &target])?).map(drop)
}

/// Whether the middle has more colours than these. Reads the memory of the screen itself, which takes a
/// millisecond and wakes nobody.
pub(super) fn middle_has_more_colours(desktop: &Desktop, than: usize) -> io::Result<bool> {
    let screen = fs::read(desktop.runtime().join("Xvfb_screen0"))?;
    let points = points(&screen).ok_or_else(|| io::Error::other("the screen's memory has no picture"))?;
    let (columns, rows) = MIDDLE;
    let mut colours = HashSet::new();
    for row in rows {
        let at = row * points.row;
        let row = points.bytes.get(at..at + points.row).unwrap_or_default();
        let part = row
            .get(columns.start * POINT..columns.end * POINT)
            .unwrap_or_default();
        colours.extend(part.chunks_exact(POINT));
        if colours.len() > than {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What lies on the screen.
struct Points<'a> {
    bytes: &'a [u8],
    /// Bytes of a row.
    row: usize,
}

/// As X dumps windows: a head of big-endian numbers, a table of colours of twelve bytes each, the points.
fn points(dump: &[u8]) -> Option<Points<'_>> {
    let number = |index: usize| -> Option<usize> {
        let bytes = dump.get(index * 4..index * 4 + 4)?.try_into().ok()?;
        usize::try_from(u32::from_be_bytes(bytes)).ok()
    };
    let (head, row, colours) = (number(0)?, number(12)?, number(19)?);
    let bytes = dump.get(head + colours * 12..)?;
    Some(Points { bytes, row })
}

fn succeed(program: &str, output: Output) -> io::Result<Output> {
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("`{program}` failed: {}", said.trim())))
}
