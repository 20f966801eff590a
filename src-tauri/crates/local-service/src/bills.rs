//! What providers may charge the person in a month. A check that could pass it does not begin.

use std::sync::{Arc, Mutex, PoisonError};

use contract::{Money, UnixMillis};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::Transaction;
use sources::{SourceId, billed_elsewhere};

use crate::db::DbError;
use crate::ledger;
use crate::refusal::Refusal;

/// The limit for a calendar month, in the zone of this computer; none means that there is none. Kept in
/// memory: whoever embeds the service tells it at each start, before the keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bills(Arc<Mutex<Option<Money>>>);

impl Bills {
    /// Sets the limit; `true` where more may be charged than before.
    pub(crate) fn limit(&self, limit: Option<Money>) -> bool {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *kept, limit);
        before.is_some_and(|before| limit.is_none_or(|limit| limit > before))
    }

    /// Whether a check of this ceiling fits: what was charged this month, what is set aside for checks that
    /// run, and this one stay within the limit.
    pub(crate) fn allow(
        &self,
        change: &Transaction<'_>,
        (source, ceiling): (SourceId, Money),
        at: UnixMillis,
    ) -> Result<(), Refusal> {
        let limit = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(limit) = limit.filter(|_| billed_elsewhere(source)) else {
            return Ok(());
        };
        let spent = ledger::provider_since(change, month_start(at, &TimeZone::system()))?;
        if spent + ceiling <= limit {
            Ok(())
        } else {
            Err(Refusal::OverBudget)
        }
    }
}

/// Plans the monitors for now whose last check was kept back by the limit.
pub(crate) fn wake(change: &Transaction<'_>, at: UnixMillis) -> Result<(), DbError> {
    change.execute(
        "UPDATE jobs SET next_check_at = ?1 WHERE status = 'processing' AND next_check_at > ?1
         AND (SELECT failure FROM checks WHERE job_id = jobs.id ORDER BY number DESC LIMIT 1) = ?2",
        (at.0, Refusal::OverBudget.to_string()),
    )?;
    Ok(())
}

fn month_start(at: UnixMillis, zone: &TimeZone) -> UnixMillis {
    let first = Timestamp::from_millisecond(at.0)
        .map(|time| time.to_zoned_datetime(zone.clone()))
        .and_then(|here| here.first_of_month()?.start_of_day());
    // A clock outside what the calendar knows: everything counts.
    first.map_or(UnixMillis(0), |first| {
        UnixMillis(first.timestamp().as_millisecond())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_midnight_of_the_persons_first_day() {
        let at = |text: &str| UnixMillis(text.parse::<Timestamp>().unwrap().as_millisecond());
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        assert_eq!(
            month_start(at("2026-11-25T10:00:00Z"), &berlin),
            at("2026-10-31T23:00:00Z")
        );
        assert_eq!(
            month_start(at("2026-10-31T23:00:00Z"), &berlin),
            at("2026-10-31T23:00:00Z")
        );
    }

    #[test]
    fn only_a_limit_that_was_raised_or_lifted_gives_room() {
        let bills = Bills::default();
        let dollars = |count: i64| Some(Money::from_micros(count * 1_000_000));
        assert!(!bills.limit(dollars(5)), "there was none before");
        assert!(!bills.limit(dollars(4)));
        assert!(bills.limit(dollars(6)));
        assert!(bills.limit(None));
    }
}
