//! A wall clock that a test sets.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use contract::UnixMillis;
use monitoring::Clock;

/// The system's time, moved by as much as the test says. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Wall(Arc<AtomicI64>);

impl Wall {
    /// One that begins at this moment.
    pub fn at(moment: &str) -> Self {
        let moment: jiff::Timestamp = moment.parse().unwrap();
        let wall = Self::default();
        wall.turn(moment.as_millisecond() - system());
        wall
    }

    /// Sets it forward by so many milliseconds, or back.
    pub fn turn(&self, by: i64) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }

    /// What it shows.
    pub fn now(&self) -> UnixMillis {
        UnixMillis(system() + self.0.load(Ordering::SeqCst))
    }

    /// For the app.
    pub fn clock(&self) -> Clock {
        let wall = self.clone();
        Clock::from_fn(move || wall.now())
    }
}

fn system() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
