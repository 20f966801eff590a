//! When to look at a job again: a pure function of how it stands.

use std::time::Duration;

use contract::UnixMillis;
use store::StateWord;

/// How near the service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tempo {
    /// On this computer: a look costs next to nothing.
    Near,
    /// Across the network, shared with others.
    Far,
}

/// What the schedule knows of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How it stands.
    pub state: StateWord,
    /// For how long, in milliseconds.
    pub age: i64,
    /// Looks in a row without an answer.
    pub silent_looks: u32,
    /// In how many milliseconds the service checks next, where it tells.
    pub next_check_in: Option<i64>,
    /// How near the service is.
    pub tempo: Tempo,
}

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
/// The longest wait while nobody answers.
const SILENT_MAX: i64 = 15 * MINUTE;
/// A resting monitor: its state changes only when it fails or is stopped.
const RESTING: i64 = 5 * MINUTE;
/// One that has rested for hours: hundreds of them must let a laptop sleep.
const RESTING_MOST: i64 = 20 * MINUTE;
/// Waits from this on are rests.
const REST_FROM: i64 = MINUTE;
/// Looks at resting monitors are gathered into steps of this length, so that many of them cost one waking
/// and one write to the disk.
const STEP: i64 = 30 * SECOND;

impl Standing {
    /// When to look next, after a look at `now`; none where nothing can change any more. `chance` as in
    /// [`Standing::next_look_in`].
    pub fn next_look_at(self, now: UnixMillis, chance: f64) -> Option<UnixMillis> {
        let wait = i64::try_from(self.next_look_in(chance)?.as_millis()).unwrap_or(i64::MAX);
        let at = now.plus(wait);
        Some(if wait < REST_FROM { at } else { in_step(at) })
    }

    /// How long to wait before the next look; none where nothing can change any more. `chance` is
    /// in 0 to 1 and spreads looks over the second half of the wait (equal jitter), so that jobs
    /// made together are not asked for together.
    pub fn next_look_in(self, chance: f64) -> Option<Duration> {
        let wait = self.patience()?;
        let half = wait / 2;
        // Proof: half is at most ten minutes, so the product fits and is not negative.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "see above"
        )]
        let spread = (half as f64 * chance.clamp(0.0, 1.0)) as i64;
        Some(Duration::from_millis(
            u64::try_from(half + spread).unwrap_or_default(),
        ))
    }

    /// The wait before it is spread.
    fn patience(self) -> Option<i64> {
        if !self.state.is_live() {
            return None;
        }
        let calm = match (self.state, self.tempo) {
            (StateWord::Waiting, Tempo::Far) => (self.age / 3).clamp(2 * SECOND, 30 * SECOND),
            (StateWord::Waiting, Tempo::Near) => (self.age / 3).clamp(SECOND, 10 * SECOND),
            (StateWord::Collecting, Tempo::Far) => (self.age / 4).clamp(4 * SECOND, MINUTE),
            (StateWord::Collecting, Tempo::Near) => (self.age / 4).clamp(SECOND, 10 * SECOND),
            (StateWord::Watching, Tempo::Near) => self.until_next_check(),
            (StateWord::Watching, Tempo::Far) => (self.age / 12).clamp(RESTING, RESTING_MOST),
            _ => 2 * MINUTE,
        };
        if self.silent_looks == 0 {
            return Some(calm);
        }
        let doubled = calm.max(2 * SECOND) << self.silent_looks.min(10);
        Some(doubled.clamp(calm, SILENT_MAX.max(calm)))
    }

    /// A little after the service said it checks; now and then where that is long, so that news
    /// does not wait for hours.
    fn until_next_check(self) -> i64 {
        // The spread takes up to half of the wait away, hence twice the time.
        self.next_check_in.map_or(RESTING, |wait| {
            (2 * (wait.max(0) + SECOND)).clamp(2 * SECOND, RESTING)
        })
    }
}

/// The next of the moments at which resting monitors are looked at.
fn in_step(at: UnixMillis) -> UnixMillis {
    at.plus(STEP - 1 - (at.0 + STEP - 1).rem_euclid(STEP))
}

