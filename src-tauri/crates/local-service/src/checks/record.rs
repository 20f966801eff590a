use contract::{Money, MonitorSpec, UnixMillis};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use sources::SourceId;

use crate::db::DbError;
use crate::jobs;

/// A running check.
#[derive(Debug, Clone)]
pub(crate) struct Check {
    pub(crate) id: i64,
    pub(crate) job: i64,
    /// From 1, within its job.
    pub(crate) number: u32,
    pub(crate) spec: MonitorSpec,
    pub(crate) source: SourceId,
    pub(crate) hold: Money,
}

/// Jobs whose check is due, the longest waiting first.
pub(crate) fn due(change: &Transaction<'_>, at: UnixMillis, limit: usize) -> Result<Vec<i64>, DbError> {
    let sql = "SELECT id FROM jobs WHERE next_check_at <= ?1 ORDER BY next_check_at, id LIMIT ?2";
    let mut statement = change.prepare_cached(sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(statement
        .query_map(params![at.0, limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

/// When the next check is due.
pub(crate) fn next_due(change: &Transaction<'_>) -> Result<Option<UnixMillis>, DbError> {
    let next: Option<i64> = change.query_row(
        "SELECT min(next_check_at) FROM jobs WHERE next_check_at IS NOT NULL",
        [],
        |row| row.get(0),
    )?;
    Ok(next.map(UnixMillis))
}

/// Checks that were running when the service last ended.
pub(crate) fn interrupted(change: &Transaction<'_>) -> Result<Vec<Check>, DbError> {
    let mut statement = change.prepare("SELECT * FROM checks WHERE state = 'running' ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

fn read(row: &Row<'_>) -> Result<Check, DbError> {
    let (data, source): (String, String) = (row.get("data")?, row.get("source")?);
    Ok(Check {
        id: row.get("id")?,
        job: row.get("job_id")?,
        number: row.get("number")?,
        spec: jobs::from_text(&data)?,
        source: SourceId::from_name(&source).map_err(|word| DbError::Unreadable(word.to_string()))?,
        hold: Money::from_micros(row.get("hold_micros")?),
    })
}

/// The job's running check, if it has one.
pub(super) fn running(change: &Transaction<'_>, job: i64) -> Result<Option<Check>, DbError> {
    let sql = "SELECT * FROM checks WHERE job_id = ?1 AND state = 'running'";
    change
        .query_row(sql, [job], |row| Ok(read(row)))
        .optional()?
        .transpose()
}
