//! Which news is worth a notification, and in which words. Pure: showing it is the host's.

use contract::UnixMillis;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::Weekday};
use store::{Happening, MonitorEvent, MonitorId, ProblemCode, StateWord};

use crate::view::{ActivityEntry, NotifySettings, QuietHours};

/// A notification to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// What happened.
    pub title: String,
    /// Why, and what to do.
    pub body: String,
    /// The monitor that a click opens; the board where it is about several.
    pub opens: Option<MonitorId>,
    /// The lines of Activity it stands for.
    pub lines: Vec<i64>,
}

/// What a line of Activity is to a person who is not looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Stopped,
    KeyRefused,
    OwnNetwork,
    ServiceDown,
    Budget(u8),
    FoundAgain,
    Finished,
}

/// Whether a line is to be notified about, by what the person set.
pub fn is_wanted(entry: &ActivityEntry, wanted: &NotifySettings) -> bool {
    match kind(&entry.what) {
        None => false,
        Some(Kind::Stopped) => wanted.failed,
        Some(Kind::KeyRefused) => wanted.key_refused,
        Some(Kind::OwnNetwork | Kind::ServiceDown) => wanted.failed,
        Some(Kind::Budget(_)) => wanted.budget,
        Some(Kind::FoundAgain) => wanted.found_again,
        Some(Kind::Finished) => wanted.finished,
    }
}

fn kind(what: &Happening) -> Option<Kind> {
    match what {
        Happening::Monitor { event } => kind_of_event(event),
        Happening::WorkspaceTrouble { code } => Some(kind_of_trouble(*code)),
        Happening::WorkspaceRecovered => None,
        Happening::Budget { percent } => Some(Kind::Budget(*percent)),
    }
}

fn kind_of_event(event: &MonitorEvent) -> Option<Kind> {
    match event {
        MonitorEvent::StateChanged {
            state: StateWord::Failed,
            ..
        }
        | MonitorEvent::OutcomeUnknown { .. }
        | MonitorEvent::NoAnswer { .. } => Some(Kind::Stopped),
        MonitorEvent::AnswersAgain => Some(Kind::FoundAgain),
        MonitorEvent::StateChanged {
            state: StateWord::Finished,
            ..
        } => Some(Kind::Finished),
        _ => None,
    }
}

const fn kind_of_trouble(code: ProblemCode) -> Kind {
    match code {
        ProblemCode::Offline | ProblemCode::NameNotFound => Kind::OwnNetwork,
        ProblemCode::Unauthorized
        | ProblemCode::PermissionDenied
        | ProblemCode::KeyMissing
        | ProblemCode::KeychainMissing
        | ProblemCode::KeychainLocked
        | ProblemCode::KeychainDenied
        | ProblemCode::KeychainDismissed
        | ProblemCode::KeychainDamaged
        | ProblemCode::KeychainFailed => Kind::KeyRefused,
        _ => Kind::ServiceDown,
    }
}

/// The words for what gathered in a short while: one notification, whatever its number. Names are
/// those of the lines' workspaces, in the same order.
pub fn compose(entries: &[(ActivityEntry, String)]) -> Option<Toast> {
    let lines: Vec<_> = entries.iter().map(|(entry, _)| entry.id).collect();
    let (title, body, opens) = match entries {
        [] => return None,
        [(entry, workspace)] => {
            let (title, body) = single(entry, workspace)?;
            (title, body, entry.monitor.as_ref().map(|monitor| monitor.id))
        }
        several => {
            let (title, body) = grouped(several);
            (title, body, None)
        }
    };
    Some(Toast {
        title,
        body,
        opens,
        lines,
    })
}

fn single(entry: &ActivityEntry, workspace: &str) -> Option<(String, String)> {
    let what = kind(&entry.what)?;
    let target = entry
        .monitor
        .as_ref()
        .map(|monitor| format!("{} on {}", monitor.value, monitor.platform));
    let target = target.unwrap_or_else(|| workspace.to_owned());
    let reason = reason(&entry.what);
    Some(match what {
        Kind::Stopped => (format!("{target} stopped"), reason),
        Kind::FoundAgain => (format!("{target} answers again"), "Nothing to do.".to_owned()),
        Kind::Finished => (
            format!("{target} is finished"),
            "Everything that was asked for is collected.".to_owned(),
        ),
        Kind::KeyRefused => (
            format!("{workspace}: the key is not accepted"),
            "Its monitors go on at the service, but nobody hears of them. Replace the key to go on."
                .to_owned(),
        ),
        Kind::OwnNetwork => (
            "This computer has no network".to_owned(),
            "Monitors at GEN go on. Feedwatch looks again by itself.".to_owned(),
        ),
        Kind::ServiceDown => (
            format!("{workspace}: the service does not answer"),
            "Nothing is lost. Feedwatch looks again by itself.".to_owned(),
        ),
        Kind::Budget(percent @ 100..) => (
            format!("{workspace} has reached {percent}% of its budget"),
            "New starts are refused until you raise it or the month ends.".to_owned(),
        ),
        Kind::Budget(percent) => (
            format!("{workspace} has reached {percent}% of its budget"),
            "Starts that would pass the budget will be refused.".to_owned(),
        ),
    })
}

