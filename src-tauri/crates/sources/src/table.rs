use contract::{Platform, PriceList, TargetKind};
use library::SourceId;

/// One line of the table: this source serves these kinds on this platform.
struct Line(SourceId, Platform, &'static [TargetKind]);

use Platform::{Instagram, TikTok, YouTube};
use TargetKind::{Hashtag, Keyword, Username};

/// Which source serves which pair. Where several do, the first line wins.
const TABLE: [Line; 4] = [
    Line(SourceId::Practice, TikTok, &[Username, Hashtag, Keyword]),
    Line(SourceId::Practice, Instagram, &[Username, Hashtag]),
    Line(SourceId::Practice, YouTube, &[Username, Hashtag, Keyword]),
    Line(SourceId::YoutubeFeed, YouTube, &[Username]),
];

/// Whether a source serves a pair.
pub fn serves(source: SourceId, platform: Platform, kind: TargetKind) -> bool {
    TABLE
        .iter()
        .any(|line| line.0 == source && line.1 == platform && line.2.contains(&kind))
}

/// The real sources that serve a pair, the preferred one first. Practice is never among them.
pub fn sources_for(platform: Platform, kind: TargetKind) -> Vec<SourceId> {
    let real = TABLE.iter().filter(|line| line.0 != SourceId::Practice);
    real.filter(|line| line.1 == platform && line.2.contains(&kind))
        .map(|line| line.0)
        .collect()
}

/// What a person needs before this pair can be collected on this computer, as a sentence.
pub const fn missing(platform: Platform, kind: TargetKind) -> &'static str {
    match (platform, kind) {
        (TikTok, _) => "TikTok needs a source of your own (an Apify token) or a GEN workspace",
        (Instagram, Keyword) => "Instagram has no keyword search; follow a hashtag instead",
        (Instagram, _) => "Instagram needs a source of your own (an Apify token) or a GEN workspace",
        (YouTube, Username) => "YouTube channels need their link or id",
        (YouTube, Hashtag | Keyword) => {
            "YouTube hashtags and keywords need a source of your own (a YouTube API key or an Apify token) or a GEN workspace"
        }
    }
}

/// What a source's posts and comments are charged at here. Practice follows the published prices,
/// so that people see what their plans would cost; the feed is free.
pub const fn prices(source: SourceId) -> PriceList {
    match source {
        SourceId::Practice => PriceList::PUBLISHED,
        SourceId::YoutubeFeed | SourceId::Import => PriceList::FREE,
    }
}

/// The most comments a source gives for one post.
pub const fn comments_per_post(source: SourceId) -> u32 {
    match source {
        SourceId::Practice => 10,
        SourceId::YoutubeFeed | SourceId::Import => 0,
    }
}
