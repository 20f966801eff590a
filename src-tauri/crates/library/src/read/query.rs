use contract::{Country, JobId, Platform, UnixMillis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Media;

/// What is let through. An empty list lets everything through.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct PostFilter {
    /// Words in title, caption, creator or hashtags; all of them, the last one perhaps only begun.
    pub search: String,
    /// Search the comments instead.
    pub in_comments: bool,
    /// Only these platforms.
    pub platforms: Vec<Platform>,
    /// Only what this job found.
    #[ts(skip)]
    #[serde(skip)]
    pub job: Option<JobId>,
    /// Only this creator's, by [`super::Creator::id`].
    #[ts(type = "number | null")]
    pub creator: Option<i64>,
    /// Posted at this time or later.
    pub from: Option<UnixMillis>,
    /// Posted before this time.
    pub until: Option<UnixMillis>,
    /// Only these kinds.
    pub media: Vec<Media>,
    /// Only these languages, as the sources name them.
    pub languages: Vec<String>,
    /// Only these countries.
    pub countries: Vec<Country>,
    /// Only posts with at least so many thousandths of their creator's usual views.
    pub outlier_min: Option<u32>,
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PostSort {
    /// The latest published.
    #[default]
    Newest,
    /// The most views; posts without a number come last.
    Views,
    /// The highest engagement rate; posts without one come last.
    Engagement,
    /// The furthest above their creator's median; posts without one come last.
    Outlier,
}

/// Where a page ended. The next one begins after it, whatever was stored meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PostCursor {
    /// The value sorted by; none where posts without one had begun.
    #[ts(type = "string | null")]
    #[serde(with = "as_text")]
    pub value: Option<i64>,
    /// The place in time.
    #[ts(type = "string")]
    #[serde(with = "as_text_always")]
    pub place: i64,
}

/// A page of posts that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct PostQuery {
    /// What is let through.
    pub filter: PostFilter,
    /// What comes first.
    pub sort: PostSort,
    /// The page before.
    pub after: Option<PostCursor>,
    /// Posts wanted, at most 500.
    pub limit: u32,
}

/// Numbers that may pass 2^53 cross as text.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(value: &Option<i64>, to: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(number) => to.collect_str(number),
            None => to.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
        let text: Option<String> = Option::deserialize(from)?;
        text.map(|text| text.parse().map_err(serde::de::Error::custom))
            .transpose()
    }
}

mod as_text_always {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(value: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
