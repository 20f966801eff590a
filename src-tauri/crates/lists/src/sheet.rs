//! The first sheet of an .xlsx workbook, cell by cell.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use crate::{COLUMNS_MAX, Line, ListError, ROWS_MAX, UNFOLDED_MAX};

/// Whether bytes are a workbook: a ZIP archive.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The rows of the first sheet that holds any, and whether there were more than are read.
pub(crate) fn rows_of(bytes: &[u8]) -> Result<(Vec<Line>, bool), ListError> {
    refuse_bomb(bytes, UNFOLDED_MAX)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    for name in book.sheet_names() {
        let found = sheet(&mut book, &name).map_err(damaged)?;
        if !found.0.is_empty() {
            return Ok(found);
        }
    }
    Err(ListError::Empty)
}

fn damaged(error: XlsxError) -> ListError {
    ListError::Damaged(error.to_string())
}

/// Unfolds every part into nothing, so that a small file that unfolds to gigabytes is refused before
/// anything of it is kept. What an archive says of its own sizes is not believed.
fn refuse_bomb(bytes: &[u8], most: u64) -> Result<(), ListError> {
    let unreadable = |error: zip::result::ZipError| ListError::Damaged(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut left = most;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(unreadable)?;
        let unfolded = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|error| ListError::Damaged(error.to_string()))?;
        left = left.checked_sub(unfolded).ok_or(ListError::TooLarge)?;
    }
    Ok(())
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

fn sheet(book: &mut Book<'_>, name: &str) -> Result<(Vec<Line>, bool), XlsxError> {
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        // A sheet that is a chart holds no cells.
        Err(XlsxError::NotAWorksheet(_)) => return Ok((Vec::new(), false)),
        Err(error) => return Err(error),
    };
    let mut lines: Vec<Line> = Vec::new();
    while let Some(found) = cells.next_cell()? {
        let ((row, column), text) = (found.get_position(), text_of(found.get_value()));
        if text.is_empty() || column as usize >= COLUMNS_MAX {
            continue;
        }
        let line = row.saturating_add(1);
        if lines.last().is_none_or(|last| last.line != line) {
            if lines.len() == ROWS_MAX + 1 {
                return Ok((lines, true));
            }
            lines.push(Line {
                line,
                cells: Vec::new(),
            });
        }
        if let Some(last) = lines.last_mut() {
            last.cells
                .resize(last.cells.len().max(column as usize + 1), String::new());
            last.cells[column as usize] = text;
        }
    }
    Ok((lines, false))
}

/// A cell as text; a whole number without a point, as it was typed. Errors of formulas are empty.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => crate::table::cell(text),
        DataRef::SharedString(text) => crate::table::cell(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => crate::table::cell(text),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const MEGABYTE: u64 = 1024 * 1024;

    /// An archive of two parts that each unfold to so many bytes of nothing.
    fn archive(each: u64) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .expect("a part begins");
            let blank = vec![b' '; usize::try_from(each).expect("it fits")];
            zip.write_all(&blank).expect("a part is written");
        }
        zip.finish().expect("the archive ends").into_inner()
    }

    #[test]
    fn a_workbook_that_unfolds_to_far_more_than_it_weighs_is_refused() {
        let bomb = archive(MEGABYTE);
        assert!(bomb.len() < 20_000, "it is small on disk: {}", bomb.len());
        assert!(matches!(refuse_bomb(&bomb, MEGABYTE), Err(ListError::TooLarge)));
        assert!(refuse_bomb(&bomb, 2 * MEGABYTE).is_ok());
    }
}
