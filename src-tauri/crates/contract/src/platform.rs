use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A platform the API can follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Platform {
    /// `tiktok`
    TikTok,
    /// `instagram`
    Instagram,
    /// `youtube`
    YouTube,
}

impl Platform {
    /// All of them, in the order of the published table.
    pub const ALL: [Self; 3] = [Self::TikTok, Self::Instagram, Self::YouTube];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TikTok => "tiktok",
            Self::Instagram => "instagram",
            Self::YouTube => "youtube",
        }
    }

    /// The name a person reads.
    pub const fn display_name(self) -> &'static str {
        match self {
            Self::TikTok => "TikTok",
            Self::Instagram => "Instagram",
            Self::YouTube => "YouTube",
        }
    }

    /// The platform of this wire name; names are lower case, as the page prints them.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.as_str() == name)
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.display_name())
    }
}

/// What kind of thing is followed; `type` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum TargetKind {
    /// An account; its value starts with `@`.
    Username,
    /// A hashtag; its value starts with `#`.
    Hashtag,
    /// A search in plain words.
    Keyword,
}

impl TargetKind {
    /// All of them, in the order of the published table.
    pub const ALL: [Self; 3] = [Self::Username, Self::Hashtag, Self::Keyword];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Hashtag => "hashtag",
            Self::Keyword => "keyword",
        }
    }

    /// The kind of this wire name; names are lower case, as the page prints them.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

impl fmt::Display for TargetKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether the API knows this pair: all but keyword search on Instagram.
/// Source: the table "Not all platforms support all search types".
pub const fn supports(platform: Platform, kind: TargetKind) -> bool {
    !matches!((platform, kind), (Platform::Instagram, TargetKind::Keyword))
}
