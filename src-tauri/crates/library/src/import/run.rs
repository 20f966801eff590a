//! Brings a file in: reads row by row, stores in batches, tells how far it is, ends when told to.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::params;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::rows::{self, Counted};
use super::{
    ImportError, ImportForm, ImportOrder, Item, RowProblem, RowTrouble, Trouble, apify, look, table,
    zeeschuimer,
};
use crate::write::{CreatorMemory, Putting, put_comment, put_posts};
use crate::{Comment, Library, LibraryError, Post, creators};

/// Posts stored in one transaction. The library is free for a check between two of them.
const BATCH: usize = 1_000;
/// Problems that are told one by one; the others are counted.
const TOLD: usize = 200;
/// Creators whose median is worked out in one transaction.
const MEDIANS: usize = 500;

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export, rename = "PostFileProgress")]
pub struct ImportProgress {
    /// Bytes read.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Bytes in all.
    #[ts(type = "number")]
    pub of: u64,
    /// Rows read.
    #[ts(type = "number")]
    pub rows: u64,
    /// Posts in them.
    #[ts(type = "number")]
    pub posts: u64,
    /// Posts that were not in the library before.
    #[ts(type = "number")]
    pub new_posts: u64,
    /// Comments in them.
    #[ts(type = "number")]
    pub comments: u64,
    /// Rows that were not taken.
    #[ts(type = "number")]
    pub refused: u64,
}

/// How an import ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "PostFileEnd")]
pub enum ImportEnd {
    /// The whole file was read.
    Done,
    /// It was cancelled; what was stored stays.
    Cancelled,
}

/// What an import brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, rename = "PostFileReport")]
pub struct ImportReport {
    /// How it ended.
    pub end: ImportEnd,
    /// The last progress.
    pub progress: ImportProgress,
    /// The first 200 rows that were not taken.
    pub problems: Vec<RowProblem>,
}

/// Brings a file into the library. `told` hears of every batch and says whether to go on; the
/// library is held only while a batch is stored. Blocks for as long as it takes.
///
/// # Errors
/// The file cannot be read, the table's columns do not suffice, or the library cannot be written;
/// whole batches stored before stay.
pub fn run(
    library: &Mutex<Library>,
    order: &ImportOrder,
    told: &mut dyn FnMut(ImportProgress) -> ControlFlow<()>,
) -> Result<ImportReport, ImportError> {
    if order.form == ImportForm::Table && !table::is_enough(&order.mapping, order.platform) {
        return Err(ImportError::Unmapped);
    }
    let mut file = File::open(&order.path)?;
    let of = file.metadata()?.len();
    skip_mark(&mut file)?;
    let read: Rc<Cell<u64>> = Rc::default();
    let id = begin(&hold(library), order)?;
    let mut work = Work {
        library,
        order,
        id,
        told,
        read: Rc::clone(&read),
        progress: ImportProgress {
            of,
            ..ImportProgress::default()
        },
        problems: Vec::new(),
        posts: Vec::with_capacity(BATCH),
        comments: Vec::new(),
        creators: CreatorMemory::default(),
        touched: BTreeSet::new(),
        failed: None,
        cancelled: false,
    };
    work.read_all(Counted::new(file, read))?;
    work.finish()
}

fn hold(library: &Mutex<Library>) -> MutexGuard<'_, Library> {
    // A panic elsewhere left no half-done change: its transaction was rolled back.
    library.lock().unwrap_or_else(PoisonError::into_inner)
}

fn skip_mark(file: &mut File) -> std::io::Result<()> {
    let mut start = [0_u8; 3];
    let count = file.read(&mut start)?;
    let marked = count - look::without_mark(&start[..count]).len();
    file.seek(SeekFrom::Start(marked as u64)).map(drop)
}

fn begin(library: &Library, order: &ImportOrder) -> Result<i64, LibraryError> {
    let name = order
        .path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    library.db.execute(
        "INSERT INTO imports (agent_id, file_name, form, started_at) VALUES (?1, ?2, ?3, ?4)",
        params![
            order.agent.as_str(),
            name.unwrap_or_default(),
            order.form.as_str(),
            order.at.0
        ],
    )?;
    Ok(library.db.last_insert_rowid())
}

struct Work<'a> {
    library: &'a Mutex<Library>,
    order: &'a ImportOrder,
    id: i64,
    told: &'a mut dyn FnMut(ImportProgress) -> ControlFlow<()>,
    read: Rc<Cell<u64>>,
    progress: ImportProgress,
    problems: Vec<RowProblem>,
    posts: Vec<Post>,
    /// With the row each came from.
    comments: Vec<(u64, Comment)>,
    creators: CreatorMemory,
    touched: BTreeSet<i64>,
    failed: Option<LibraryError>,
    cancelled: bool,
}

