use std::fmt;

use contract::{Platform, TargetKind};
use sources::{Missing, SourceId, Sources, serves};

/// What an agent of this service collects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Collects {
    /// Practice data only: made up, and marked so.
    Practice,
    /// Real posts only, by the sources of this computer.
    Sources,
}

impl Collects {
    /// Its name in the store, in answers and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Sources => "sources",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Practice, Self::Sources]
            .into_iter()
            .find(|collects| collects.as_str() == name)
    }
}

impl fmt::Display for Collects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether this computer can collect a pair of platform and kind now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// Yes.
    Served {
        /// By this source.
        source: SourceId,
    },
    /// No.
    Missing {
        /// What is needed first.
        what: Missing,
    },
}

/// Whether an agent that collects so can take a monitor of this target. The form asks before
/// anything is sent; the service asks again when it arrives and before each check.
pub(crate) fn availability(
    sources: &Sources,
    collects: Collects,
    (platform, kind, value): (Platform, TargetKind, &str),
) -> Availability {
    let found = match collects {
        Collects::Practice if serves(SourceId::Practice, platform, kind) => Ok(SourceId::Practice),
        Collects::Practice => Err(Missing::NoSuchPair),
        Collects::Sources => sources.pick(platform, kind, value),
    };
    found.map_or_else(
        |what| Availability::Missing { what },
        |source| Availability::Served { source },
    )
}
