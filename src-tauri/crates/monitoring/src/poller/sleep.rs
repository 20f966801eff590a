use std::time::Duration;

use contract::UnixMillis;
use tokio::time::Instant;

/// A wall clock this far ahead of the monotonic one means that the computer slept. Clocks that are
/// set by the network move by less.
const SLEPT: i64 = 30_000;

/// Notices sleep by comparing the two clocks: only the wall clock goes on while a computer sleeps.
#[derive(Debug)]
pub(crate) struct SleepWatch {
    wall: UnixMillis,
    monotonic: Instant,
}

impl SleepWatch {
    pub(crate) fn new(now: UnixMillis) -> Self {
        Self {
            wall: now,
            monotonic: Instant::now(),
        }
    }

    /// When the sleep began that has just ended, if there was one.
    pub(crate) fn slept_since(&mut self, now: UnixMillis) -> Option<UnixMillis> {
        let awake: Duration = self.monotonic.elapsed();
        let from = self
            .wall
            .plus(i64::try_from(awake.as_millis()).unwrap_or(i64::MAX));
        *self = Self::new(now);
        (now.since(from) > SLEPT).then_some(from)
    }
}
