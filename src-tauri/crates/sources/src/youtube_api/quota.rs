use contract::UnixMillis;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::clause::Allowance;
use crate::memory::number;
use crate::{Memory, SourceFailure, SourceKey, usage};

/// What YouTube counts apart. Source: its table of costs, since 2026-06-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bucket {
    /// `search.list`, 100 a day.
    Searches,
    /// Everything else here, 10,000 a day at 1 each.
    Calls,
}

impl Bucket {
    pub(super) fn of(call: &str) -> Self {
        if call == "search" {
            Self::Searches
        } else {
            Self::Calls
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Searches => "searches",
            Self::Calls => "calls",
        }
    }

    const fn limit(self) -> u64 {
        match self {
            Self::Searches => 100,
            Self::Calls => 10_000,
        }
    }
}

/// The allowance of one key on one Pacific day. We count what we sent, for people to see; only
/// YouTube's own word stops the collecting, because some projects have been given more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quota<'a> {
    memory: &'a dyn Memory,
    /// The key's fingerprint, in hex.
    key: u32,
    now: UnixMillis,
}

impl<'a> Quota<'a> {
    pub(super) fn new(memory: &'a dyn Memory, key: &SourceKey, now: UnixMillis) -> Self {
        let key = u32::from_str_radix(&key.fingerprint(), 16).unwrap_or(0);
        Self { memory, key, now }
    }

    /// Counts a call that is about to be sent.
    ///
    /// # Errors
    /// YouTube said earlier today that nothing is left; then nothing is counted or sent.
    pub(super) async fn spend(&self, bucket: Bucket) -> Result<(), SourceFailure> {
        if self.is_used_up(bucket).await? {
            return Err(self.failure(bucket));
        }
        self.memory.count(self.name(bucket, "used"), 1).await?;
        Ok(())
    }

    /// Notes that YouTube says nothing is left.
    pub(super) async fn used_up(&self, bucket: Bucket) -> Result<SourceFailure, SourceFailure> {
        self.memory
            .keep(self.name(bucket, "used-up"), Some("yes".to_owned()))
            .await?;
        Ok(self.failure(bucket))
    }

    pub(super) async fn usage(&self, bucket: Bucket) -> Result<usage::Bucket, SourceFailure> {
        let used = self.memory.recall(self.name(bucket, "used")).await?;
        Ok(usage::Bucket {
            name: bucket.name(),
            used: number(used.as_ref()),
            limit: bucket.limit(),
            resets_at: Some(next_midnight(self.now)),
            used_up: self.is_used_up(bucket).await?,
        })
    }

    async fn is_used_up(&self, bucket: Bucket) -> Result<bool, SourceFailure> {
        Ok(self.memory.recall(self.name(bucket, "used-up")).await?.is_some())
    }

    fn failure(&self, bucket: Bucket) -> SourceFailure {
        SourceFailure::QuotaUsedUp {
            bucket: match bucket {
                Bucket::Searches => Allowance::Searches,
                Bucket::Calls => Allowance::Calls,
            },
            until: next_midnight(self.now),
        }
    }

    /// The day is part of the name: tomorrow's numbers begin at nothing by themselves.
    fn name(&self, bucket: Bucket, what: &str) -> String {
        let day = pacific_day(self.now);
        format!("youtube_api/{:08x}/{day}/{}/{what}", self.key, bucket.name())
    }
}

/// Pacific time by its rule, which needs no database of zones on this computer.
fn pacific() -> TimeZone {
    TimeZone::posix("PST8PDT,M3.2.0,M11.1.0").unwrap_or(TimeZone::UTC)
}

fn pacific_day(at: UnixMillis) -> Date {
    let time = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    pacific().to_datetime(time).date()
}

/// The next midnight in California, where the allowance of a day begins. A day there has 23, 24 or
/// 25 hours.
pub(super) fn next_midnight(now: UnixMillis) -> UnixMillis {
    let midnight = pacific_day(now)
        .checked_add(1.day())
        .and_then(|day| day.to_zoned_datetime(pacific()));
    midnight.map_or_else(
        |_| now.plus(24 * 60 * 60 * 1_000),
        |midnight| UnixMillis(midnight.timestamp().as_millisecond()),
    )
}

#[cfg(test)]
mod tests {
    use contract::UnixMillis;
    use jiff::Timestamp;

    use super::next_midnight;

    fn at(text: &str) -> UnixMillis {
        UnixMillis(text.parse::<Timestamp>().map_or(0, Timestamp::as_millisecond))
    }

    #[test]
    fn the_rest_ends_at_midnight_pacific_in_winter_in_summer_and_on_both_days_of_change() {
        for (now, midnight) in [
            // Winter: eight hours behind.
            ("2026-11-25T20:00:00Z", "2026-11-26T08:00:00Z"),
            ("2026-11-26T07:59:59.999Z", "2026-11-26T08:00:00Z"),
            ("2026-11-26T08:00:00Z", "2026-11-27T08:00:00Z"),
            // Summer: seven.
            ("2026-07-01T12:00:00Z", "2026-07-02T07:00:00Z"),
            // The day of 23 hours, 8 March 2026, and the day of 25, 1 November 2026.
            ("2026-03-08T08:30:00Z", "2026-03-09T07:00:00Z"),
            ("2026-11-01T07:30:00Z", "2026-11-02T08:00:00Z"),
        ] {
            assert_eq!(next_midnight(at(now)), at(midnight), "{now}");
        }
    }
}
