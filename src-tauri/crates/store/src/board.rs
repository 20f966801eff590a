//! Pages of the board, filtered and sorted in SQLite.

use contract::{Platform, TargetKind};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::monitors::{COLUMNS, read};
use crate::spending::spans_of;
use crate::{MonitorRow, Phase, Store, StoreError, WorkspaceId};

/// Rows of one page at most.
const PAGE_MAX: u32 = 500;

/// Which monitors, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BoardFilter {
    /// Of these workspaces.
    pub workspaces: Vec<WorkspaceId>,
    /// Part of the target, in any case.
    pub search: String,
    /// Empty means all.
    pub platforms: Vec<Platform>,
    /// Empty means all.
    pub kinds: Vec<TargetKind>,
    /// Empty means all.
    pub phases: Vec<Phase>,
    /// With all of these tags.
    pub tags: Vec<String>,
    /// Only ongoing, or only once.
    pub monitoring: Option<bool>,
    /// Order.
    pub order: BoardOrder,
    /// The other way round.
    pub descending: bool,
    /// Rows to pass over.
    pub offset: u32,
    /// Rows to give, at most 500.
    pub limit: u32,
}

/// Order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BoardOrder {
    /// Column by column, the newest change first.
    #[default]
    Phase,
    /// By target.
    Target,
    /// By platform.
    Platform,
    /// By when it was made.
    Created,
    /// By when it was last confirmed.
    Confirmed,
    /// By what the service charged, then by posts per check.
    SoFar,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BoardRows {
    /// Rows that match, by column, in the board's order.
    pub counts: Vec<(Phase, u32)>,
    /// Monitors before any filter.
    pub all: u32,
    /// Ongoing ones before any filter.
    pub ongoing: u32,
    /// The rows.
    pub rows: Vec<MonitorRow>,
    /// Every tag in use.
    pub tags: Vec<String>,
}

impl BoardRows {
    /// Rows that match, in all.
    pub fn total(&self) -> u32 {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}

impl Store {
    /// A page of the board.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn board(&self, filter: &BoardFilter) -> Result<BoardRows, StoreError> {
        let reader = self.reader();
        let place = Condition::place(&filter.workspaces);
        let matching = Condition::matching(filter);
        Ok(BoardRows {
            counts: counts(&reader, &matching)?,
            all: count(&reader, &place, "")?,
            ongoing: count(&reader, &place, " AND m.monitoring = 1")?,
            rows: page(&reader, &matching, filter)?,
            tags: tags(&reader, &place)?,
        })
    }

    /// How many monitors a workspace has, and how many of them need attention.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn attention(&self, workspace: WorkspaceId) -> Result<(u32, u32), StoreError> {
        let reader = self.reader();
        let mut query = reader.prepare_cached(
            "SELECT count(*), coalesce(sum(phase = 0), 0) FROM monitors WHERE workspace_id = ?1",
        )?;
        Ok(query.query_row([workspace.0], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }
}

/// A WHERE clause with what is bound to it. Only words of ours enter the text.
struct Condition {
    sql: String,
    bound: Vec<Value>,
}

impl Condition {
    fn place(workspaces: &[WorkspaceId]) -> Self {
        let mut place = Self {
            sql: "1".to_owned(),
            bound: Vec::new(),
        };
        place.one_of(
            "m.workspace_id",
            workspaces.iter().map(|id| Value::Integer(id.0)),
            true,
        );
        place
    }

    fn matching(filter: &BoardFilter) -> Self {
        let mut all = Self::place(&filter.workspaces);
        all.one_of(
            "m.platform",
            filter
                .platforms
                .iter()
                .map(|p| Value::Text(p.as_str().to_owned())),
            false,
        );
        all.one_of(
            "m.kind",
            filter.kinds.iter().map(|k| Value::Text(k.as_str().to_owned())),
            false,
        );
        all.one_of(
            "m.phase",
            filter.phases.iter().map(|phase| Value::Integer(phase.rank())),
            false,
        );
        if let Some(monitoring) = filter.monitoring {
            all.and("m.monitoring = ?", Value::Integer(monitoring.into()));
        }
        let search = filter.search.trim().to_lowercase();
        if !search.is_empty() {
            all.and("instr(m.comparable, ?) > 0", Value::Text(search));
        }
        for tag in &filter.tags {
            let has = "EXISTS (SELECT 1 FROM monitor_tags AS t WHERE t.monitor_id = m.id AND t.tag = ?)";
            all.and(has, Value::Text(tag.clone()));
        }
        all
    }

