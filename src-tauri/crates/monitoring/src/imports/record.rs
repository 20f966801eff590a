//! The record of started lists: begun, shown, told, exported.

use std::fs::File;
use std::path::PathBuf;

use contract::{FieldProblem, MonitorDraft, MonitorSpec};
use lists::{Leftover, Row, WrongCell, write_leftovers};
use store::{
    ImportId, ImportRecord, ImportRow, ImportRowState, ImportState, NewImport, NewImportRow, Problem,
    ProblemCode, SameAs, Service,
};

use crate::notices::Notice;
use crate::view::{ImportPrice, ImportRowView, ImportView, RowVerdict, StartImport};
use crate::{Monitoring, cards, problems};

/// Rows of a page at most.
const PAGE_MAX: u32 = 200;
/// Rows that are exported at most: all there can be.
const ALL: u32 = u32::MAX;
/// The rows that a press would send.
const UNSENT: [ImportRowState; 2] = [ImportRowState::Waiting, ImportRowState::Refused];
/// The rows that did not become monitors.
const LEFT: [ImportRowState; 4] = [
    ImportRowState::Waiting,
    ImportRowState::Refused,
    ImportRowState::Unknown,
    ImportRowState::LeftOut,
];

impl Monitoring {
    /// Starts a list: all its rows go on disk, then they are sent one by one in the background.
    ///
    /// # Errors
    /// Nothing was recorded or sent: the list was started before, is not open any more, costs another
    /// amount than was shown, or passes the budget.
    pub async fn start_import(&self, start: StartImport) -> Result<ImportView, Problem> {
        if !super::check::has_target(&start.choice) {
            return Err(Problem::of(ProblemCode::ListEmpty, "no column holds targets"));
        }
        let checked = self
            .checked(start.workspace_id, &start.list, start.choice)
            .await?;
        let moved = checked.price.first != start.first || checked.counts.ready != start.monitors;
        if moved || checked.counts.ready == 0 {
            return Err(Problem::of(
                ProblemCode::NotNow,
                "the list or its price is not what was shown",
            ));
        }
        if checked.price.budget.is_some_and(|budget| !budget.fits) {
            return Err(Problem::of(
                ProblemCode::OverBudget,
                "the first checks of this list pass the budget",
            ));
        }
        let name = self.shelf().get(&start.list)?.name.clone();
        let rows = checked.rows.into_iter().map(new_row).collect();
        let new = NewImport {
            list: start.list,
            workspace: start.workspace_id,
            name,
            rows,
        };
        let now = self.now();
        let begun = self
            .on_store(move |store| {
                store
                    .begin_import(&new, now)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        let id =
            begun.ok_or_else(|| Problem::of(ProblemCode::AlreadySent, "this list was started already"))?;
        self.send_import(id);
        self.import(id).await
    }

    /// A started list as it stands.
    ///
    /// # Errors
    /// It is not there, or the record cannot be read.
    pub async fn import(&self, id: ImportId) -> Result<ImportView, Problem> {
        let record = self
            .on_store(move |store| store.import(id).map_err(|error| problems::of_store(&error)))
            .await?;
        self.priced(record).await
    }

    /// Started lists, newest first.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn imports(&self) -> Result<Vec<ImportView>, Problem> {
        let records = self
            .on_store(|store| store.imports().map_err(|error| problems::of_store(&error)))
            .await?;
        let mut views = Vec::with_capacity(records.len());
        for record in records {
            views.push(self.priced(record).await?);
        }
        Ok(views)
    }

    /// A list with what its rows would cost, where nothing of it is being sent.
    async fn priced(&self, record: ImportRecord) -> Result<ImportView, Problem> {
        let mut view = view(record);
        if view.state == ImportState::Running || view.waiting + view.refused == 0 {
            return Ok(view);
        }
        let (id, service) = (view.id, self.workspace_row(view.workspace_id).await?.service);
        let rows = self
            .on_store(move |store| {
                store
                    .import_rows(id, &UNSENT, 0, ALL)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        view.waiting_price = self.price_of(service, &rows, ImportRowState::Waiting);
        view.refused_price = self.price_of(service, &rows, ImportRowState::Refused);
        Ok(view)
    }

    /// What the rows in a state cost at most; none where no row is in it.
    fn price_of(&self, service: Service, rows: &[ImportRow], state: ImportRowState) -> Option<ImportPrice> {
        let mut asked = rows.iter().filter(|row| row.state == state).peekable();
        asked.peek()?;
        let mut price = ImportPrice::default();
        // A row that is no request costs nothing: it is refused before it is sent.
        for spec in asked.filter_map(|row| MonitorSpec::parse(&row.draft).ok()) {
            price.first = price.first + self.estimate(service, &spec).at_most.counted();
            price.open_ended |= spec.comment_monitoring && cards::comments_are_open(service);
        }
        Some(price)
    }

    /// Rows of a started list that did not become monitors, in its order, from a line's place on.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn import_leftovers(&self, id: ImportId, limit: u32) -> Result<Vec<ImportRowView>, Problem> {
        let rows = self.leftovers(id, limit.min(PAGE_MAX)).await?;
        Ok(rows.into_iter().map(row_view).collect())
    }

    /// Writes the rows that did not become monitors to a file, each with its reason, and gives their
    /// number. The file can be mended and imported again.
    ///
    /// # Errors
    /// The record cannot be read, or the file cannot be written.
    pub async fn export_import(&self, id: ImportId, path: PathBuf) -> Result<u32, Problem> {
        let rows: Vec<_> = self.leftovers(id, ALL).await?.into_iter().map(leftover).collect();
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let written = tokio::task::spawn_blocking(move || write_leftovers(File::create(path)?, &rows));
        written
            .await
            .map_err(problems::internal)?
            .map_err(|error| of_file(&error))?;
        Ok(count)
    }

    /// Forgets a started list that is not running; its monitors stay.
    ///
    /// # Errors
    /// It is running, or the record cannot be written.
    pub async fn remove_import(&self, id: ImportId) -> Result<(), Problem> {
        self.on_store(move |store| {
            store
                .remove_import(id)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }

    async fn leftovers(&self, id: ImportId, limit: u32) -> Result<Vec<ImportRow>, Problem> {
        self.on_store(move |store| {
            store
                .import_rows(id, &LEFT, 0, limit)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }

    /// Tells the window how a list stands.
    pub(super) async fn tell_import(&self, id: ImportId) {
        if let Ok(view) = self.import(id).await {
            self.notices().send(Notice::Import(Box::new(view)));
        }
    }
}

fn of_file(error: &std::io::Error) -> Problem {
    let code = match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => ProblemCode::DiskFull,
        _ => ProblemCode::StoreReadOnly,
    };
    Problem::of(code, error.to_string())
}

fn new_row((row, verdict): (Row, RowVerdict)) -> NewImportRow {
    let left_out = left_out(&verdict);
    NewImportRow {
        line: row.line,
        given: row.given,
        draft: row.draft,
        tags: row.tags,
        left_out,
    }
}

/// Why a row is left out; none where it is ready.
fn left_out(verdict: &RowVerdict) -> Option<Problem> {
    Some(match verdict {
        RowVerdict::Ready { .. } => return None,
        RowVerdict::Wrong { cells } => of_cells(cells),
        RowVerdict::Repeated { line } => {
            duplicate(SameAs::Row { line: *line }, format!("the same as line {line}"))
        }
        RowVerdict::Watched { workspace_name, .. } => duplicate(
            SameAs::Monitor {
                workspace_name: workspace_name.clone(),
            },
            format!("followed already in {workspace_name}"),
        ),
        RowVerdict::NotServed { .. } => {
            Problem::of(ProblemCode::NoSource, "no source on this computer collects this")
        }
        RowVerdict::OverBudget => {
            Problem::of(ProblemCode::OverBudget, "the rows before it use the budget up")
        }
    })
}

fn duplicate(of: SameAs, message: String) -> Problem {
    Problem {
        same_as: Some(of),
        ..Problem::of(ProblemCode::Duplicate, message)
    }
}

fn of_cells(cells: &[WrongCell]) -> Problem {
    let sentence = |cell: &WrongCell| format!("{} {}", cell.field.as_str(), cell.reason.sentence());
    let fields = cells.iter().map(|cell| FieldProblem {
        field: cell.field,
        reason: cell.reason,
    });
    let message = cells.iter().map(sentence).collect::<Vec<_>>().join("; ");
    Problem {
        fields: fields.collect(),
        ..Problem::of(ProblemCode::ValidationError, message)
    }
}

fn view(record: ImportRecord) -> ImportView {
    let count = |state| {
        let found = record.counts.iter().find(|(found, _)| *found == state);
        found.map_or(0, |(_, count)| *count)
    };
    ImportView {
        id: record.id,
        workspace_id: record.workspace,
        waiting: count(ImportRowState::Waiting),
        started: count(ImportRowState::Started),
        refused: count(ImportRowState::Refused),
        unknown: count(ImportRowState::Unknown),
        left_out: count(ImportRowState::LeftOut),
        name: record.name,
        state: record.state,
        problem: record.problem,
        created_at: record.created_at,
        waiting_price: None,
        refused_price: None,
    }
}

fn row_view(row: ImportRow) -> ImportRowView {
    ImportRowView {
        line: row.line,
        given: row.given,
        draft: row.draft,
        state: row.state,
        monitor_id: row.monitor,
        problem: row.problem,
    }
}

fn leftover(row: ImportRow) -> Leftover {
    let reason = match (row.state, row.problem) {
        (ImportRowState::Waiting, _) => "not sent".to_owned(),
        (ImportRowState::Unknown, _) => {
            "it is not known whether it was started: do not import it again".to_owned()
        }
        (_, Some(problem)) => problem.message,
        (_, None) => String::new(),
    };
    let draft = MonitorDraft {
        country: row.draft.country.filter(|country| !country.is_empty()),
        ..row.draft
    };
    Leftover {
        line: row.line,
        given: row.given,
        draft,
        tags: row.tags,
        reason,
    }
}
