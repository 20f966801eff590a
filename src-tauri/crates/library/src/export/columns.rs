use jiff::Timestamp;

use crate::{PostCard, Precision};

/// A cell. None is empty, and never 0.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Whole(u64),
    /// A number with a part, from thousandths or millionths.
    Part(f64),
    /// Seconds since 1970, UTC.
    Time(i64),
    Nothing,
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Nothing, Self::Text)
    }
}

impl From<Option<u64>> for Cell {
    fn from(number: Option<u64>) -> Self {
        number.map_or(Self::Nothing, Self::Whole)
    }
}

/// The columns, in order; names are the same in every language, because programs read them.
pub(super) const NAMES: [&str; 25] = [
    "data",
    "platform",
    "id",
    "url",
    "creator",
    "creator_name",
    "title",
    "caption",
    "hashtags",
    "published_utc",
    "published_exact",
    "media",
    "seconds",
    "views",
    "likes",
    "comments",
    "shares",
    "saves",
    "engagement_rate",
    "outlier",
    "country",
    "country_basis",
    "language",
    "source",
    "fetched_utc",
];

/// A post's row.
pub(super) fn row(post: &PostCard) -> [Cell; NAMES.len()] {
    let creator = post.creator.as_ref();
    let word = |text: &str| Cell::Text(text.to_owned());
    [
        word(if post.practice {
            "practice, not real"
        } else {
            "real"
        }),
        word(post.platform.as_str()),
        word(&post.native_id),
        word(&post.url),
        creator.and_then(|creator| creator.handle.clone()).into(),
        creator.and_then(|creator| creator.name.clone()).into(),
        post.title.clone().into(),
        word(&post.caption),
        word(&post.hashtags.join(" ")),
        Cell::Time(post.published_at.0.div_euclid(1_000)),
        word(if post.published_precision == Precision::Exact {
            "yes"
        } else {
            "no"
        }),
        word(post.media.as_str()),
        post.duration_ms
            .map_or(Cell::Nothing, |millis| Cell::Part(part(millis, 1_000.0))),
        post.counts.views.into(),
        post.counts.likes.into(),
        post.counts.comments.into(),
        post.counts.shares.into(),
        post.counts.saves.into(),
        post.engagement
            .map_or(Cell::Nothing, |rate| Cell::Part(part(rate, 1_000_000.0))),
        post.outlier
            .map_or(Cell::Nothing, |outlier| Cell::Part(part(outlier, 1_000.0))),
        post.country.map(|country| country.to_string()).into(),
        post.country_basis.map(|basis| basis.to_string()).into(),
        post.language.clone().into(),
        word(post.source.as_str()),
        Cell::Time(post.fetched_at.0.div_euclid(1_000)),
    ]
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a ratio for a spreadsheet: fifteen digits are enough"
)]
fn part(number: u64, of: f64) -> f64 {
    number as f64 / of
}

/// `2026-11-20T14:03:05Z`.
pub(super) fn time(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |time| time.to_string())
}
