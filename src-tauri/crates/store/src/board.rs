//! Pages of the board, filtered and sorted in SQLite.

use contract::{Platform, TargetKind, UnixMillis};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::monitors::{COLUMNS, read};
use crate::spending::spans_of;
use crate::{MonitorId, MonitorRow, Phase, Store, StoreError, WorkspaceId};

/// Rows of one page at most.
const PAGE_MAX: u32 = 500;
/// Workspaces whose rows are merged; SQLite takes no more than 500 parts, and a statement of many is slow to
/// prepare.
const MERGED_MAX: usize = 100;

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
    /// To which time "so far" is counted, where that is the order.
    pub now: UnixMillis,
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
    /// By what it cost so far: charged where the service tells, else held or counted.
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
        let standing = standing(&reader, &filter.workspaces)?;
        let counts = match standing.narrowed(filter) {
            Some(counts) => counts,
            None => counts(&reader, &matching)?,
        };
        Ok(BoardRows {
            counts,
            all: standing.count(|_, _| true),
            ongoing: standing.count(|_, monitoring| monitoring),
            rows: page(&reader, filter)?,
            tags: tags(&reader, &place)?,
        })
    }

    /// Every monitor that matches, in the order of the rows, whatever the page.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn board_ids(&self, filter: &BoardFilter) -> Result<Vec<MonitorId>, StoreError> {
        let reader = self.reader();
        let matching = Condition::matching(filter);
        let sql = format!(
            "SELECT m.id FROM monitors AS m WHERE {} ORDER BY {}",
            matching.sql,
            order(filter)
        );
        let mut query = reader.prepare_cached(&sql)?;
        Ok(query
            .query_map(params_from_iter(&matching.bound), |row| row.get(0).map(MonitorId))?
            .collect::<Result<_, _>>()?)
    }

    /// How many monitors a workspace has, and how many of them need attention.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn attention(&self, workspace: WorkspaceId) -> Result<(u32, u32), StoreError> {
        let reader = self.reader();
        let standing = standing(&reader, &[workspace])?;
        let attention = Phase::NeedsAttention.rank();
        Ok((
            standing.count(|_, _| true),
            standing.count(|rank, _| rank == attention),
        ))
    }
}

/// How the monitors of a place stand, as the record keeps count of it.
struct Standing(Vec<(i64, bool, u32)>);

impl Standing {
    fn count(&self, wanted: impl Fn(i64, bool) -> bool) -> u32 {
        let counted = self.0.iter().filter(|(rank, ongoing, _)| wanted(*rank, *ongoing));
        counted.map(|(_, _, count)| count).sum()
    }

    /// The columns' counts, where nothing but columns and ongoing or once narrows the board.
    fn narrowed(&self, filter: &BoardFilter) -> Option<Vec<(Phase, u32)>> {
        let plain = filter.search.trim().is_empty()
            && filter.platforms.is_empty()
            && filter.kinds.is_empty()
            && filter.tags.is_empty();
        let wanted = |phase: Phase| filter.phases.is_empty() || filter.phases.contains(&phase);
        let count = |phase: Phase| {
            self.count(|rank, ongoing| {
                rank == phase.rank() && wanted(phase) && filter.monitoring.is_none_or(|only| only == ongoing)
            })
        };
        plain.then(|| Phase::ALL.map(|phase| (phase, count(phase))).to_vec())
    }
}

