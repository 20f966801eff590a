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

/// The month of this name, such as `2026-11`.
pub(crate) fn named(name: &str, zone: &TimeZone) -> Option<MonthSpan> {
    let (year, number) = name.split_once('-')?;
    let first = Date::new(year.parse().ok()?, number.parse().ok()?, 1).ok()?;
    let next = first.checked_add(1.month()).ok()?;
    Some(MonthSpan {
        from: midnight(first, zone),
        until: midnight(next, zone),
    })
}

/// The names of the months from the one around `from` to the one around `until`, the latest first; the
/// last ten years at most.
pub(crate) fn names_between(from: UnixMillis, until: UnixMillis, zone: &TimeZone) -> Vec<String> {
    let first = zoned(from, zone).date().first_of_month();
    let last = zoned(until, zone).date().first_of_month();
    let back = |count: i32| last.checked_sub(count.months()).ok();
    (0..120)
        .map_while(back)
        .take_while(|month| *month >= first || *month == last)
        .map(|month| month.strftime("%Y-%m").to_string())
        .collect()
}

/// The days of a month, each from midnight to midnight in the person's zone; on the days of a clock
/// change that is 23 or 25 hours.
pub(crate) fn days(month: MonthSpan, zone: &TimeZone) -> Vec<MonthSpan> {
    let mut days = Vec::new();
    let mut day = zoned(month.from, zone).date();
    while midnight(day, zone) < month.until {
        let Ok(next) = day.tomorrow() else { break };
        days.push(MonthSpan {
            from: midnight(day, zone),
            until: midnight(next, zone),
        });
        day = next;
    }
    days
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
    fn the_days_of_a_month_are_the_month_and_leave_nothing_out_at_a_clock_change() {
        for (zone, name, count) in [
            ("Europe/Berlin", "2026-10", 31),
            ("Europe/Berlin", "2026-03", 31),
            ("America/Santiago", "2026-09", 30),
            ("UTC", "2028-02", 29),
        ] {
            let zone = TimeZone::get(zone).unwrap();
            let month = named(name, &zone).unwrap();
            let days = days(month, &zone);
            assert_eq!(days.len(), count, "{name}");
            assert_eq!((days[0].from, days[count - 1].until), (month.from, month.until));
            assert!(days.windows(2).all(|pair| pair[0].until == pair[1].from));
        }
    }

    #[test]
    fn a_day_on_which_the_clock_is_set_is_one_day_and_comes_once() {
        for (zone, from, days) in [
            (
                "Europe/Berlin",
                "2026-03-27T23:00:00Z",
                ["2026-03-28", "2026-03-29", "2026-03-30"],
            ),
            (
                "Europe/Berlin",
                "2026-10-23T22:00:00Z",
                ["2026-10-24", "2026-10-25", "2026-10-26"],
            ),
            // Here the hour before midnight comes twice, and the one after it not at all.
            (
                "America/Santiago",
                "2026-04-04T03:00:00Z",
                ["2026-04-04", "2026-04-05", "2026-04-06"],
            ),
            (
                "America/Santiago",
                "2026-09-05T04:00:00Z",
                ["2026-09-05", "2026-09-06", "2026-09-07"],
            ),
        ] {
            let zone = TimeZone::get(zone).unwrap();
            let moments = (0..3 * 24 * 3 - 6).map(|step| at(from).plus(step * 20 * 60_000));
            let mut names: Vec<_> = moments.map(|moment| day_name(moment, &zone)).collect();
            names.dedup();
            assert_eq!(names, days, "{from}");
        }
    }

    #[test]
    fn months_are_named_back_to_the_first_and_nothing_else_is_a_month() {
        let utc = TimeZone::UTC;
        let names = names_between(at("2026-09-30T23:00:00Z"), at("2026-11-02T00:00:00Z"), &utc);
        assert_eq!(names, ["2026-11", "2026-10", "2026-09"]);
        let set_back = names_between(at("2027-01-01T00:00:00Z"), at("2026-11-02T00:00:00Z"), &utc);
        assert_eq!(set_back, ["2026-11"], "a clock that was set back");
        for wrong in ["", "2026", "2026-13", "2026-0", "x-1", "2026-11-3"] {
            assert_eq!(named(wrong, &utc), None, "{wrong}");
        }
    }

    #[test]
    fn the_last_second_of_a_month_belongs_to_it() {
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        assert_eq!(month_name(at("2026-11-30T14:59:59Z"), &tokyo), "2026-11");
        assert_eq!(month_name(at("2026-11-30T15:00:00Z"), &tokyo), "2026-12");
    }
}
