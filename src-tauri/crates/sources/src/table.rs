use std::fmt;

use contract::{Money, Platform, PriceList, TargetKind};
use library::SourceId;

/// One line of the table: this source serves these kinds on this platform.
struct Line(SourceId, Platform, &'static [TargetKind]);

use Platform::{Instagram, TikTok, YouTube};
use TargetKind::{Hashtag, Keyword, Username};

/// Which source serves which pair. Where several could, the first that is ready wins: official and
/// free before paid.
const TABLE: [Line; 9] = [
    Line(SourceId::Practice, TikTok, &[Username, Hashtag, Keyword]),
    Line(SourceId::Practice, Instagram, &[Username, Hashtag]),
    Line(SourceId::Practice, YouTube, &[Username, Hashtag, Keyword]),
    Line(SourceId::YoutubeApi, YouTube, &[Username, Hashtag, Keyword]),
    Line(SourceId::YoutubeFeed, YouTube, &[Username]),
    Line(SourceId::InstagramGraph, Instagram, &[Username, Hashtag]),
    Line(SourceId::Apify, TikTok, &[Username, Hashtag, Keyword]),
    Line(SourceId::Apify, Instagram, &[Username, Hashtag]),
    Line(SourceId::Apify, YouTube, &[Username, Hashtag, Keyword]),
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

/// The real sources of a platform, whatever the kind; what a person may choose from.
pub fn sources_of(platform: Platform) -> Vec<SourceId> {
    let real = TABLE.iter().filter(|line| line.0 != SourceId::Practice);
    real.filter(|line| line.1 == platform)
        .map(|line| line.0)
        .collect()
}

/// Whether a source works only with a key of the person's own.
pub const fn needs_key(source: SourceId) -> bool {
    matches!(
        source,
        SourceId::YoutubeApi | SourceId::Apify | SourceId::InstagramGraph
    )
}

/// What a person needs before a pair can be collected on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// TikTok without an Apify token.
    ApifyToken,
    /// Instagram without an Apify token and without a connection of one's own.
    ApifyOrInstagram,
    /// Instagram, for which the person chose their own connection and gave none.
    InstagramConnection,
    /// YouTube's hashtags and keywords without a key.
    YoutubeKey,
    /// A YouTube handle without a key; the channel's link or id would do.
    ChannelLink,
    /// Instagram has no keyword search at all.
    NoSuchPair,
    /// The source that was chosen for the platform does not do this kind.
    OtherSource,
}

/// As a whole sentence, for a person who reads it on its own.
impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = self.sentence().chars();
        let first = letters.next().map(char::to_uppercase);
        let whole: String = first.into_iter().flatten().chain(letters).collect();
        write!(f, "{whole}.")
    }
}

impl Missing {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::ApifyToken,
        Self::ApifyOrInstagram,
        Self::InstagramConnection,
        Self::YoutubeKey,
        Self::ChannelLink,
        Self::NoSuchPair,
        Self::OtherSource,
    ];

    /// Its name among the sentences.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::ApifyToken => "no_apify_token",
            Self::ApifyOrInstagram => "no_instagram_source",
            Self::InstagramConnection => "no_instagram_connection",
            Self::YoutubeKey => "no_youtube_source",
            Self::ChannelLink => "no_channel_link",
            Self::NoSuchPair => "no_keyword_search",
            Self::OtherSource => "other_source_chosen",
        }
    }

    /// As a sentence, without its full stop.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::ApifyToken => {
                "TikTok needs a source of your own (an Apify token, in Settings under Sources) or a GEN workspace"
            }
            Self::ApifyOrInstagram => {
                "Instagram needs a source of your own (an Apify token or an Instagram connection, in Settings under Sources) or a GEN workspace"
            }
            Self::InstagramConnection => {
                "Instagram is set to your own connection in Settings under Sources, and there is none yet"
            }
            Self::YoutubeKey => {
                "YouTube hashtags and keywords need a source of your own (a YouTube API key or an Apify token) or a GEN workspace"
            }
            Self::ChannelLink => {
                "without a YouTube key a channel is found only by its id: paste its link or id (it starts with UC), or add a key in Settings under Sources"
            }
            Self::NoSuchPair => "Instagram has no keyword search; follow a hashtag instead",
            Self::OtherSource => {
                "the source chosen for this platform in Settings under Sources cannot collect this; choose another there"
            }
        }
    }

    /// What is missing for a pair that nothing here serves now.
    pub(crate) const fn of(platform: Platform, kind: TargetKind) -> Self {
        match (platform, kind) {
            (Instagram, Keyword) => Self::NoSuchPair,
            (TikTok, _) => Self::ApifyToken,
            (Instagram, _) => Self::ApifyOrInstagram,
            (YouTube, Username) => Self::ChannelLink,
            (YouTube, Hashtag | Keyword) => Self::YoutubeKey,
        }
    }
}

/// What a source's posts and comments cost at most. Practice follows the published prices, so that
/// people see what their plans would cost; the platforms' own interfaces are free. Apify's are the
/// store's prices of September 2026, rounded up so that the fee of a start is within them; they are
/// sent along as the ceiling of each run, and what a run really cost is read back.
pub const fn prices(source: SourceId, platform: Platform) -> PriceList {
    match (source, platform) {
        (SourceId::Practice, _) => PriceList::PUBLISHED,
        (SourceId::Apify, Instagram) => apify(3_500),
        (SourceId::Apify, TikTok | YouTube) => apify(5_000),
        (SourceId::YoutubeFeed | SourceId::YoutubeApi | SourceId::InstagramGraph | SourceId::Import, _) => {
            PriceList::FREE
        }
    }
}

/// A comment counts as an item, as a post does.
const fn apify(item: i64) -> PriceList {
    PriceList {
        post: Money::from_micros(item),
        comment: Money::from_micros(item),
        comments_per_post: Some(comments_per_post(SourceId::Apify)),
    }
}

/// Whether a provider bills the person for it, so that no credits of ours are involved.
pub const fn billed_elsewhere(source: SourceId) -> bool {
    matches!(source, SourceId::Apify)
}

/// The most comments a source gives for one post.
pub const fn comments_per_post(source: SourceId) -> u32 {
    match source {
        SourceId::Practice => 10,
        SourceId::YoutubeFeed | SourceId::InstagramGraph | SourceId::Import => 0,
        SourceId::YoutubeApi => 100,
        SourceId::Apify => 20,
    }
}