impl Work<'_> {
    fn read_all(&mut self, counted: Counted<File>) -> Result<(), ImportError> {
        read_items(self.order, counted, &mut |item| self.take(item))
    }

    /// Takes one row in; tells the reader whether to go on.
    fn take(&mut self, item: Result<Item, Trouble>) -> ControlFlow<()> {
        self.progress.rows += 1;
        let row = self.progress.rows;
        match item {
            Ok(Item::Post(post, comments)) => {
                self.progress.posts += 1;
                self.posts.push(*post);
                self.comments
                    .extend(comments.into_iter().map(|comment| (row, comment)));
            }
            Ok(Item::Comment(comment)) => self.comments.push((row, comment)),
            Err(trouble) => self.refuse(trouble.at(row)),
        }
        if self.posts.len() + self.comments.len() < BATCH && !row.is_multiple_of(BATCH as u64) {
            return ControlFlow::Continue(());
        }
        self.store()
    }

    fn refuse(&mut self, problem: RowProblem) {
        self.progress.refused += 1;
        if self.problems.len() < TOLD {
            self.problems.push(problem);
        }
    }

    /// Stores what was gathered, and asks whether to go on.
    fn store(&mut self) -> ControlFlow<()> {
        if let Err(error) = self.store_batch() {
            self.failed = Some(error);
            return ControlFlow::Break(());
        }
        self.progress.bytes = self.read.get();
        let going = (self.told)(self.progress);
        self.cancelled = going.is_break();
        going
    }

    fn store_batch(&mut self) -> Result<(), LibraryError> {
        let (posts, comments) = (
            std::mem::take(&mut self.posts),
            std::mem::take(&mut self.comments),
        );
        let mut library = hold(self.library);
        let change = library.db.transaction()?;
        let putting = Putting {
            agent: &self.order.agent,
            import: Some(self.id),
            at: self.order.at,
        };
        let put = put_posts(&change, &putting, &posts, &mut self.creators)?;
        let batch: BTreeSet<i64> = put.iter().filter_map(|post| post.creator).collect();
        for creator in &batch {
            change
                .prepare_cached("UPDATE creators SET stale = 1 WHERE id = ?1")?
                .execute([creator])?;
        }
        let mut strays = Vec::new();
        for (row, comment) in &comments {
            if put_comment(&change, &putting, comment)?.is_none() {
                strays.push((*row, comment.post_native_id.clone()));
            }
        }
        change.commit()?;
        drop(library);
        self.touched.extend(batch);
        self.progress.new_posts += put.iter().filter(|post| post.is_new).count() as u64;
        self.progress.comments += (comments.len() - strays.len()) as u64;
        for (row, post) in strays {
            self.refuse(Trouble::new("post", RowTrouble::PostUnknown, &post).at(row));
        }
        // The emptied lists keep their room.
        (self.posts, self.comments) = (posts, comments);
        self.posts.clear();
        self.comments.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<ImportReport, ImportError> {
        if self.failed.is_none() && !self.cancelled {
            self.cancelled = self.store().is_break();
        }
        if let Some(error) = self.failed {
            return Err(error.into());
        }
        self.medians()?;
        let end = if self.cancelled {
            ImportEnd::Cancelled
        } else {
            ImportEnd::Done
        };
        let progress = self.progress;
        hold(self.library).db.execute(
            "UPDATE imports SET finished_at = ?2, ended = ?3, rows = ?4, posts = ?5, new_posts = ?6, comments = ?7,
             refused = ?8 WHERE id = ?1",
            params![
                self.id,
                self.order.at.0,
                if self.cancelled { "cancelled" } else { "done" },
                signed(progress.rows),
                signed(progress.posts),
                signed(progress.new_posts),
                signed(progress.comments),
                signed(progress.refused)
            ],
        ).map_err(LibraryError::from)?;
        Ok(ImportReport {
            end,
            progress,
            problems: self.problems,
        })
    }

    fn medians(&self) -> Result<(), LibraryError> {
        let touched: Vec<i64> = self.touched.iter().copied().collect();
        for part in touched.chunks(MEDIANS) {
            let mut library = hold(self.library);
            let change = library.db.transaction()?;
            creators::refresh_medians(&change, part.iter().copied())?;
            change.commit()?;
        }
        Ok(())
    }
}

/// Reads every row of a file, in the form that the order names.
pub(super) fn read_items(
    order: &ImportOrder,
    counted: Counted<File>,
    take: &mut dyn FnMut(Result<Item, Trouble>) -> ControlFlow<()>,
) -> Result<(), ImportError> {
    let made = look::made(&order.path, order.at);
    match order.form {
        ImportForm::ApifyJson if starts_with_list(&order.path)? => {
            rows::json_array(counted, &mut |item| {
                take(item.and_then(|item| apify::read(&item, made)))
            });
        }
        ImportForm::ApifyJson | ImportForm::Zeeschuimer => {
            rows::json_lines(counted, &mut |item| {
                take(item.and_then(|item| read_line(&item, made)))
            })?;
        }
        ImportForm::ApifyCsv => {
            let (headings, delimiter) = heading(&order.path)?;
            rows::table(counted, delimiter, &mut |cells| {
                take(cells.and_then(|cells| apify::read(&rows::nested(&headings, cells), made)))
            });
        }
        ImportForm::Table => {
            let (_, delimiter) = heading(&order.path)?;
            let (mapping, platform) = (&order.mapping, order.platform);
            rows::table(counted, delimiter, &mut |cells| {
                let row = |cells| table::TableRow {
                    cells,
                    mapping,
                    platform,
                    fetched: made,
                };
                take(cells.and_then(|cells| row(cells).read()))
            });
        }
    }
    Ok(())
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn starts_with_list(path: &std::path::Path) -> std::io::Result<bool> {
    let mut start = [0_u8; 512];
    let count = File::open(path)?.read(&mut start)?;
    Ok(look::without_mark(&start[..count]).trim_ascii_start().first() == Some(&b'['))
}

fn heading(path: &std::path::Path) -> Result<(Vec<String>, u8), ImportError> {
    let mut start = Vec::new();
    File::open(path)?.take(256 * 1024).read_to_end(&mut start)?;
    let text = look::without_mark(&start);
    Ok((look::headings(text)?, look::delimiter(text)))
}

/// A line tells itself what made it.
fn read_line(item: &serde_json::Value, made: contract::UnixMillis) -> Result<Item, Trouble> {
    if zeeschuimer::is_one(item) {
        zeeschuimer::read(item, made)
    } else {
        apify::read(item, made)
    }
}
