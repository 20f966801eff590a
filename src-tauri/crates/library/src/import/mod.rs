//! Files that a person brings in: what Apify and Zeeschuimer export, and tables of their own.
//!
//! A file is streamed: neither it nor any large part of it is ever in memory. A row that cannot be
//! read is told with its number and its fields, and the others go on. Bringing the same file in
//! twice changes nothing.

#[cfg(test)]
mod any_bytes;
mod apify;
mod dates;
mod form;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod lenient;
mod links;
mod look;
mod rows;
mod run;
mod table;
mod web_items;
mod zeeschuimer;

pub use form::{ImportForm, ImportOrder, Mapping, TableField};
pub use look::{ImportLook, SampleRow, look};
pub use run::{ImportEnd, ImportProgress, ImportReport, run};

use crate::{Comment, Post};

/// What a row of a file turned out to be.
#[derive(Debug)]
pub(crate) enum Item {
    /// A post, with comments that stood in it.
    Post(Box<Post>, Vec<Comment>),
    /// A comment on a post that has to be in the library.
    Comment(Comment),
}

/// Why a row was not taken.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[ts(export, rename = "PostRowProblem")]
pub struct RowProblem {
    /// The row, from 1; a table's heading is not counted.
    #[ts(type = "number")]
    pub row: u64,
    /// The column or key; empty where the row as a whole is meant.
    pub field: String,
    /// What is wrong.
    pub what: RowTrouble,
    /// What stood there, cut after 80 letters.
    pub found: String,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "PostRowTrouble")]
pub enum RowTrouble {
    /// The row is not in the file's own format.
    Unreadable,
    /// A field that every post needs is not there.
    Missing,
    /// Not a time.
    NotATime,
    /// Not a number.
    NotANumber,
    /// Not the address of a post on a platform that is followed.
    NotAPost,
    /// A platform that is not followed.
    OtherPlatform,
    /// The row tells of a failure of the tool that made the file.
    FailedThere,
    /// A comment whose post is not in the library.
    PostUnknown,
    /// The row is larger than any post.
    TooLarge,
}

/// A problem without its row, which the reader of the file knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) field: String,
    pub(crate) what: RowTrouble,
    pub(crate) found: String,
}

impl Trouble {
    pub(crate) fn new(field: &str, what: RowTrouble, found: &str) -> Self {
        Self {
            field: field.to_owned(),
            what,
            found: found.chars().take(80).collect(),
        }
    }

    pub(crate) fn at(self, row: u64) -> RowProblem {
        RowProblem {
            row,
            field: self.field,
            what: self.what,
            found: self.found,
        }
    }
}

/// Why a file could not be brought in at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    File(#[from] std::io::Error),
    /// It is none of the forms that are understood.
    #[error("the file is neither an export of Apify or Zeeschuimer nor a table with a heading")]
    UnknownForm,
    /// The table's columns do not say where each post is.
    #[error(
        "the table needs a column with each post's address, or its platform and id, and one with its date"
    )]
    Unmapped,
    /// The library could not be written.
    #[error(transparent)]
    Library(#[from] crate::LibraryError),
}
