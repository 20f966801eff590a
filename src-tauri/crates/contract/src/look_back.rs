use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far back posts may lie; `days` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "i64", into = "u16")]
#[ts(export, type = "0 | 1 | 7 | 30 | 90 | 180")]
pub enum LookBack {
    /// 0: no filter.
    NoLimit,
    /// 1 day.
    Day,
    /// 7 days.
    Week,
    /// 30 days.
    Month,
    /// 90 days.
    Quarter,
    /// 180 days.
    HalfYear,
}

impl LookBack {
    /// All of them, by length, no filter first.
    pub const ALL: [Self; 6] = [
        Self::NoLimit,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::HalfYear,
    ];

    /// The number on the wire; 0 means no filter.
    pub const fn days(self) -> u16 {
        match self {
            Self::NoLimit => 0,
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
            Self::HalfYear => 180,
        }
    }

    /// The period of this many days, if the API has it.
    pub fn from_days(days: i64) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|period| i64::from(period.days()) == days)
    }
}

impl TryFrom<i64> for LookBack {
    type Error = &'static str;

    fn try_from(days: i64) -> Result<Self, Self::Error> {
        Self::from_days(days).ok_or("days must be one of 0, 1, 7, 30, 90, 180")
    }
}

impl From<LookBack> for u16 {
    fn from(period: LookBack) -> Self {
        period.days()
    }
}
