//! Posts as a file for other programs: exactly what a filter lets through, in its order, and all of
//! it. Rows are written as they are read, so that a million posts need no more memory than ten.

mod columns;
mod csv_file;
mod json_file;
mod workbook;

use std::fs::File;
use std::io::{self, BufWriter};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use contract::AgentId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{LibraryError, PostCard, PostFilter, PostQuery, PostSort, Reader};

/// Posts read at a time.
const PAGE: u32 = 500;

/// The kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "PostExportForm")]
pub enum ExportForm {
    /// Comma-separated, UTF-8 with its mark, so that spreadsheets read it right.
    Csv,
    /// A workbook.
    Xlsx,
    /// A list of objects.
    Json,
}

impl ExportForm {
    /// The ending of its files' names.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
        }
    }
}

/// What is written.
#[derive(Debug, Clone)]
pub struct ExportOrder {
    /// Whose posts.
    pub agent: AgentId,
    /// Which of them.
    pub filter: PostFilter,
    /// In which order.
    pub sort: PostSort,
    /// Into what.
    pub form: ExportForm,
    /// Where; replaced only once the new file is whole.
    pub path: PathBuf,
}

/// Why nothing was written. The file that was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The posts could not be read.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The file could not be written.
    #[error("the file cannot be written: {0}")]
    File(#[from] io::Error),
    /// The workbook could not be made.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// More rows than a workbook can hold.
    #[error("a workbook holds at most {rows} posts; choose CSV, or show fewer")]
    TooManyRows {
        /// The most rows.
        rows: u32,
    },
    /// It was cancelled.
    #[error("the export was cancelled")]
    Cancelled,
}

/// Something that rows are written to.
trait Sink {
    fn put(&mut self, post: &PostCard) -> Result<(), ExportError>;
}

/// Writes the file; returns how many posts stand in it. `told` hears after every page how many there
/// are so far, and says whether to go on. Blocks.
///
/// # Errors
/// See [`ExportError`]; nothing is left of a file that was not finished.
pub fn write(
    reader: &Reader,
    order: &ExportOrder,
    told: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<u64, ExportError> {
    let partial = partial(&order.path);
    let written = write_to(reader, order, &partial, told);
    match written {
        Ok(count) => {
            std::fs::rename(&partial, &order.path)?;
            Ok(count)
        }
        Err(error) => {
            // It may not have been made at all.
            let _ = std::fs::remove_file(&partial);
            Err(error)
        }
    }
}

fn partial(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

fn write_to(
    reader: &Reader,
    order: &ExportOrder,
    partial: &Path,
    told: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<u64, ExportError> {
    let file = BufWriter::new(File::create(partial)?);
    let file = match order.form {
        ExportForm::Csv => {
            let mut sink = csv_file::CsvFile::begin(file)?;
            let count = pour(reader, order, &mut sink, told)?;
            (sink.end()?, count)
        }
        ExportForm::Json => {
            let mut sink = json_file::JsonFile::begin(file)?;
            let count = pour(reader, order, &mut sink, told)?;
            (sink.end()?, count)
        }
        ExportForm::Xlsx => {
            let mut sink = workbook::WorkbookFile::begin()?;
            let count = pour(reader, order, &mut sink, told)?;
            (sink.end(file)?, count)
        }
    };
    let (mut file, count) = file;
    io::Write::flush(&mut file)?;
    file.into_inner()
        .map_err(|error| error.into_error())?
        .sync_all()?;
    Ok(count)
}

/// One read transaction over all pages: the file is one moment of the library.
fn pour(
    reader: &Reader,
    order: &ExportOrder,
    sink: &mut dyn Sink,
    told: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<u64, ExportError> {
    let moment = reader.moment()?;
    let mut query = PostQuery {
        filter: order.filter.clone(),
        sort: order.sort,
        after: None,
        limit: PAGE,
    };
    let mut count = 0;
    loop {
        let page = reader.whole_page(&order.agent, &query)?;
        for post in &page.posts {
            sink.put(post)?;
            count += 1;
        }
        if told(count).is_break() {
            return Err(ExportError::Cancelled);
        }
        query.after = page.next;
        if query.after.is_none() {
            drop(moment);
            return Ok(count);
        }
    }
}
