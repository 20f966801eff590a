use contract::UnixMillis;
use library::SourceId;

/// How much of a key's allowance is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// The allowances, the scarcest first.
    pub buckets: Vec<Bucket>,
}

/// One allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// What is counted: `searches`, `calls`, `hashtags`.
    pub name: &'static str,
    /// How many were used, as this computer counted them.
    pub used: u64,
    /// How many there are; the documented number.
    pub limit: u64,
    /// When it is full again.
    pub resets_at: Option<UnixMillis>,
    /// Whether the platform said that it is used up.
    pub used_up: bool,
}

/// A source's name as people know it.
pub const fn source_name(source: SourceId) -> &'static str {
    match source {
        SourceId::Practice => "Practice",
        SourceId::YoutubeFeed => "YouTube's public feed",
        SourceId::YoutubeApi => "YouTube",
        SourceId::Apify => "Apify",
        SourceId::InstagramGraph => "Instagram",
        SourceId::Import => "A file",
    }
}
