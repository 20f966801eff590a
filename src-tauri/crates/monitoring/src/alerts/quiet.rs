//! Hours in which notifications wait.

use contract::UnixMillis;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::Weekday};

use crate::view::QuietHours;

/// When the quiet hours around `now` end; none where it is not quiet.
pub fn quiet_until(hours: &QuietHours, now: UnixMillis, zone: &TimeZone) -> Option<UnixMillis> {
    if !hours.on || hours.from_minute == hours.until_minute {
        return None;
    }
    let here = Timestamp::from_millisecond(now.0)
        .ok()?
        .to_zoned_datetime(zone.clone());
    // They may have begun yesterday and last over midnight.
    [here.date().yesterday().ok(), Some(here.date())]
        .into_iter()
        .flatten()
        .find_map(|day| {
            if !begins_on(hours, day.weekday()) {
                return None;
            }
            let last = if hours.until_minute > hours.from_minute {
                day
            } else {
                day.tomorrow().ok()?
            };
            let from = at_minute(day, hours.from_minute, zone)?;
            let until = at_minute(last, hours.until_minute, zone)?;
            (from <= now && now < until).then_some(until)
        })
}

fn begins_on(hours: &QuietHours, day: Weekday) -> bool {
    let bit = u8::try_from(day.to_monday_zero_offset()).unwrap_or(0);
    hours.days & (1 << bit) != 0
}

fn at_minute(day: jiff::civil::Date, minute: u16, zone: &TimeZone) -> Option<UnixMillis> {
    let minute = minute.min(24 * 60 - 1);
    let hour = i8::try_from(minute / 60).ok()?;
    let rest = i8::try_from(minute % 60).ok()?;
    let at = day.at(hour, rest, 0, 0).to_zoned_datetime(zone.clone()).ok()?;
    Some(UnixMillis(at.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> UnixMillis {
        UnixMillis(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn quiet_hours_over_midnight_end_in_the_morning_after_they_began() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let hours = QuietHours {
            on: true,
            from_minute: 20 * 60,
            until_minute: 8 * 60,
            days: 0b111_1111,
        };
        let end = Some(at("2026-11-24T07:00:00Z"));
        assert_eq!(
            quiet_until(&hours, at("2026-11-23T19:00:00Z"), &berlin),
            end,
            "they begin at eight"
        );
        assert_eq!(quiet_until(&hours, at("2026-11-24T06:59:59Z"), &berlin), end);
        assert_eq!(quiet_until(&hours, at("2026-11-24T07:00:00Z"), &berlin), None);
        assert_eq!(quiet_until(&hours, at("2026-11-23T18:59:59Z"), &berlin), None);
    }

    #[test]
    fn quiet_hours_that_begin_on_working_days_leave_the_weekend_alone() {
        let utc = TimeZone::UTC;
        let hours = QuietHours {
            on: true,
            from_minute: 22 * 60,
            until_minute: 6 * 60,
            days: 0b001_1111,
        };
        assert!(
            quiet_until(&hours, at("2026-11-28T01:00:00Z"), &utc).is_some(),
            "Friday's night"
        );
        assert!(
            quiet_until(&hours, at("2026-11-28T23:00:00Z"), &utc).is_none(),
            "Saturday's"
        );
    }

    #[test]
    fn quiet_hours_survive_both_clock_changes() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let hours = QuietHours {
            on: true,
            from_minute: 23 * 60,
            until_minute: 7 * 60,
            days: 0b111_1111,
        };
        let spring = quiet_until(&hours, at("2026-03-29T00:30:00Z"), &berlin);
        assert_eq!(spring, Some(at("2026-03-29T05:00:00Z")), "seven in summer time");
        let autumn = quiet_until(&hours, at("2026-10-25T00:30:00Z"), &berlin);
        assert_eq!(autumn, Some(at("2026-10-25T06:00:00Z")), "seven in winter time");
    }
}
