use std::io::{self, Write};

use super::columns::{Cell, NAMES, row, time};
use super::{ExportError, Sink};
use crate::PostCard;

/// Signs at which spreadsheets take a cell for a formula, also in their full width.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A table as text.
pub(super) struct CsvFile<W: Write>(csv::Writer<W>);

impl<W: Write> CsvFile<W> {
    pub(super) fn begin(mut to: W) -> Result<Self, ExportError> {
        to.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(to);
        writer.write_record(NAMES).map_err(io_error)?;
        Ok(Self(writer))
    }

    pub(super) fn end(self) -> Result<W, ExportError> {
        self.0
            .into_inner()
            .map_err(|error| ExportError::File(io::Error::other(error.to_string())))
    }
}

impl<W: Write> Sink for CsvFile<W> {
    fn put(&mut self, post: &PostCard) -> Result<(), ExportError> {
        self.0.write_record(row(post).map(text)).map_err(io_error)
    }
}

fn io_error(error: csv::Error) -> ExportError {
    ExportError::File(error.into())
}

fn text(cell: Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Part(number) => number.to_string(),
        Cell::Time(seconds) => time(seconds),
        Cell::Nothing => String::new(),
    }
}

/// A text that a spreadsheet would run as a formula begins with a quote, which it takes as "this is text".
fn harmless(text: String) -> String {
    if text.starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text
    }
}
