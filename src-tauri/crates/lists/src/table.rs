use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::{BYTES_MAX, CELL_MAX, ListError, ROWS_MAX, Role, columns, decode, separated, sheet};

/// One row of a list, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its line in the text, or its row in the sheet, counted from 1.
    pub line: u32,
    /// Its cells, without blanks at their ends.
    pub cells: Vec<String>,
}

/// What a file or a pasted text holds, before anybody said what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file's name; empty for a pasted text.
    pub name: String,
    /// Its rows, at most [`ROWS_MAX`] and a heading.
    pub lines: Vec<Line>,
    /// Whether the first row looks like a heading.
    pub headed: bool,
    /// Whether there were more rows than are read.
    pub cut: bool,
}

impl Table {
    /// Reads a file: CSV or other text with separators, bare lines, or an .xlsx workbook. Blocks.
    ///
    /// # Errors
    /// It cannot be opened, is too large, or is no list.
    pub fn open(path: &Path) -> Result<Self, ListError> {
        let mut bytes = Vec::new();
        File::open(path)?.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Self::of_bytes(&name, &bytes)
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// They are too many, or no list.
    pub fn of_bytes(name: &str, bytes: &[u8]) -> Result<Self, ListError> {
        if bytes.len() as u64 > BYTES_MAX {
            return Err(ListError::TooLarge);
        }
        let rows = if sheet::is_workbook(bytes) {
            sheet::rows_of(bytes)?
        } else {
            separated::rows_of(&decode::text_of(bytes)?)?
        };
        Self::made(name, rows)
    }

    /// Reads a text that was pasted or dropped. A line of nothing but targets is a row for each.
    ///
    /// # Errors
    /// It is too long, or there is nothing in it.
    pub fn of_text(text: &str) -> Result<Self, ListError> {
        if text.len() as u64 > BYTES_MAX {
            return Err(ListError::TooLarge);
        }
        let (lines, cut) = separated::rows_of(&text.replace('\0', ""))?;
        Self::made("", (one_target_a_row(lines), cut))
    }

    fn made(name: &str, (mut lines, cut): (Vec<Line>, bool)) -> Result<Self, ListError> {
        let headed = lines
            .first()
            .is_some_and(|first| columns::is_heading(&first.cells));
        let most = ROWS_MAX + usize::from(headed);
        let cut = cut || lines.len() > most;
        lines.truncate(most);
        if lines.len() <= usize::from(headed) {
            return Err(ListError::Empty);
        }
        Ok(Self {
            name: name.to_owned(),
            lines,
            headed,
            cut,
        })
    }

    /// How many columns the widest row has.
    pub fn width(&self) -> usize {
        self.lines.iter().map(|line| line.cells.len()).max().unwrap_or(0)
    }

    /// The rows without the heading, where there is one.
    pub fn body(&self, headed: bool) -> &[Line] {
        self.lines.get(usize::from(headed)..).unwrap_or_default()
    }

    /// What its columns probably mean.
    pub fn roles(&self) -> Vec<Role> {
        columns::guess_roles(self)
    }
}

/// Rows in which every part begins like a target (`@a, @b`, `#x #y`) become one row for each.
fn one_target_a_row(lines: Vec<Line>) -> Vec<Line> {
    let parts = |line: &Line| -> Vec<String> {
        let words = line.cells.iter().flat_map(|cell| cell.split_whitespace());
        words.map(str::to_owned).collect()
    };
    let all_targets = |words: &[String]| words.iter().all(|word| columns::begins_like_target(word));
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let words = parts(&line);
        if words.len() > 1 && all_targets(&words) {
            let one = |word| Line {
                line: line.line,
                cells: vec![word],
            };
            rows.extend(words.into_iter().map(one));
        } else {
            rows.push(line);
        }
    }
    rows
}

/// A cell without blanks at its ends, and without the mark by which a spreadsheet keeps a text from
/// being taken for a formula; cut where it is longer than anything real.
pub(crate) fn cell(text: &str) -> String {
    let text = text.trim();
    let text = text
        .strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@']))
        .unwrap_or(text);
    text.chars().take(CELL_MAX).collect()
}
