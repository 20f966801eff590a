use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most posts one check may fetch: 1 to 50; `max_results` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "i64", into = "u8")]
#[ts(export, type = "number")]
pub struct MaxResults(u8);

impl MaxResults {
    /// The documented ceiling. Also what is assumed where none is given: the page names no default,
    /// and the ceiling is the only assumption under which a price shown is never too low.
    pub const CEILING: Self = Self(50);

    /// This many posts, if it is 1 to 50.
    pub fn new(count: i64) -> Option<Self> {
        u8::try_from(count)
            .ok()
            .filter(|count| (1..=50).contains(count))
            .map(Self)
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<i64> for MaxResults {
    type Error = &'static str;

    fn try_from(count: i64) -> Result<Self, Self::Error> {
        Self::new(count).ok_or("max_results must be between 1 and 50")
    }
}

impl From<MaxResults> for u8 {
    fn from(count: MaxResults) -> Self {
        count.0
    }
}
