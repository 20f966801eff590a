//! Opening a list, and keeping it in memory until it is started or another one is opened.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use lists::{ListError, Table};
use store::{IntentId, Problem, ProblemCode};

use crate::view::{ListColumn, ListView};
use crate::{Monitoring, problems};

/// Rows that are shown of a column for a look.
const SAMPLES: usize = 3;

/// The list that was opened last. One window looks at one list, and ten thousand rows are enough to hold.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<Option<(IntentId, Arc<Table>)>>);

impl Shelf {
    fn put(&self, table: Table) -> (IntentId, Arc<Table>) {
        let kept = (IntentId::random(), Arc::new(table));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept.clone());
        kept
    }

    pub(super) fn get(&self, list: &IntentId) -> Result<Arc<Table>, Problem> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = shelf
            .as_ref()
            .filter(|(id, _)| id == list)
            .map(|(_, table)| Arc::clone(table));
        found.ok_or_else(|| Problem::of(ProblemCode::ListGone, "the list is not open any more"))
    }
}

impl Monitoring {
    /// Opens a file as a list.
    ///
    /// # Errors
    /// It is no list, too large, empty, or cannot be read.
    pub async fn open_list(&self, path: PathBuf) -> Result<ListView, Problem> {
        self.opened(move || Table::open(&path)).await
    }

    /// Takes a pasted text as a list.
    ///
    /// # Errors
    /// It is too long, or empty.
    pub async fn paste_list(&self, text: String) -> Result<ListView, Problem> {
        self.opened(move || Table::of_text(&text)).await
    }

    async fn opened(
        &self,
        read: impl FnOnce() -> Result<Table, ListError> + Send + 'static,
    ) -> Result<ListView, Problem> {
        let this = self.clone();
        let opened = tokio::task::spawn_blocking(move || {
            let table = read().map_err(|error| of_list(&error))?;
            let (list, table) = this.shelf().put(table);
            Ok(view(list, &table))
        });
        opened.await.map_err(problems::internal)?
    }
}

fn of_list(error: &ListError) -> Problem {
    let code = match error {
        ListError::TooLarge => ProblemCode::ListTooLarge,
        ListError::Empty => ProblemCode::ListEmpty,
        ListError::NotAList | ListError::Damaged(_) | ListError::File(_) => ProblemCode::ListUnreadable,
    };
    Problem::of(code, error.to_string())
}

fn view(list: IntentId, table: &Table) -> ListView {
    let cell = |row: usize, column: usize| {
        let line = table.lines.get(row);
        line.and_then(|line| line.cells.get(column))
            .cloned()
            .unwrap_or_default()
    };
    let columns = table
        .roles()
        .into_iter()
        .enumerate()
        .map(|(column, role)| ListColumn {
            first: cell(0, column),
            samples: (1..=SAMPLES).map(|row| cell(row, column)).collect(),
            role,
        });
    ListView {
        list,
        name: table.name.clone(),
        headed: table.headed,
        columns: columns.collect(),
        rows: u32::try_from(table.lines.len()).unwrap_or(u32::MAX),
        cut: table.cut,
    }
}
