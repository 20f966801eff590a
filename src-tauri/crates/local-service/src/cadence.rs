//! When a monitor is checked: how often, and in which hours of the person's day. An extension of
//! this service; the published contract has no such field.

use contract::UnixMillis;
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};
use serde::{Deserialize, Serialize};

const HOUR_MILLIS: i64 = 60 * 60 * 1_000;
/// Checks of many monitors with the same hours are spread over so much of them.
const SPREAD_MILLIS: i64 = 10 * 60 * 1_000;
/// Days searched for an allowed hour: a week holds every day once.
const DAYS_MAX: i8 = 9;

/// Why a cadence is none, each wrong field with its reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub(crate) struct CadenceProblems(pub(crate) Vec<&'static str>);

/// When a monitor is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cadence {
    /// Hours from one check to the next, 1 to 168.
    pub(crate) every_hours: u32,
    /// The hour of the day from which checks may start, 0 to 23.
    #[serde(default)]
    pub(crate) from_hour: u8,
    /// The hour of the day at which that ends, 1 to 24; below `from_hour`, the night is meant.
    #[serde(default = "day_end")]
    pub(crate) until_hour: u8,
    /// Days of the week on which checks may start, 1 for Monday to 7; none listed means all.
    #[serde(default)]
    pub(crate) weekdays: Vec<u8>,
    /// The IANA name of the zone that hours and days are in.
    #[serde(default = "utc")]
    pub(crate) zone: String,
}

const fn day_end() -> u8 {
    24
}

fn utc() -> String {
    "UTC".to_owned()
}

impl Cadence {
    /// Checks every field, and tells all that are wrong.
    pub(crate) fn checked(self) -> Result<Self, CadenceProblems> {
        let rules = [
            (
                (1..=168).contains(&self.every_hours),
                "every_hours must be from 1 (hourly) to 168 (weekly)",
            ),
            (self.from_hour <= 23, "from_hour must be from 0 to 23"),
            (
                (1..=24).contains(&self.until_hour),
                "until_hour must be from 1 to 24",
            ),
            (
                self.from_hour != self.until_hour,
                "from_hour and until_hour must differ",
            ),
            (
                self.weekdays.iter().all(|day| (1..=7).contains(day)),
                "weekdays must be from 1 (Monday) to 7 (Sunday)",
            ),
            (
                TimeZone::get(&self.zone).is_ok(),
                "zone must be the IANA name of a time zone, such as Europe/Berlin",
            ),
        ];
        let wrong: Vec<_> = rules
            .into_iter()
            .filter_map(|(holds, rule)| (!holds).then_some(rule))
            .collect();
        if wrong.is_empty() {
            Ok(self)
        } else {
            Err(CadenceProblems(wrong))
        }
    }

    pub(crate) fn to_text(&self) -> String {
        // Numbers and text only: this cannot fail, and an empty text reads back as "the usual".
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// When the next check starts after one that ended now: an interval later, moved to the next
    /// allowed hour. However long the computer slept, what was missed is one check, not many.
    pub(crate) fn next_after(&self, job: i64, now: UnixMillis) -> UnixMillis {
        let due = now.plus(i64::from(self.every_hours).saturating_mul(HOUR_MILLIS));
        let allowed = self.first_allowed(due);
        if allowed == due {
            return due;
        }
        // Moved to the opening hour, as every other monitor that waits for it: each a little later.
        let length = self.window_millis().clamp(1, SPREAD_MILLIS);
        allowed.plus(job.wrapping_mul(7_919_000).rem_euclid(length))
    }

    /// This time, or the next one in an allowed hour of an allowed day.
    fn first_allowed(&self, at: UnixMillis) -> UnixMillis {
        let zone = TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC);
        let Ok(time) = Timestamp::from_millisecond(at.0) else {
            return at;
        };
        let here = time.to_zoned_datetime(zone);
        if self.allows(&here) {
            return at;
        }
        let opening = (0..DAYS_MAX).filter_map(|days| self.opening(&here, days));
        let next = opening.filter(|open| *open > here).find(|open| self.allows(open));
        next.map_or(at, |open| UnixMillis(open.timestamp().as_millisecond()))
    }

    /// The hour at which checks may begin, so many days on. Where a change of the clocks skips that
    /// hour, the first moment after it.
    fn opening(&self, here: &ZonedDateTime, days: i8) -> Option<ZonedDateTime> {
        let hour = Time::new(i8::try_from(self.from_hour).ok()?, 0, 0, 0).ok()?;
        let day = here.date().checked_add(i64::from(days).days()).ok()?;
        day.to_datetime(hour)
            .to_zoned_datetime(here.time_zone().clone())
            .ok()
    }

    fn allows(&self, at: &ZonedDateTime) -> bool {
        let hour = u8::try_from(at.hour()).unwrap_or(0);
        let through_the_night = self.until_hour < self.from_hour;
        let (in_hours, began_yesterday) = if through_the_night {
            (
                hour >= self.from_hour || hour < self.until_hour,
                hour < self.until_hour,
            )
        } else {
            (hour >= self.from_hour && hour < self.until_hour, false)
        };
        // The small hours belong to the evening before.
        let day = if began_yesterday {
            at.weekday().previous()
        } else {
            at.weekday()
        };
        in_hours && self.on(day)
    }

