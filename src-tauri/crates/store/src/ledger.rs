//! What was spent in a month, monitor by monitor: the rows behind every sum that is shown.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use contract::{Money, Platform, UnixMillis};
use rusqlite::{Connection, named_params};

use crate::monitors::read_state;
use crate::{MonitorId, MonthSpan, Span, StateWord, Store, StoreError, WorkspaceId};

/// What one monitor has to do with a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// Which.
    pub monitor: MonitorId,
    /// Where.
    pub workspace: WorkspaceId,
    /// On which platform.
    pub platform: Platform,
    /// What it follows.
    pub value: String,
    /// How it stands.
    pub state: StateWord,
    /// Whether comments are charged on top, which nobody counts.
    pub comment_monitoring: bool,
    /// What it ran at, oldest first; empty where its service reports what it charges.
    pub spans: Vec<Span>,
    /// What its service reported as charged within the month, oldest first.
    pub charges: Vec<(UnixMillis, Money)>,
    /// What is held within the month for starts whose outcome is open.
    pub held: Vec<(UnixMillis, Money)>,
}

impl Store {
    /// Every monitor of a workspace that ran, was charged or is held in a month, in the order they were made.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn ledger(&self, workspace: WorkspaceId, month: MonthSpan) -> Result<Vec<LedgerRow>, StoreError> {
        let reader = self.reader();
        let mut rows = BTreeMap::new();
        add_spans(&reader, workspace, month, &mut rows)?;
        add_charges(&reader, workspace, month, &mut rows)?;
        add_held(&reader, workspace, month, &mut rows)?;
        Ok(rows.into_values().collect())
    }

    /// When a workspace's spending began; none where there was none.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn spending_began(&self, workspace: WorkspaceId) -> Result<Option<UnixMillis>, StoreError> {
        let sql = "SELECT min(at) FROM (
               SELECT min(s.from_at) AS at FROM spans AS s JOIN monitors AS m ON m.id = s.monitor_id
               WHERE m.workspace_id = ?1
               UNION ALL SELECT min(c.at) FROM charges AS c JOIN monitors AS m ON m.id = c.monitor_id
               WHERE m.workspace_id = ?1
               UNION ALL SELECT min(s.began_at) FROM submissions AS s JOIN monitors AS m ON m.id = s.monitor_id
               WHERE m.workspace_id = ?1 AND s.state IN ('sending', 'unknown'))";
        let reader = self.reader();
        let mut query = reader.prepare_cached(sql)?;
        let found: Option<i64> = query.query_row([workspace.0], |row| row.get(0))?;
        Ok(found.map(UnixMillis))
    }
}

type Rows = BTreeMap<MonitorId, LedgerRow>;

/// The columns of a monitor that every query below begins with.
const MONITOR: &str = "m.id, m.platform, m.value, m.state, m.comment_monitoring";

fn entry<'a>(
    rows: &'a mut Rows,
    workspace: WorkspaceId,
    row: &rusqlite::Row<'_>,
) -> Result<&'a mut LedgerRow, StoreError> {
    let monitor = MonitorId(row.get(0)?);
    Ok(match rows.entry(monitor) {
        Entry::Occupied(there) => there.into_mut(),
        Entry::Vacant(free) => {
            let platform = Platform::from_name(&row.get::<_, String>(1)?);
            free.insert(LedgerRow {
                monitor,
                workspace,
                platform: platform.ok_or(StoreError::Unreadable("monitor"))?,
                value: row.get(2)?,
                state: read_state(&row.get::<_, String>(3)?)?,
                comment_monitoring: row.get(4)?,
                spans: Vec::new(),
                charges: Vec::new(),
                held: Vec::new(),
            })
        }
    })
}

/// All spans of a monitor that ran in the month: its checks are counted from its very first one.
fn add_spans(
    reader: &Connection,
    workspace: WorkspaceId,
    month: MonthSpan,
    rows: &mut Rows,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT {MONITOR}, s.from_at, s.until_at, s.per_check, s.ongoing
         FROM monitors AS m JOIN spans AS s ON s.monitor_id = m.id
         WHERE m.workspace_id = :workspace AND m.charged IS NULL AND m.cleared_at IS NULL
           AND EXISTS (SELECT 1 FROM spans AS w WHERE w.monitor_id = m.id AND w.from_at < :until
                       AND coalesce(w.until_at, :until) > :from)
         ORDER BY m.id, s.from_at, s.id"
    );
    each(reader, &sql, workspace, month, |row| {
        let span = Span {
            from: UnixMillis(row.get(5)?),
            until: row.get::<_, Option<i64>>(6)?.map(UnixMillis),
            per_check: Money::from_micros(row.get(7)?),
            ongoing: row.get(8)?,
        };
        entry(rows, workspace, row)?.spans.push(span);
        Ok(())
    })
}

fn add_charges(
    reader: &Connection,
    workspace: WorkspaceId,
    month: MonthSpan,
    rows: &mut Rows,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT {MONITOR}, c.at, c.amount FROM charges AS c JOIN monitors AS m ON m.id = c.monitor_id
         WHERE m.workspace_id = :workspace AND c.at >= :from AND c.at < :until ORDER BY c.at, c.id"
    );
    each(reader, &sql, workspace, month, |row| {
        let charge = (UnixMillis(row.get(5)?), Money::from_micros(row.get(6)?));
        entry(rows, workspace, row)?.charges.push(charge);
        Ok(())
    })
}

fn add_held(
    reader: &Connection,
    workspace: WorkspaceId,
    month: MonthSpan,
    rows: &mut Rows,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT {MONITOR}, s.began_at, s.held FROM submissions AS s JOIN monitors AS m ON m.id = s.monitor_id
         WHERE m.workspace_id = :workspace AND s.state IN ('sending', 'unknown')
           AND s.began_at >= :from AND s.began_at < :until ORDER BY s.began_at"
    );
    each(reader, &sql, workspace, month, |row| {
        let held = (UnixMillis(row.get(5)?), Money::from_micros(row.get(6)?));
        entry(rows, workspace, row)?.held.push(held);
        Ok(())
    })
}

fn each(
    reader: &Connection,
    sql: &str,
    workspace: WorkspaceId,
    month: MonthSpan,
    mut take: impl FnMut(&rusqlite::Row<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut query = reader.prepare_cached(sql)?;
    let bound = named_params! { ":workspace": workspace.0, ":from": month.from.0, ":until": month.until.0 };
    let mut rows = query.query(bound)?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}