fn reason(what: &Happening) -> String {
    match what {
        Happening::Monitor {
            event: MonitorEvent::StateChanged {
                reason: Some(reason), ..
            },
        } if !reason.is_empty() => reason.clone(),
        Happening::Monitor {
            event: MonitorEvent::OutcomeUnknown { up_to, .. },
        } => {
            format!("The service did not answer. It may be running, up to {up_to}. Please decide.")
        }
        _ => "Open it to see why, and what to do.".to_owned(),
    }
}

/// Several at once: how many of which, and the first few by name.
fn grouped(entries: &[(ActivityEntry, String)]) -> (String, String) {
    let stopped = entries
        .iter()
        .filter(|(entry, _)| kind(&entry.what) == Some(Kind::Stopped))
        .count();
    let names: Vec<_> = entries
        .iter()
        .filter_map(|(entry, _)| entry.monitor.as_ref().map(|monitor| monitor.value.as_str()))
        .take(3)
        .collect();
    let more = entries.len().saturating_sub(names.len());
    let tail = if more > 0 && !names.is_empty() {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let title = if stopped == entries.len() {
        format!("{stopped} monitors stopped")
    } else {
        format!("{} things need a look", entries.len())
    };
    let body = if names.is_empty() {
        "Open Feedwatch to see what.".to_owned()
    } else {
        names.join(", ") + &tail
    };
    (title, body)
}

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
    use contract::{JobStatus, Platform};
    use store::{Notified, WorkspaceId};

    use super::*;
    use crate::view::ActivityMonitor;

    fn failed(id: i64, value: &str) -> (ActivityEntry, String) {
        let event = MonitorEvent::StateChanged {
            state: StateWord::Failed,
            status: JobStatus::Failed,
            reason: Some("The account could not be found.".to_owned()),
        };
        let monitor = ActivityMonitor {
            id: MonitorId(id),
            platform: Platform::Instagram,
            value: value.to_owned(),
        };
        (
            entry(id, Some(monitor), Happening::Monitor { event }),
            "Alder".to_owned(),
        )
    }

    fn entry(id: i64, monitor: Option<ActivityMonitor>, what: Happening) -> ActivityEntry {
        let (at, workspace_id) = (UnixMillis(0), WorkspaceId(1));
        ActivityEntry {
            id,
            at,
            workspace_id,
            monitor,
            what,
            notified: Notified::No,
            read: false,
        }
    }

    fn at(text: &str) -> UnixMillis {
        UnixMillis(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn one_failure_is_told_by_name_with_its_reason_and_opens_its_monitor() {
        let toast = compose(&[failed(7, "@fashionbrand")]).unwrap();
        assert_eq!(toast.title, "@fashionbrand on Instagram stopped");
        assert_eq!(toast.body, "The account could not be found.");
        assert_eq!(toast.opens, Some(MonitorId(7)));
    }

    #[test]
    fn several_failures_become_one_notification() {
        let toast = compose(&[failed(1, "@a"), failed(2, "@b"), failed(3, "@c"), failed(4, "@d")]).unwrap();
        assert_eq!(toast.title, "4 monitors stopped");
        assert_eq!(toast.body, "@a, @b, @c and 1 more");
        assert_eq!((toast.opens, toast.lines), (None, vec![1, 2, 3, 4]));
    }

    #[test]
    fn a_refused_key_is_told_of_the_workspace_and_not_of_a_monitor() {
        let what = Happening::WorkspaceTrouble {
            code: ProblemCode::Unauthorized,
        };
        let toast = compose(&[(entry(1, None, what), "Alder".to_owned())]).unwrap();
        assert_eq!(toast.title, "Alder: the key is not accepted");
    }

    #[test]
    fn what_the_person_did_is_not_notified_about() {
        let what = Happening::Monitor {
            event: MonitorEvent::Changed { fields: Vec::new() },
        };
        assert!(!is_wanted(&entry(1, None, what), &NotifySettings::default()));
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
