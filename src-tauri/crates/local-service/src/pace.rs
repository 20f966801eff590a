use std::str::FromStr;
use std::time::Duration;

use sources::{SourceId, billed_elsewhere};

/// Not a pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pace is fast, normal, slow, or a factor from 0.001 to 1000 such as 0.5 (smaller is faster)")]
pub struct UnknownPace;

/// How long practice takes, as a factor in thousandths. Real sources take the time they take and
/// keep their hourly rest at every pace: the platforms did nothing to be hurried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    thousandths: u32,
}

impl Pace {
    /// Tens of milliseconds: for tests.
    pub const FAST: Self = Self { thousandths: 10 };
    /// A one-time job is done in under five seconds; monitors are checked every three minutes.
    pub const NORMAL: Self = Self { thousandths: 1_000 };
    /// Four times as long, to watch each state.
    pub const SLOW: Self = Self { thousandths: 4_000 };

    /// From acceptance to the first check.
    pub(crate) fn queue(self, source: SourceId) -> Duration {
        match source {
            SourceId::Practice => self.scaled(1_500),
            _ => Duration::ZERO,
        }
    }

    /// What a check of practice takes before its posts are there.
    pub(crate) fn work(self, source: SourceId) -> Duration {
        match source {
            SourceId::Practice => self.scaled(3_000),
            _ => Duration::ZERO,
        }
    }

    /// From one check of a monitor to the next: hourly, and once a day where it costs the person money.
    pub(crate) fn rest(self, source: SourceId) -> Duration {
        match source {
            SourceId::Practice => self.scaled(180_000),
            source if billed_elsewhere(source) => Duration::from_secs(24 * 60 * 60),
            _ => Duration::from_secs(60 * 60),
        }
    }

    /// Before another try within a check, which doubles with each.
    pub(crate) fn retry(self, source: SourceId, tries: u32) -> Duration {
        let first = match source {
            SourceId::Practice => self.scaled(600),
            _ => Duration::from_secs(15),
        };
        first.saturating_mul(1 << tries.min(6))
    }

    fn scaled(self, millis: u64) -> Duration {
        Duration::from_millis((millis * u64::from(self.thousandths) / 1_000).max(1))
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self::NORMAL
    }
}

impl FromStr for Pace {
    type Err = UnknownPace;

    fn from_str(text: &str) -> Result<Self, UnknownPace> {
        match text {
            "fast" => Ok(Self::FAST),
            "normal" => Ok(Self::NORMAL),
            "slow" => Ok(Self::SLOW),
            _ => thousandths(text)
                .map(|thousandths| Self { thousandths })
                .ok_or(UnknownPace),
        }
    }
}

/// `0.5` as 500, in whole numbers.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let whole: u32 = whole.parse().ok()?;
    let digits = rest.len() <= 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    let part: u32 = digits.then(|| format!("{rest:0<3}").parse().ok())??;
    let all = whole.checked_mul(1_000)?.checked_add(part)?;
    (1..=1_000_000).contains(&all).then_some(all)
}