    fn on(&self, day: Weekday) -> bool {
        let number = u8::try_from(day.to_monday_one_offset()).unwrap_or(0);
        self.weekdays.is_empty() || self.weekdays.contains(&number)
    }

    fn window_millis(&self) -> i64 {
        let hours = (24 + i64::from(self.until_hour) - i64::from(self.from_hour)) % 24;
        if hours == 0 {
            24 * HOUR_MILLIS
        } else {
            hours * HOUR_MILLIS
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> UnixMillis {
        UnixMillis(text.parse::<Timestamp>().map_or(0, Timestamp::as_millisecond))
    }

    fn office(zone: &str) -> Cadence {
        Cadence {
            every_hours: 1,
            from_hour: 9,
            until_hour: 18,
            weekdays: vec![1, 2, 3, 4, 5],
            zone: zone.to_owned(),
        }
    }

    /// Job 0 has no spread of its own.
    fn next(cadence: &Cadence, now: &str) -> UnixMillis {
        cadence.next_after(0, at(now))
    }

    #[test]
    fn within_the_hours_the_next_check_is_an_interval_later() {
        assert_eq!(
            next(&office("Europe/Berlin"), "2026-11-25T10:00:00Z"),
            at("2026-11-25T11:00:00Z")
        );
    }

    #[test]
    fn after_the_last_hour_it_is_the_next_working_day_s_first() {
        let cadence = office("Europe/Berlin");
        // Wednesday, 18:30 there: Thursday at nine.
        assert_eq!(next(&cadence, "2026-11-25T16:30:00Z"), at("2026-11-26T08:00:00Z"));
        // Friday evening: Monday at nine.
        assert_eq!(next(&cadence, "2026-11-27T18:00:00Z"), at("2026-11-30T08:00:00Z"));
    }

    #[test]
    fn nine_o_clock_stays_nine_o_clock_over_both_changes_of_the_clocks() {
        let daily = Cadence {
            weekdays: Vec::new(),
            ..office("Europe/Berlin")
        };
        // 28 to 29 March 2026, forward: nine is 08:00Z before and 07:00Z after.
        assert_eq!(next(&daily, "2026-03-27T20:00:00Z"), at("2026-03-28T08:00:00Z"));
        assert_eq!(next(&daily, "2026-03-28T20:00:00Z"), at("2026-03-29T07:00:00Z"));
        // 24 to 25 October 2026, back.
        assert_eq!(next(&daily, "2026-10-24T20:00:00Z"), at("2026-10-25T08:00:00Z"));
    }

    #[test]
    fn an_hour_that_the_clocks_skip_moves_the_check_to_the_next_day() {
        let early = Cadence {
            from_hour: 2,
            until_hour: 3,
            weekdays: Vec::new(),
            ..office("Europe/Berlin")
        };
        // 02:00 to 03:00 does not exist on 29 March 2026.
        let found = next(&early, "2026-03-28T03:00:00Z");
        assert_eq!(found, at("2026-03-30T00:00:00Z"));
    }

    #[test]
    fn hours_through_the_night_belong_to_the_evening_before() {
        let night = Cadence {
            from_hour: 22,
            until_hour: 6,
            weekdays: vec![5],
            ..office("UTC")
        };
        // Saturday at three is Friday's night; Saturday at 22 is not.
        assert_eq!(next(&night, "2026-11-28T02:00:00Z"), at("2026-11-28T03:00:00Z"));
        assert_eq!(next(&night, "2026-11-28T07:00:00Z"), at("2026-12-04T22:00:00Z"));
    }

    #[test]
    fn monitors_that_wait_for_the_same_hour_do_not_all_start_at_once() {
        let cadence = office("UTC");
        let starts: std::collections::BTreeSet<_> = (1..=200)
            .map(|job| cadence.next_after(job, at("2026-11-25T20:00:00Z")))
            .collect();
        assert!(starts.len() > 100, "{}", starts.len());
        let (first, last) = (at("2026-11-26T09:00:00Z"), at("2026-11-26T09:10:00Z"));
        assert!(starts.iter().all(|start| *start >= first && *start < last));
    }

    #[test]
    fn every_wrong_field_is_named() {
        let wrong = Cadence {
            every_hours: 0,
            from_hour: 24,
            until_hour: 0,
            weekdays: vec![8],
            zone: "Mars/Olympus".to_owned(),
        };
        let problems = wrong.checked().map_or_else(|wrong| wrong.0, |_| Vec::new());
        let named = ["every_hours", "from_hour", "until_hour", "weekdays", "zone"];
        assert!(
            named
                .iter()
                .all(|name| problems.iter().any(|problem| problem.starts_with(name))),
            "{problems:?}"
        );
        assert!(office("Asia/Tokyo").checked().is_ok());
    }
}
