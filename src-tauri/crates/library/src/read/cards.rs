use contract::{Country, Platform, UnixMillis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::codec::{self, Fields};
use crate::{CountryBasis, Media, Precision, SourceId};

/// Letters of a caption that a card carries; the post's own page has all of it.
const EXCERPT: usize = 300;

/// Who posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, rename = "PostCreator")]
pub struct Creator {
    /// Ours, to filter by.
    #[ts(type = "number")]
    pub id: i64,
    /// Without `@`.
    pub handle: Option<String>,
    /// The name that is shown.
    pub name: Option<String>,
    /// Their page.
    pub url: Option<String>,
    /// Followers or subscribers, when last told.
    #[ts(type = "number | null")]
    pub followers: Option<u64>,
    /// Whether the platform vouches for them.
    pub verified: Option<bool>,
    /// What is usual for them; none under three posts with views.
    pub usual: Option<Usual>,
}

/// A creator's median views over the thirty days up to their newest post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, rename = "PostUsual")]
pub struct Usual {
    /// Twice the median, so that a half stays whole.
    #[ts(type = "number")]
    pub twice_views: u64,
    /// Posts with views in that time.
    pub posts: u32,
    /// Its beginning.
    pub from: UnixMillis,
    /// Its end: their newest post.
    pub until: UnixMillis,
}

/// Counts when last fetched; none means "not given", which is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PostCounts {
    /// Views or plays.
    #[ts(type = "number | null")]
    pub views: Option<u64>,
    /// Likes.
    #[ts(type = "number | null")]
    pub likes: Option<u64>,
    /// Comments.
    #[ts(type = "number | null")]
    pub comments: Option<u64>,
    /// Shares.
    #[ts(type = "number | null")]
    pub shares: Option<u64>,
    /// Saves.
    #[ts(type = "number | null")]
    pub saves: Option<u64>,
}

/// A post as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PostCard {
    /// Ours.
    #[ts(type = "number")]
    pub id: i64,
    /// Where it was posted.
    pub platform: Platform,
    /// The platform's id.
    pub native_id: String,
    /// Where it can be seen.
    pub url: String,
    /// What it was last collected by.
    pub source: SourceId,
    /// Made up for looking around; never real.
    pub practice: bool,
    /// Who posted it; none where the source does not tell.
    pub creator: Option<Creator>,
    /// The title, where there is one.
    pub title: Option<String>,
    /// The caption, cut after 300 letters.
    pub caption: String,
    /// Without `#`.
    pub hashtags: Vec<String>,
    /// When it was posted.
    pub published_at: UnixMillis,
    /// How exact that is.
    pub published_precision: Precision,
    /// What it is made of.
    pub media: Media,
    /// Length in milliseconds.
    #[ts(type = "number | null")]
    pub duration_ms: Option<u64>,
    /// Whether the source gave a picture.
    pub has_picture: bool,
    /// Its counts.
    pub counts: PostCounts,
    /// (likes + comments + shares, where given) ÷ views, in millionths; none without views.
    #[ts(type = "number | null")]
    pub engagement: Option<u64>,
    /// Views ÷ the creator's median, in thousandths; none under three posts.
    #[ts(type = "number | null")]
    pub outlier: Option<u64>,
    /// Its country, and what that rests on.
    pub country: Option<Country>,
    /// What the country rests on.
    pub country_basis: Option<CountryBasis>,
    /// Its language, as the source names it.
    pub language: Option<String>,
    /// Whether it is an advertisement, where the source tells.
    pub is_ad: Option<bool>,
    /// When it was last fetched.
    pub fetched_at: UnixMillis,
}

/// The columns that [`card`] reads, of posts with their creators.
pub(crate) const COLUMNS: &str = "posts.*, creators.handle AS creator_handle, creators.name AS creator_name,
    creators.url AS creator_url, creators.followers AS creator_followers, creators.verified AS creator_verified,
    creators.median_twice, creators.median_posts, creators.median_from, creators.median_until";

/// A card with the beginning of its caption.
pub(crate) fn card(row: &Fields<'_>) -> rusqlite::Result<PostCard> {
    let mut card = whole_card(row)?;
    card.caption = excerpt(card.caption);
    Ok(card)
}

/// A card with its whole caption.
pub(crate) fn whole_card(row: &Fields<'_>) -> rusqlite::Result<PostCard> {
    let post = codec::post(row)?;
    let counts = post.counts;
    Ok(PostCard {
        id: row.get("id")?,
        practice: post.is_practice(),
        creator: creator(row)?,
        caption: post.caption,
        has_picture: post.thumbnail_url.is_some(),
        counts: PostCounts {
            views: counts.views,
            likes: counts.likes,
            comments: counts.comments,
            shares: counts.shares,
            saves: counts.saves,
        },
        engagement: codec::read_count(row, "engagement")?,
        outlier: codec::read_count(row, "outlier")?,
        country: post.origin.map(|origin| origin.country),
        country_basis: post.origin.map(|origin| origin.basis),
        platform: post.platform,
        native_id: post.native_id,
        url: post.url,
        source: post.source,
        title: post.title,
        hashtags: post.hashtags,
        published_at: post.published_at,
        published_precision: post.published_precision,
        media: post.media,
        duration_ms: post.duration_ms,
        language: post.language,
        is_ad: post.is_ad,
        fetched_at: post.fetched_at,
    })
}

fn creator(row: &Fields<'_>) -> rusqlite::Result<Option<Creator>> {
    let Some(id) = row.get("creator_id")? else {
        return Ok(None);
    };
    Ok(Some(Creator {
        id,
        handle: row.get("creator_handle")?,
        name: row.get("creator_name")?,
        url: row.get("creator_url")?,
        followers: codec::read_count(row, "creator_followers")?,
        verified: row.get("creator_verified")?,
        usual: usual(row)?,
    }))
}

fn usual(row: &Fields<'_>) -> rusqlite::Result<Option<Usual>> {
    let Some(twice_views) = codec::read_count(row, "median_twice")? else {
        return Ok(None);
    };
    Ok(Some(Usual {
        twice_views,
        posts: row.get("median_posts")?,
        from: UnixMillis(row.get::<Option<i64>>("median_from")?.unwrap_or(0)),
        until: UnixMillis(row.get::<Option<i64>>("median_until")?.unwrap_or(0)),
    }))
}

fn excerpt(caption: String) -> String {
    match caption.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", caption[..end].trim_end()),
        None => caption,
    }
}
