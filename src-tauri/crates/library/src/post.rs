use std::fmt;

use contract::{Country, Platform, UnixMillis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A word in a file that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown word {0:?}")]
pub struct UnknownWord(pub String);

/// An enum that is stored by its name.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        #[ts(export)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stored name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a stored name.
            ///
            /// # Errors
            /// The name, where this version does not know it.
            pub fn from_name(name: &str) -> Result<Self, UnknownWord> {
                match name { $($word => Ok(Self::$variant),)+ other => Err(UnknownWord(other.to_owned())) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// Where a record came from. Shown beside every number, because platforms count differently.
    SourceId {
        /// Made up from the query, for looking around. Never real.
        Practice = "practice",
        /// The keyless feed of a YouTube channel.
        YoutubeFeed = "youtube_feed",
        /// A file that a person brought in.
        Import = "import",
        /// The YouTube Data API, with the person's own key.
        YoutubeApi = "youtube_api",
        /// Actors on Apify, on the person's own account and bill.
        Apify = "apify",
        /// Instagram's Graph API, with the person's own connection.
        InstagramGraph = "instagram_graph",
    }
}

impl SourceId {
    /// Days for which this source's terms let its records be kept without being fetched again; none
    /// where they set no end. Source: the YouTube API Services' developer policies, storage of
    /// non-authorised data; the keyless feed is held to the same.
    pub const fn keeps_days(self) -> Option<u32> {
        match self {
            Self::YoutubeFeed | Self::YoutubeApi => Some(30),
            Self::Practice | Self::Import | Self::Apify | Self::InstagramGraph => None,
        }
    }

    /// Sources whose records end, with their days.
    pub(crate) fn ending() -> impl Iterator<Item = (Self, u32)> {
        Self::ALL
            .iter()
            .filter_map(|source| source.keeps_days().map(|days| (*source, days)))
    }
}

words! {
    /// How exact a time is.
    Precision {
        /// As the platform states it.
        Exact = "exact",
        /// Worked out from words such as "2 days ago", or not given at all.
        Approximate = "approximate",
    }
}

words! {
    /// What a post is made of.
    Media {
        /// A video of any length that is not known to be a Short.
        Video = "video",
        /// A YouTube Short.
        Short = "short",
        /// One picture.
        Image = "image",
        /// Several pictures or videos.
        Carousel = "carousel",
        /// A live stream.
        Live = "live",
        /// The source does not tell.
        Unknown = "unknown",
    }
}

words! {
    /// What a post's country rests on; the bases do not mean the same and are never mixed in a sum.
    CountryBasis {
        /// Where the account was registered.
        AccountRegistration = "account_registration",
        /// What the creator wrote about themselves.
        CreatorDeclared = "creator_declared",
        /// Where the post says it was made.
        PostLocation = "post_location",
        /// It can be seen from there.
        ViewerRegion = "viewer_region",
    }
}

/// Who posted; whatever the source did not give is none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Author {
    /// The name with which people follow them, without `@`.
    pub handle: Option<String>,
    /// The name that is shown.
    pub display_name: Option<String>,
    /// The platform's id.
    pub native_id: Option<String>,
    /// Their page.
    pub url: Option<String>,
    /// Followers or subscribers.
    pub followers: Option<u64>,
    /// Whether the platform vouches for them.
    pub verified: Option<bool>,
}

/// A post's counts at the time it was fetched. None means "not given", which is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Views or plays.
    pub views: Option<u64>,
    /// Likes.
    pub likes: Option<u64>,
    /// Comments.
    pub comments: Option<u64>,
    /// Shares.
    pub shares: Option<u64>,
    /// Saves.
    pub saves: Option<u64>,
}

/// A country and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The country.
    pub country: Country,
    /// The basis.
    pub basis: CountryBasis,
}

/// A post or video, the same shape whatever the platform and the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Where it was posted.
    pub platform: Platform,
    /// The platform's own id; text, because many pass 2^53.
    pub native_id: String,
    /// What collected it.
    pub source: SourceId,
    /// Where it can be seen.
    pub url: String,
    /// Who posted it, where the source tells.
    pub author: Option<Author>,
    /// The title, on platforms that have one.
    pub title: Option<String>,
    /// The caption or description; empty where there is none.
    pub caption: String,
    /// Tags in lower case, without `#`, each once.
    pub hashtags: Vec<String>,
    /// When it was posted.
    pub published_at: UnixMillis,
    /// How exact that is.
    pub published_precision: Precision,
    /// What it is made of.
    pub media: Media,
    /// Length in milliseconds.
    pub duration_ms: Option<u64>,
    /// A preview picture; fetched and checked elsewhere.
    pub thumbnail_url: Option<String>,
    /// The counts when it was fetched.
    pub counts: Counts,
    /// Its country, where the source tells.
    pub origin: Option<Origin>,
    /// Its language, as the source names it.
    pub language: Option<String>,
    /// Whether it is an advertisement, where the source tells.
    pub is_ad: Option<bool>,
    /// When it was last fetched.
    pub fetched_at: UnixMillis,
}

impl Post {
    /// `youtube:dQw4w9WgXcQ`: one text that names a post across platforms.
    pub fn id(&self) -> String {
        post_id(self.platform, &self.native_id)
    }

    /// Whether it was made up for looking around.
    pub const fn is_practice(&self) -> bool {
        matches!(self.source, SourceId::Practice)
    }
}

/// The id of [`Post::id`] from its parts.
pub fn post_id(platform: Platform, native_id: &str) -> String {
    format!("{}:{native_id}", platform.as_str())
}

/// A comment or a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// The platform's own id.
    pub native_id: String,
    /// The platform of its post.
    pub platform: Platform,
    /// The native id of its post.
    pub post_native_id: String,
    /// The comment that this one answers.
    pub parent_native_id: Option<String>,
    /// What collected it.
    pub source: SourceId,
    /// Who wrote it, where the source tells.
    pub author_handle: Option<String>,
    /// What it says.
    pub text: String,
    /// When it was written; some sources do not tell.
    pub published_at: Option<UnixMillis>,
    /// How exact that is.
    pub published_precision: Precision,
    /// Likes.
    pub likes: Option<u64>,
    /// Replies.
    pub replies: Option<u64>,
    /// When it was last fetched.
    pub fetched_at: UnixMillis,
}
