use std::time::{Duration, Instant};

use contract::UnixMillis;

/// A wall clock this far from where the monotonic one says it should be was not merely corrected:
/// clocks that are set by the network move by less.
const APART: i64 = 30_000;

/// What the two clocks say against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClockNews {
    /// The computer slept since then: only the wall clock goes on meanwhile.
    Slept { from: UnixMillis },
    /// The wall clock was set back by so many milliseconds: what was planned lies too far ahead now.
    SetBack { by: i64 },
}

/// Notices sleep, and a clock that was set back, by comparing the wall clock with the monotonic one.
#[derive(Debug)]
pub(crate) struct ClockWatch {
    wall: UnixMillis,
    monotonic: Instant,
}

impl ClockWatch {
    pub(crate) const fn new(wall: UnixMillis, monotonic: Instant) -> Self {
        Self { wall, monotonic }
    }

    /// What happened to the clocks since the last question.
    pub(crate) fn news(&mut self, now: UnixMillis, monotonic: Instant) -> Option<ClockNews> {
        let awake: Duration = monotonic.saturating_duration_since(self.monotonic);
        let expected = self
            .wall
            .plus(i64::try_from(awake.as_millis()).unwrap_or(i64::MAX));
        *self = Self::new(now, monotonic);
        match now.since(expected) {
            ahead if ahead > APART => Some(ClockNews::Slept { from: expected }),
            ahead if ahead < -APART => Some(ClockNews::SetBack { by: -ahead }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: i64 = 365 * 86_400_000;

    /// What is said after so much time of work, when the wall clock shows `now`.
    fn said(begun: i64, awake: u64, now: i64) -> Option<ClockNews> {
        let monotonic = Instant::now();
        let mut clocks = ClockWatch::new(UnixMillis(begun), monotonic);
        let later = monotonic + Duration::from_secs(awake);
        let news = clocks.news(UnixMillis(now), later);
        assert_eq!(clocks.news(UnixMillis(now), later), None, "said once");
        news
    }

    #[test]
    fn clocks_that_go_together_are_no_news_nor_is_a_correction() {
        assert_eq!(said(0, 3_600, 3_600_000), None);
        assert_eq!(said(0, 10, 30_000), None, "the network moved it by 20 s");
        assert_eq!(said(0, 10, -10_000), None);
    }

    #[test]
    fn a_night_of_sleep_is_known_by_its_beginning() {
        let night = 8 * 3_600_000;
        let from = UnixMillis(60_000);
        assert_eq!(said(0, 60, 60_000 + night), Some(ClockNews::Slept { from }));
    }

    #[test]
    fn a_clock_set_back_by_a_year_is_no_sleep() {
        assert_eq!(said(YEAR, 20, 20_000), Some(ClockNews::SetBack { by: YEAR }));
    }
}
