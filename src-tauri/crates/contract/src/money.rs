use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// US dollars in whole micro-dollars (1 USD = 1,000,000). Sums stay at the end of the range where
/// they would pass it: a sum of that size is wrong anyway, and must not turn negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export, type = "number")]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many micro-dollars.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The micro-dollars.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This amount so many times.
    #[must_use]
    pub const fn times(self, count: u32) -> Self {
        // Widening: u32 always fits i64.
        Self(self.0.saturating_mul(count as i64))
    }

    /// This amount less the other, but never below nothing.
    #[must_use]
    pub fn less_at_least_zero(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0).max(0))
    }
}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// `$0.75`, `$0.015`: two decimals, more only where the amount has them.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        let (whole, rest) = (micros / 1_000_000, micros % 1_000_000);
        let decimals = format!("{rest:06}");
        let needed = decimals.trim_end_matches('0').len().max(2);
        write!(f, "{sign}${whole}.{}", &decimals[..needed])
    }
}