fn standing(reader: &Connection, workspaces: &[WorkspaceId]) -> Result<Standing, StoreError> {
    let mut place = Condition::everywhere();
    place.one_of("s.workspace_id", ids(workspaces), true);
    let sql = format!(
        "SELECT s.phase, s.monitoring, sum(s.count) FROM standing AS s WHERE {} GROUP BY 1, 2",
        place.sql
    );
    let mut query = reader.prepare_cached(&sql)?;
    let found = query.query_map(params_from_iter(&place.bound), |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(Standing(found.collect::<Result<_, _>>()?))
}

fn ids(workspaces: &[WorkspaceId]) -> impl Iterator<Item = Value> {
    workspaces.iter().map(|id| Value::Integer(id.0))
}

/// A WHERE clause with what is bound to it. Only words of ours enter the text.
struct Condition {
    sql: String,
    bound: Vec<Value>,
}

impl Condition {
    fn everywhere() -> Self {
        Self {
            sql: "1".to_owned(),
            bound: Vec::new(),
        }
    }

    fn place(workspaces: &[WorkspaceId]) -> Self {
        let mut place = Self::everywhere();
        place.one_of("m.workspace_id", ids(workspaces), true);
        place
    }

    fn matching(filter: &BoardFilter) -> Self {
        Self::matching_in(filter, &filter.workspaces)
    }

    /// As the filter says, but of these workspaces.
    fn matching_in(filter: &BoardFilter, workspaces: &[WorkspaceId]) -> Self {
        let mut all = Self::place(workspaces);
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

/// Finds the page first, and reads only its rows whole.
fn page(reader: &Connection, filter: &BoardFilter) -> Result<Vec<MonitorRow>, StoreError> {
    let order = order(filter);
    let Condition {
        sql: found,
        mut bound,
    } = found(filter, &order);
    let sql = format!(
        "SELECT {COLUMNS} FROM ({found} LIMIT ? OFFSET ?) JOIN monitors AS m ON m.id = page_id ORDER BY {order}"
    );
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

/// The ids of the rows in their order. In the board's own order each workspace has them in its index, and
/// they are merged as far as the page goes; sorting all of them would cost every page as much.
fn found(filter: &BoardFilter, order: &str) -> Condition {
    let merged = filter.order == BoardOrder::Phase && (2..=MERGED_MAX).contains(&filter.workspaces.len());
    if !merged {
        let all = Condition::matching(filter);
        let sql = format!(
            "SELECT m.id AS page_id FROM monitors AS m WHERE {} ORDER BY {order}",
            all.sql
        );
        return Condition { sql, ..all };
    }
    let each = filter.workspaces.iter().map(|workspace| {
        let own = Condition::matching_in(filter, &[*workspace]);
        let sql = format!(
            "SELECT m.id AS page_id, m.phase AS page_phase, m.state_since AS page_since FROM monitors AS m WHERE {}",
            own.sql
        );
        (sql, own.bound)
    });
    let (parts, bound): (Vec<_>, Vec<_>) = each.unzip();
    let down = if filter.descending { " DESC" } else { "" };
    let sql = format!(
        "SELECT page_id FROM ({} ORDER BY page_phase{down}, page_since DESC, page_id DESC)",
        parts.join(" UNION ALL ")
    );
    Condition {
        sql,
        bound: bound.concat(),
    }
}

fn order(filter: &BoardFilter) -> String {
    let down = if filter.descending { " DESC" } else { "" };
    match filter.order {
        BoardOrder::Phase => format!("m.phase{down}, m.state_since DESC, m.id DESC"),
        BoardOrder::Target => format!("m.comparable{down}, m.id"),
        BoardOrder::Platform => format!("m.platform{down}, m.comparable, m.id"),
        BoardOrder::Created => format!("m.created_at{down}, m.id{down}"),
        BoardOrder::Confirmed => format!("m.last_confirmed_at{down}, m.id"),
        BoardOrder::SoFar => format!("{}{down}, m.id", so_far(filter.now)),
    }
}

/// What a monitor cost, as [`crate::Counting::spent`] counts it, in SQL: an order must be known
/// before its page is.
fn so_far(now: UnixMillis) -> String {
    let UnixMillis(now) = now.plus(1);
    format!(
        "CASE WHEN m.cleared_at IS NOT NULL OR m.state = 'not_started' THEN 0
              WHEN m.charged IS NOT NULL THEN m.charged
              WHEN m.state IN ('sending', 'not_known') THEN (SELECT coalesce(sum(s.held), 0) FROM submissions AS s
                   WHERE s.monitor_id = m.id AND s.state IN ('sending', 'unknown'))
              ELSE (SELECT coalesce(sum(s.per_check * max(0,
                     CASE WHEN s.ongoing THEN (min(coalesce(s.until_at, {now}), {now}) - o.origin + w.step - 1) / w.step
                          ELSE 1 END - (s.from_at - o.origin + w.step - 1) / w.step)), 0)
                   FROM spans AS s,
                        (SELECT min(from_at) AS origin FROM spans WHERE monitor_id = m.id) AS o,
                        (SELECT 2592000000 / checks_per_30_days AS step FROM workspaces WHERE id = m.workspace_id) AS w
                   WHERE s.monitor_id = m.id AND s.from_at < min(coalesce(s.until_at, {now}), {now}))
         END"
    )
}

/// Steps from tag to tag in their index, so that the cost grows with the tags and not the monitors.
fn tags(reader: &Connection, place: &Condition) -> Result<Vec<String>, StoreError> {
    let sql = format!(
        "WITH RECURSIVE each (tag) AS (
           SELECT min(tag) FROM monitor_tags
           UNION ALL
           SELECT (SELECT min(tag) FROM monitor_tags AS t WHERE t.tag > each.tag) FROM each WHERE each.tag IS NOT NULL)
         SELECT tag FROM each WHERE tag IS NOT NULL AND EXISTS (
           SELECT 1 FROM monitor_tags AS t JOIN monitors AS m ON m.id = t.monitor_id
           WHERE t.tag = each.tag AND {}) LIMIT 200",
        place.sql
    );
    let mut query = reader.prepare_cached(&sql)?;
    Ok(query
        .query_map(params_from_iter(&place.bound), |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}
