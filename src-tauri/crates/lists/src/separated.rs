//! Text with separators, and bare lines, as rows.

use crate::{COLUMNS_MAX, Line, ListError, ROWS_MAX};

/// Separators that are tried; the first wins where several fit alike.
const SEPARATORS: [u8; 4] = [b'\t', b';', b',', b'|'];
/// Rows by which the separator is told.
const TRIED_ON: usize = 50;

/// The rows of a text, and whether there were more than are read.
pub(crate) fn rows_of(text: &str) -> Result<(Vec<Line>, bool), ListError> {
    let (named, text) = named_separator(text);
    let separator = named.unwrap_or_else(|| separator_of(text));
    let mut lines = Vec::new();
    for line in records(text, separator) {
        // One more than is read tells that there are more.
        if lines.len() == ROWS_MAX + 1 {
            return Ok((lines, true));
        }
        lines.push(line);
    }
    Ok((lines, false))
}

/// The rows that hold something, with the line of the text on which each begins.
fn records(text: &str, separator: u8) -> impl Iterator<Item = Line> + '_ {
    let reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // What is text already and flexible in its width has no way left to fail.
    reader.into_records().map_while(Result::ok).filter_map(|record| {
        let at = record.position().map_or(0, |place| first_line(text, place));
        let cells = record.iter().take(COLUMNS_MAX).map(crate::table::cell);
        let cells: Vec<_> = cells.collect();
        let line = u32::try_from(at).unwrap_or(u32::MAX);
        cells
            .iter()
            .any(|cell| !cell.is_empty())
            .then_some(Line { line, cells })
    })
}

/// The line on which a record begins; its place is told from before the empty lines above it.
fn first_line(text: &str, place: &csv::Position) -> u64 {
    let from = usize::try_from(place.byte()).unwrap_or(usize::MAX);
    let above = text.as_bytes().get(from..).unwrap_or_default();
    let ends = above.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    place.line() + ends.filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>()
}

/// `sep=;`, the line by which Excel names the separator.
fn named_separator(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end().as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] => (Some(*separator), rest),
        _ => (None, text),
    }
}

/// The separator that cuts the most rows into the same number of parts. A comma in a sentence cuts a
/// row here and there, and is none; without any, every line is one cell.
fn separator_of(text: &str) -> u8 {
    let mut best = (0, b'\t');
    for separator in SEPARATORS {
        let fit = fit(text, separator);
        if fit > best.0 {
            best = (fit, separator);
        }
    }
    best.1
}

/// How well a separator fits, in thousandths: the share of rows with the usual width above one.
fn fit(text: &str, separator: u8) -> usize {
    let widths: Vec<_> = records(text, separator)
        .take(TRIED_ON)
        .map(|line| line.cells.len())
        .collect();
    let usual = widths
        .iter()
        .copied()
        .filter(|width| *width > 1)
        .max_by_key(|width| widths.iter().filter(|other| *other == width).count());
    let Some(usual) = usual else { return 0 };
    let alike = widths.iter().filter(|width| **width == usual).count();
    let share = alike * 1_000 / widths.len();
    if share >= 600 { share } else { 0 }
}
