use contract::{Money, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Transaction, named_params, params};

use crate::tally::Tally;
use crate::{MonitorId, Store, StoreError, WorkspaceId};

/// 30 days in milliseconds, the unit in which a schedule is assumed.
const THIRTY_DAYS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// From when to when a monitor ran at which price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// From.
    pub from: UnixMillis,
    /// Until; none while it runs.
    pub until: Option<UnixMillis>,
    /// The ceiling of one check, or the posts' part of it.
    pub per_check: Money,
    /// Checked again and again, or once.
    pub ongoing: bool,
}

/// A stretch of time, such as a calendar month in the person's zone; the end is not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthSpan {
    /// Its first instant.
    pub from: UnixMillis,
    /// The first instant after it.
    pub until: UnixMillis,
}

/// How checks are counted where the service does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counting {
    /// The person's assumption, in checks per 30 days.
    pub checks_per_30_days: u32,
    /// The time to which is counted.
    pub now: UnixMillis,
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spent {
    /// Lines of checks × price, oldest first.
    pub lines: Vec<(u32, Money)>,
    /// Their sum.
    pub total: Money,
}

impl Counting {
    /// What a monitor with these spans, oldest first, cost within `window`. Checks are counted at
    /// the start and then at even distances from it, so that a change or a month's end neither
    /// doubles nor loses one.
    pub fn spent(self, spans: &[Span], window: Option<MonthSpan>) -> Spent {
        let Some(origin) = spans.first().map(|span| span.from) else {
            return Spent::default();
        };
        let mut spent = Spent::default();
        for span in spans {
            let checks = self.checks(origin, *span, window);
            if checks > 0 {
                let amount = span.per_check.times(checks);
                spent.lines.push((checks, span.per_check));
                spent.total = spent.total + amount;
            }
        }
        spent
    }

    /// Checks of one span inside the window. The monitor's first check is at `origin`.
    pub(crate) fn checks(self, origin: UnixMillis, span: Span, window: Option<MonthSpan>) -> u32 {
        // What began at this very instant has begun.
        let now = self.now.plus(1);
        let end = span.until.map_or(now, |until| until.min(now));
        let (from, until) = match window {
            Some(window) => (span.from.max(window.from), end.min(window.until)),
            None => (span.from, end),
        };
        if until <= from {
            return 0;
        }
        let interval = interval(self.checks_per_30_days);
        let first = ceil_div(from.since(origin), interval);
        let past = if span.ongoing {
            ceil_div(until.since(origin), interval)
        } else {
            1
        };
        u32::try_from((past - first).max(0)).unwrap_or(u32::MAX)
    }
}

/// From one check to the next, in milliseconds.
pub(crate) fn interval(checks_per_30_days: u32) -> i64 {
    THIRTY_DAYS / i64::from(checks_per_30_days.max(1))
}

fn ceil_div(value: i64, by: i64) -> i64 {
    value.div_euclid(by) + i64::from(value.rem_euclid(by) != 0)
}

impl Store {
    /// What a workspace has cost within a month: what its services reported, else what is counted
    /// by the assumption, and what is held for starts whose outcome is open.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn workspace_spent(
        &self,
        workspace: WorkspaceId,
        month: MonthSpan,
        counting: Counting,
    ) -> Result<Money, StoreError> {
        let mut reader = self.reader();
        // One state of the record for the version and what it names.
        let transaction = reader.transaction()?;
        let version = version(&transaction)?;
        let mut tallies = self.tallies();
        if let Some(tally) = tallies.get(&workspace)
            && tally.answers(month, counting, version)
        {
            return Ok(tally.at(counting.now));
        }
        let fixed = reported_and_held(&transaction, workspace, month)?;
        let monitors = spans_by_monitor(&transaction, workspace)?;
        let spans = monitors.iter().map(Vec::as_slice);
        let tally = Tally::count(spans, fixed, (month, counting, version));
        if tally.answers(month, counting, version) {
            let amount = tally.at(counting.now);
            tallies.insert(workspace, tally);
            return Ok(amount);
        }
        // A month that is over, or a clock before what is recorded: counted for this question alone.
        let spent = monitors
            .iter()
            .map(|spans| counting.spent(spans, Some(month)).total);
        Ok(spent.sum::<Money>() + fixed)
    }

    /// Notes that a budget's mark was reached in a period; `false` where that was noted before.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn fire_once(&self, workspace: WorkspaceId, period: &str, mark: u8) -> Result<bool, StoreError> {
        let added = self.writer().execute(
            "INSERT OR IGNORE INTO fired (workspace_id, period, mark) VALUES (?1, ?2, ?3)",
            params![workspace.0, period, mark],
        )?;
        Ok(added == 1)
    }
}

