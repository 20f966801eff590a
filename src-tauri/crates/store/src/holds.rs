//! What a change means for what is counted: a dearer one from when it is asked for, for the service may have
//! taken it without saying so, and any other from when it is taken.

use contract::{Money, UnixMillis};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::spending::{close_spans, open_span};
use crate::{MonitorId, StoreError};

/// What one check may cost at most, and whether there is one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) per_check: Money,
    pub(crate) ongoing: bool,
}

/// The span that is open.
struct Running {
    id: i64,
    from: UnixMillis,
    rate: Rate,
}

/// Counts a monitor from `from` on at what a change may make of it, and gives the span that does; none where
/// the change is not dearer, or nothing is counted.
pub(crate) fn hold(
    transaction: &Transaction<'_>,
    monitor: MonitorId,
    from: UnixMillis,
    asked: Rate,
) -> Result<Option<i64>, StoreError> {
    let Some(running) = running(transaction, monitor)? else {
        return Ok(None);
    };
    let most = Rate {
        per_check: asked.per_check.max(running.rate.per_check),
        ongoing: asked.ongoing || running.rate.ongoing,
    };
    if most == running.rate {
        return Ok(None);
    }
    // Nobody says whether the one check of a one-time job comes before the change or after it.
    let from = if most.ongoing {
        from.max(running.from)
    } else {
        running.from
    };
    transaction.execute(
        "UPDATE spans SET until_at = ?2 WHERE id = ?1",
        params![running.id, from.0],
    )?;
    open_span(transaction, monitor, from, most.per_check, most.ongoing)?;
    Ok(Some(transaction.last_insert_rowid()))
}

/// By how much the next check may be dearer after a change, and what it costs at most before it.
pub(crate) fn dearer(
    transaction: &Transaction<'_>,
    monitor: MonitorId,
    asked: Rate,
) -> Result<(Money, Money), StoreError> {
    let running = running(transaction, monitor)?.map(|running| running.rate);
    // A one-time job that becomes ongoing has another check after the one it was started for.
    let before = running
        .filter(|rate| rate.ongoing || !asked.ongoing)
        .map_or(Money::ZERO, |rate| rate.per_check);
    Ok((asked.per_check.less_at_least_zero(before), before))
}

/// Takes a hold back: the change was never taken, and the monitor counts as it did before.
pub(crate) fn give_back(
    transaction: &Transaction<'_>,
    monitor: MonitorId,
    held_span: i64,
) -> Result<(), StoreError> {
    let open = "DELETE FROM spans WHERE id = ?1 AND until_at IS NULL";
    if transaction.execute(open, [held_span])? == 1 {
        transaction.execute(
            "UPDATE spans SET until_at = NULL
             WHERE id = (SELECT max(id) FROM spans WHERE monitor_id = ?1 AND id < ?2)",
            params![monitor.0, held_span],
        )?;
    }
    Ok(())
}

/// Counts a monitor from `at` on at what it is now. The one check of a one-time job counts at the dearer of
/// its prices.
pub(crate) fn settle(
    transaction: &Transaction<'_>,
    monitor: MonitorId,
    at: UnixMillis,
    now: Rate,
) -> Result<(), StoreError> {
    let running = running(transaction, monitor)?;
    if running.as_ref().is_some_and(|running| running.rate == now) {
        return Ok(());
    }
    if running.is_some_and(|running| !running.rate.ongoing && !now.ongoing) {
        return hold(transaction, monitor, at, now).map(drop);
    }
    close_spans(transaction, monitor, at)?;
    open_span(transaction, monitor, at, now.per_check, now.ongoing)
}

fn running(transaction: &Transaction<'_>, monitor: MonitorId) -> Result<Option<Running>, StoreError> {
    let mut query = transaction.prepare_cached(
        "SELECT id, from_at, per_check, ongoing FROM spans
         WHERE monitor_id = ?1 AND until_at IS NULL ORDER BY id DESC LIMIT 1",
    )?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Running {
            id: row.get(0)?,
            from: UnixMillis(row.get(1)?),
            rate: Rate {
                per_check: Money::from_micros(row.get(2)?),
                ongoing: row.get(3)?,
            },
        })
    };
    Ok(query.query_row([monitor.0], read).optional()?)
}