/// Spreads looks that all came due while nobody could look: `index` of `count` over `over`.
pub fn spread(now: UnixMillis, index: usize, count: usize, over: Duration) -> UnixMillis {
    let over = i64::try_from(over.as_millis()).unwrap_or(i64::MAX);
    let (index, count) = (
        i64::try_from(index).unwrap_or(i64::MAX),
        i64::try_from(count.max(1)).unwrap_or(i64::MAX),
    );
    now.plus(over.saturating_mul(index) / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(state: StateWord) -> Standing {
        Standing {
            state,
            age: 0,
            silent_looks: 0,
            next_check_in: None,
            tempo: Tempo::Far,
        }
    }

    #[test]
    fn a_finished_job_is_never_looked_at_again() {
        for state in StateWord::ALL.into_iter().filter(|state| !state.is_live()) {
            assert_eq!(standing(state).next_look_in(0.5), None, "{state:?}");
        }
    }

    #[test]
    fn looks_are_frequent_while_waiting_and_rare_while_resting() {
        let wait = |state| standing(state).next_look_in(1.0).unwrap();
        assert_eq!(wait(StateWord::Waiting), Duration::from_secs(2));
        assert_eq!(wait(StateWord::Collecting), Duration::from_secs(4));
        assert_eq!(wait(StateWord::Watching), Duration::from_secs(300));
    }

    #[test]
    fn a_job_that_waits_long_is_asked_for_less_often() {
        let old = Standing {
            age: 10 * MINUTE,
            ..standing(StateWord::Waiting)
        };
        assert_eq!(old.next_look_in(1.0).unwrap(), Duration::from_secs(30));
    }

    #[test]
    fn a_monitor_that_has_rested_for_hours_is_looked_at_less_often() {
        let wait = |hours: i64| {
            let rested = Standing {
                age: hours * 60 * MINUTE,
                ..standing(StateWord::Watching)
            };
            rested.next_look_in(1.0).unwrap().as_secs() / 60
        };
        assert_eq!([wait(0), wait(1), wait(2), wait(4), wait(99)], [5, 5, 10, 20, 20]);
    }

    #[test]
    fn silence_doubles_the_wait_up_to_a_quarter_of_an_hour() {
        let wait = |silent_looks| {
            Standing {
                silent_looks,
                ..standing(StateWord::Waiting)
            }
            .next_look_in(1.0)
            .unwrap()
            .as_secs()
        };
        assert_eq!([wait(0), wait(1), wait(2), wait(3)], [2, 4, 8, 16]);
        assert_eq!(wait(40), 15 * 60, "and no overflow");
    }

    #[test]
    fn chance_spreads_a_look_over_the_second_half_of_its_wait() {
        for chance in [-1.0, 0.0, 0.3, 1.0, 7.0, f64::NAN] {
            let wait = standing(StateWord::Watching).next_look_in(chance).unwrap();
            assert!(
                (Duration::from_secs(150)..=Duration::from_secs(300)).contains(&wait),
                "{chance}: {wait:?}"
            );
        }
    }

    #[test]
    fn a_near_service_that_tells_its_schedule_is_asked_after_its_check() {
        let near = Standing {
            tempo: Tempo::Near,
            next_check_in: Some(20_000),
            ..standing(StateWord::Watching)
        };
        assert!(
            near.next_look_in(0.0).unwrap() >= Duration::from_secs(21),
            "not before it can be news"
        );
        assert!(near.next_look_in(1.0).unwrap() <= Duration::from_secs(42));
    }

    #[test]
    fn resting_monitors_are_looked_at_in_steps_and_never_before_their_time() {
        for at in [0, 1, 29_999, 30_000, 30_001, 1_764_100_000_123] {
            let stepped = in_step(UnixMillis(at)).0;
            assert!((at..at + STEP).contains(&stepped), "{at} became {stepped}");
            assert_eq!(stepped % STEP, 0);
        }
        let at = |state| standing(state).next_look_at(UnixMillis(3), 1.0).unwrap().0;
        assert_eq!(
            [at(StateWord::Waiting), at(StateWord::Watching)],
            [2_003, 330_000]
        );
    }

    #[test]
    fn what_came_due_in_sleep_is_spread_out_in_order() {
        let looks: Vec<_> = (0..4)
            .map(|i| spread(UnixMillis(0), i, 4, Duration::from_secs(60)).0)
            .collect();
        assert_eq!(looks, [0, 15_000, 30_000, 45_000]);
    }
}
