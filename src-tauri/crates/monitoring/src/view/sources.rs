use std::fmt;

use contract::{Money, Platform, UnixMillis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::KeyView;

/// A way to collect posts on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SourceName {
    /// YouTube's official interface, with the person's own key.
    YoutubeApi,
    /// A channel's public feed, without a key.
    YoutubeFeed,
    /// Instagram's official interface, with the person's own connection.
    InstagramGraph,
    /// Programs at Apify, on the person's own bill.
    Apify,
}

impl SourceName {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [
        Self::YoutubeApi,
        Self::Apify,
        Self::InstagramGraph,
        Self::YoutubeFeed,
    ];

    /// Its name, as the service and the keychain know it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::YoutubeApi => "youtube_api",
            Self::YoutubeFeed => "youtube_feed",
            Self::InstagramGraph => "instagram_graph",
            Self::Apify => "apify",
        }
    }
}

impl fmt::Display for SourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a platform counts of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AllowanceName {
    /// YouTube's searches of a day.
    Searches,
    /// YouTube's other calls of a day.
    Calls,
    /// Instagram's hashtags of seven days.
    Hashtags,
}

/// How much of an allowance is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AllowanceView {
    /// What is counted.
    pub name: AllowanceName,
    /// How many were used.
    pub used: u32,
    /// How many there are.
    pub limit: u32,
    /// When it is full again, where that is known.
    pub resets_at: Option<UnixMillis>,
    /// Whether the platform said that nothing is left.
    pub used_up: bool,
}

/// A source with its key and what it used; never the key itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SourceView {
    /// Which.
    pub name: SourceName,
    /// Whether it works only with a key.
    pub needs_key: bool,
    /// Its key; none where there is none.
    pub key: Option<KeyView>,
    /// What of its key's allowances is used.
    pub allowances: Vec<AllowanceView>,
    /// What the provider charged in this month, as it reported; none where nobody charges.
    pub billed: Option<Money>,
}

/// Who collects a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SourceChoice {
    /// The platform.
    pub platform: Platform,
    /// The source that the person chose; none leaves it to Feedwatch.
    pub chosen: Option<SourceName>,
    /// The sources that know the platform, the preferred one first.
    pub able: Vec<SourceName>,
}

/// Settings, Sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SourcesView {
    /// Every source.
    pub sources: Vec<SourceView>,
    /// Every platform.
    pub choices: Vec<SourceChoice>,
}

/// A source's key that was tried and works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SourceKeyTest {
    /// The account that it belongs to, where the platform tells.
    pub account: Option<String>,
}