    fn and(&mut self, test: &str, value: Value) {
        self.sql.push_str(" AND ");
        self.sql.push_str(test);
        self.bound.push(value);
    }

    /// Where none is named, all match, unless `strict`.
    fn one_of(&mut self, column: &str, values: impl Iterator<Item = Value>, strict: bool) {
        let before = self.bound.len();
        self.bound.extend(values);
        let named = self.bound.len() - before;
        if named > 0 || strict {
            let places = vec!["?"; named].join(", ");
            self.sql.push_str(&format!(" AND {column} IN ({places})"));
        }
    }
}

fn count(reader: &Connection, place: &Condition, more: &str) -> Result<u32, StoreError> {
    let sql = format!("SELECT count(*) FROM monitors AS m WHERE {}{more}", place.sql);
    Ok(reader
        .prepare_cached(&sql)?
        .query_row(params_from_iter(&place.bound), |row| row.get(0))?)
}

fn counts(reader: &Connection, matching: &Condition) -> Result<Vec<(Phase, u32)>, StoreError> {
    let sql = format!(
        "SELECT m.phase, count(*) FROM monitors AS m WHERE {} GROUP BY m.phase",
        matching.sql
    );
    let mut query = reader.prepare_cached(&sql)?;
    let found: Vec<(i64, u32)> = query
        .query_map(params_from_iter(&matching.bound), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    let of = |phase: Phase| {
        found
            .iter()
            .find(|(rank, _)| *rank == phase.rank())
            .map_or(0, |(_, count)| *count)
    };
    Ok(Phase::ALL.into_iter().map(|phase| (phase, of(phase))).collect())
}

fn page(
    reader: &Connection,
    matching: &Condition,
    filter: &BoardFilter,
) -> Result<Vec<MonitorRow>, StoreError> {
    let order = order(filter.order, filter.descending);
    let sql = format!(
        "SELECT {COLUMNS} FROM monitors AS m WHERE {} ORDER BY {order} LIMIT ? OFFSET ?",
        matching.sql
    );
    let mut bound = matching.bound.clone();
    bound.push(Value::Integer(filter.limit.min(PAGE_MAX).into()));
    bound.push(Value::Integer(filter.offset.into()));
    let mut query = reader.prepare_cached(&sql)?;
    let mut found = query.query(params_from_iter(&bound))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let mut monitor = read(row)?;
        monitor.spans = spans_of(reader, monitor.id)?;
        rows.push(monitor);
    }
    Ok(rows)
}

fn order(order: BoardOrder, descending: bool) -> String {
    let down = if descending { " DESC" } else { "" };
    match order {
        BoardOrder::Phase => format!("m.phase{down}, m.state_since DESC, m.id DESC"),
        BoardOrder::Target => format!("m.comparable{down}, m.id"),
        BoardOrder::Platform => format!("m.platform{down}, m.comparable, m.id"),
        BoardOrder::Created => format!("m.created_at{down}, m.id{down}"),
        BoardOrder::Confirmed => format!("m.last_confirmed_at{down}, m.id"),
        BoardOrder::SoFar => format!("coalesce(m.charged, 0){down}, m.max_results{down}, m.id"),
    }
}

fn tags(reader: &Connection, place: &Condition) -> Result<Vec<String>, StoreError> {
    let sql = format!(
        "SELECT DISTINCT t.tag FROM monitor_tags AS t JOIN monitors AS m ON m.id = t.monitor_id
         WHERE {} ORDER BY t.tag LIMIT 200",
        place.sql
    );
    let mut query = reader.prepare_cached(&sql)?;
    Ok(query
        .query_map(params_from_iter(&place.bound), |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}
