//! Calendar months in the person's zone.

use contract::UnixMillis;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};
use store::MonthSpan;

/// The calendar month around `now`.
pub(crate) fn month_of(now: UnixMillis, zone: &TimeZone) -> MonthSpan {
    let first = zoned(now, zone).date().first_of_month();
    // The last month jiff knows has no month after it; it is then taken to be empty ahead of `now`.
    let next = first.checked_add(1.month()).unwrap_or(first);
    MonthSpan {
        from: midnight(first, zone),
        until: midnight(next, zone).max(now),
    }
}

/// `2026-11`: the name of the month around `now`, for what happens once a month.
pub(crate) fn month_name(now: UnixMillis, zone: &TimeZone) -> String {
    zoned(now, zone).strftime("%Y-%m").to_string()
}

/// `2026-11-23`: the day, for what happens once a day.
pub(crate) fn day_name(now: UnixMillis, zone: &TimeZone) -> String {
    zoned(now, zone).strftime("%Y-%m-%d").to_string()
}

fn zoned(now: UnixMillis, zone: &TimeZone) -> ZonedDateTime {
    // Proof: only a clock some ten thousand years off leaves the range; the epoch is then as good.
    Timestamp::from_millisecond(now.0)
        .unwrap_or_default()
        .to_zoned_datetime(zone.clone())
}

/// The first instant of a day; where midnight is skipped by a clock change, the one after the gap.
fn midnight(day: Date, zone: &TimeZone) -> UnixMillis {
    let zoned = day.to_zoned_datetime(zone.clone()).map(|zoned| zoned.timestamp());
    UnixMillis(zoned.unwrap_or_default().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> UnixMillis {
        UnixMillis(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn a_month_begins_and_ends_at_the_persons_midnight() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let november = month_of(at("2026-11-23T12:00:00Z"), &berlin);
        assert_eq!(
            november.from,
            at("2026-10-31T23:00:00Z"),
            "winter time is one hour ahead of UTC"
        );
        assert_eq!(november.until, at("2026-11-30T23:00:00Z"));
    }

    #[test]
    fn a_month_with_a_clock_change_has_its_real_length() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let october = month_of(at("2026-10-10T00:00:00Z"), &berlin);
        assert_eq!(
            october.until.since(october.from),
            (31 * 24 + 1) * 3_600_000,
            "one hour was given back"
        );
    }

    #[test]
    fn the_last_second_of_a_month_belongs_to_it() {
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        assert_eq!(month_name(at("2026-11-30T14:59:59Z"), &tokyo), "2026-11");
        assert_eq!(month_name(at("2026-11-30T15:00:00Z"), &tokyo), "2026-12");
    }
}