pub(crate) fn workspace_spent(
    connection: &Connection,
    workspace: WorkspaceId,
    month: MonthSpan,
    counting: Counting,
) -> Result<Money, StoreError> {
    let counted: Money = spans_by_monitor(connection, workspace)?
        .into_iter()
        .map(|spans| counting.spent(&spans, Some(month)).total)
        .sum();
    Ok(counted + reported_and_held(connection, workspace, month)?)
}

/// What is left of a workspace's budget for the month, at least nothing; none where no budget is set.
pub(crate) fn budget_left(
    transaction: &Transaction<'_>,
    workspace: WorkspaceId,
    month: MonthSpan,
    counting: Counting,
) -> Result<Option<Money>, StoreError> {
    let sql = "SELECT budget FROM workspaces WHERE id = ?1";
    let budget: Option<i64> = transaction
        .query_row(sql, [workspace.0], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::NotFound("the workspace"))?;
    let Some(budget) = budget.map(Money::from_micros) else {
        return Ok(None);
    };
    let counted = workspace_spent(transaction, workspace, month, counting)?;
    Ok(Some(budget.less_at_least_zero(counted)))
}

/// Grows with every change of what is counted, reported or held; the schema sees to it.
fn version(connection: &Connection) -> Result<i64, StoreError> {
    let sql = "SELECT count FROM spending_changes";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

fn reported_and_held(
    connection: &Connection,
    workspace: WorkspaceId,
    month: MonthSpan,
) -> Result<Money, StoreError> {
    let reported = sum(
        connection,
        "SELECT coalesce(sum(c.amount), 0) FROM charges AS c JOIN monitors AS m ON m.id = c.monitor_id
         WHERE m.workspace_id = :workspace AND c.at >= :from AND c.at < :until",
        workspace,
        month,
    )?;
    let held = sum(
        connection,
        "SELECT coalesce(sum(s.held), 0) FROM submissions AS s JOIN monitors AS m ON m.id = s.monitor_id
         WHERE m.workspace_id = :workspace AND s.state IN ('sending', 'unknown')
           AND s.began_at >= :from AND s.began_at < :until",
        workspace,
        month,
    )?;
    Ok(reported + held)
}

fn sum(
    connection: &Connection,
    sql: &str,
    workspace: WorkspaceId,
    month: MonthSpan,
) -> Result<Money, StoreError> {
    let bound = named_params! { ":workspace": workspace.0, ":from": month.from.0, ":until": month.until.0 };
    Ok(Money::from_micros(
        connection
            .prepare_cached(sql)?
            .query_row(bound, |row| row.get(0))?,
    ))
}

/// The spans of every monitor whose service does not report its charges.
fn spans_by_monitor(connection: &Connection, workspace: WorkspaceId) -> Result<Vec<Vec<Span>>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT s.monitor_id, s.from_at, s.until_at, s.per_check, s.ongoing
         FROM spans AS s JOIN monitors AS m ON m.id = s.monitor_id
         WHERE m.workspace_id = ?1 AND m.charged IS NULL AND m.cleared_at IS NULL
         ORDER BY s.monitor_id, s.from_at",
    )?;
    let mut rows = query.query([workspace.0])?;
    let mut groups: Vec<(i64, Vec<Span>)> = Vec::new();
    while let Some(row) = rows.next()? {
        let monitor: i64 = row.get(0)?;
        let span = read_span(row, 1)?;
        match groups.last_mut() {
            Some((last, spans)) if *last == monitor => spans.push(span),
            _ => groups.push((monitor, vec![span])),
        }
    }
    Ok(groups.into_iter().map(|(_, spans)| spans).collect())
}

fn read_span(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Span> {
    Ok(Span {
        from: UnixMillis(row.get(first)?),
        until: row.get::<_, Option<i64>>(first + 1)?.map(UnixMillis),
        per_check: Money::from_micros(row.get(first + 2)?),
        ongoing: row.get(first + 3)?,
    })
}

/// The spans of one monitor, oldest first.
pub(crate) fn spans_of(connection: &Connection, monitor: MonitorId) -> Result<Vec<Span>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT from_at, until_at, per_check, ongoing FROM spans WHERE monitor_id = ?1 ORDER BY from_at, id",
    )?;
    Ok(query
        .query_map([monitor.0], |row| read_span(row, 0))?
        .collect::<Result<_, _>>()?)
}

/// Begins to count a monitor at this price.
pub(crate) fn open_span(
    connection: &Connection,
    monitor: MonitorId,
    from: UnixMillis,
    per_check: Money,
    ongoing: bool,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO spans (monitor_id, from_at, per_check, ongoing) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![monitor.0, from.0, per_check.micros(), ongoing])?;
    Ok(())
}

/// Ends what is counted for a monitor.
pub(crate) fn close_spans(
    connection: &Connection,
    monitor: MonitorId,
    at: UnixMillis,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE spans SET until_at = max(?2, from_at) WHERE monitor_id = ?1 AND until_at IS NULL",
        )?
        .execute(params![monitor.0, at.0])?;
    Ok(())
}
