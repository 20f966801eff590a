use std::io::{Seek, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::columns::{Cell, NAMES, row};
use super::{ExportError, Sink};
use crate::PostCard;

/// Rows below the heading. Source: Excel's published limits, 1,048,576 rows.
const ROWS_MAX: u32 = 1_048_575;
/// Letters in a cell. Source: as above.
const LETTERS_MAX: usize = 32_767;

/// A workbook with one sheet, whose rows go to disk as they are written.
pub(super) struct WorkbookFile {
    workbook: Workbook,
    time: Format,
    next: u32,
}

impl WorkbookFile {
    pub(super) fn begin() -> Result<Self, ExportError> {
        let mut workbook = Workbook::new();
        let bold = Format::new().set_bold();
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name("Posts")?.set_freeze_panes(1, 0)?;
        for (column, name) in (0_u16..).zip(NAMES) {
            sheet.write_string_with_format(0, column, name, &bold)?;
        }
        Ok(Self {
            workbook,
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            next: 1,
        })
    }

    pub(super) fn end<W: Write + Seek + Send>(mut self, mut to: W) -> Result<W, ExportError> {
        self.workbook.save_to_writer(&mut to)?;
        Ok(to)
    }
}

impl Sink for WorkbookFile {
    fn put(&mut self, post: &PostCard) -> Result<(), ExportError> {
        if self.next > ROWS_MAX {
            return Err(ExportError::TooManyRows { rows: ROWS_MAX });
        }
        let at = self.next;
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, cell) in (0_u16..).zip(row(post)) {
            match cell {
                // Written as text, never as a formula.
                Cell::Text(text) => drop(sheet.write_string(at, column, cut(&text))?),
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "workbooks hold no larger whole numbers"
                )]
                Cell::Whole(number) => drop(sheet.write_number(at, column, number as f64)?),
                Cell::Part(number) => drop(sheet.write_number(at, column, number)?),
                Cell::Time(seconds) => match ExcelDateTime::from_timestamp(seconds) {
                    Ok(moment) => drop(sheet.write_datetime_with_format(at, column, &moment, &self.time)?),
                    // Before 1900 there are no days in a workbook.
                    Err(_) => drop(sheet.write_string(at, column, super::columns::time(seconds))?),
                },
                Cell::Nothing => {}
            }
        }
        self.next += 1;
        Ok(())
    }
}

fn cut(text: &str) -> &str {
    text.char_indices()
        .nth(LETTERS_MAX)
        .map_or(text, |(end, _)| &text[..end])
}
