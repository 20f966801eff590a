//! A first look at a file: what made it, its columns, and how its first rows would be read.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;

use contract::UnixMillis;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::rows::{self, Counted};
use super::{ImportError, ImportForm, Mapping, table, zeeschuimer};

/// How much of a file is looked at.
const LOOK_BYTES: u64 = 256 * 1024;
/// Rows that are shown of a table.
const SAMPLE_ROWS: usize = 5;
/// Letters of a cell that are shown.
const CELL: usize = 80;

/// A row of a table, as it stands.
pub type SampleRow = Vec<String>;

/// What a file seems to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, rename = "PostFileLook")]
pub struct ImportLook {
    /// Its name, without folders.
    pub file_name: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// What made it.
    pub form: ImportForm,
    /// A table's heading; empty otherwise.
    pub headings: Vec<String>,
    /// A table's first rows.
    pub sample: Vec<SampleRow>,
    /// What the columns seem to hold.
    #[ts(type = "Record<string, number>")]
    pub mapping: Mapping,
}

/// Looks at a file without reading more than its beginning.
///
/// # Errors
/// It cannot be read, or is none of the forms that are understood.
pub fn look(path: &Path) -> Result<ImportLook, ImportError> {
    let mut start = Vec::new();
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    file.take(LOOK_BYTES).read_to_end(&mut start)?;
    let text = without_mark(&start);
    let mut look = ImportLook {
        file_name: path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        bytes,
        form: ImportForm::Table,
        headings: Vec::new(),
        sample: Vec::new(),
        mapping: Mapping::new(),
    };
    match text.trim_ascii_start().first() {
        Some(b'[') => look.form = ImportForm::ApifyJson,
        Some(b'{') => look.form = form_of_lines(text),
        Some(_) => look_at_table(&mut look, text)?,
        None => return Err(ImportError::UnknownForm),
    }
    Ok(look)
}

/// Without the mark that some programs put before UTF-8.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Lines of Zeeschuimer, or of an Apify dataset that was saved as lines.
fn form_of_lines(text: &[u8]) -> ImportForm {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let item: Option<Value> = serde_json::from_slice(first).ok();
    let apify = item.is_some_and(|item| !zeeschuimer::is_one(&item));
    if apify {
        ImportForm::ApifyJson
    } else {
        ImportForm::Zeeschuimer
    }
}

fn look_at_table(look: &mut ImportLook, text: &[u8]) -> Result<(), ImportError> {
    if text.contains(&0) {
        return Err(ImportError::UnknownForm);
    }
    look.headings = headings(text)?;
    if look.headings.len() < 2 {
        return Err(ImportError::UnknownForm);
    }
    if is_apify(&look.headings) {
        look.form = ImportForm::ApifyCsv;
        return Ok(());
    }
    look.mapping = table::guess(&look.headings);
    let counted = Counted::new(text, Rc::default());
    rows::table(counted, delimiter(text), &mut |record| {
        let Ok(cells) = record else {
            return ControlFlow::Continue(());
        };
        look.sample.push(
            cells
                .iter()
                .map(|cell| cell.chars().take(CELL).collect())
                .collect(),
        );
        if look.sample.len() < SAMPLE_ROWS {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    Ok(())
}

/// The heading of a table that begins like this.
pub(super) fn headings(text: &[u8]) -> Result<Vec<String>, ImportError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .from_reader(text);
    let heading = reader.headers().map_err(|_| ImportError::UnknownForm)?;
    Ok(heading.iter().map(|name| name.trim().to_owned()).collect())
}

/// What separates the cells: the sign that stands most often in the heading.
pub(super) fn delimiter(text: &[u8]) -> u8 {
    let heading = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| heading.iter().filter(|byte| **byte == sign).count();
    [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|sign| count(*sign))
        .unwrap_or(b',')
}

/// Columns that only Apify's actors write.
fn is_apify(headings: &[String]) -> bool {
    let has = |name: &str| headings.iter().any(|heading| heading.replace('.', "/") == name);
    has("authorMeta/name")
        || has("webVideoUrl")
        || (has("shortCode") && has("ownerUsername"))
        || (has("channelUrl") && has("viewCount"))
        || (has("cid") && has("diggCount"))
}

/// When a file was made, as far as its folder knows; never later than now.
pub(super) fn made(path: &Path, now: UnixMillis) -> UnixMillis {
    let modified = std::fs::metadata(path).and_then(|about| about.modified()).ok();
    let since = modified.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let millis = since.and_then(|since| i64::try_from(since.as_millis()).ok());
    millis.map_or(now, |millis| UnixMillis(millis.min(now.0)))
}
