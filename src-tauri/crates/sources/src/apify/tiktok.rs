use contract::{Platform, UnixMillis};
use library::{Author, Comment, CountryBasis, Counts, Media, Origin, Post, Precision, SourceId};
use serde_json::Value;

use crate::fields::Fields;
use crate::text::{add_tag, blank_post, hashtags};

/// An item of `clockworks/tiktok-scraper`; none without an id and a time.
pub(super) fn post(item: &Value, now: UnixMillis) -> Option<Post> {
    let item = Fields(item);
    let id = item.id("/id")?;
    let published = item.time("/createTimeISO").or_else(|| item.time("/createTime"))?;
    let handle = item.text("/authorMeta/name");
    let url = item.text("/webVideoUrl").unwrap_or_else(|| {
        format!(
            "https://www.tiktok.com/@{}/video/{id}",
            handle.as_deref().unwrap_or("_")
        )
    });
    let mut post = blank_post((Platform::TikTok, SourceId::Apify), id, url, published, now);
    post.caption = item.text("/text").unwrap_or_default();
    post.hashtags = hashtags(&[&post.caption]);
    for tag in item.list("/hashtags") {
        add_tag(&mut post.hashtags, &Fields(tag).text("/name").unwrap_or_default());
    }
    let slides = item.truth("/isSlideshow") == Some(true);
    post.media = if slides { Media::Carousel } else { Media::Video };
    post.duration_ms = item
        .count("/videoMeta/duration")
        .filter(|seconds| *seconds > 0 && !slides)
        .map(|seconds| seconds.saturating_mul(1_000));
    post.author = author(item, handle);
    post.thumbnail_url = item.first_text(&["/videoMeta/coverUrl", "/videoMeta/originalCoverUrl"]);
    post.counts = Counts {
        views: item.first_count(&["/playCount", "/stats/playCount"]),
        likes: item.first_count(&["/diggCount", "/stats/diggCount"]),
        comments: item.first_count(&["/commentCount", "/stats/commentCount"]),
        shares: item.first_count(&["/shareCount", "/stats/shareCount"]),
        saves: item.first_count(&["/collectCount", "/stats/collectCount"]),
    };
    post.origin = item.country("/locationCreated").map(|country| Origin {
        country,
        basis: CountryBasis::PostLocation,
    });
    post.language = item.text("/textLanguage").filter(|code| code != "un");
    post.is_ad = item.truth("/isAd").or_else(|| item.truth("/isSponsored"));
    Some(post)
}

fn author(item: Fields<'_>, handle: Option<String>) -> Option<Author> {
    let author = Author {
        url: handle
            .as_ref()
            .map(|name| format!("https://www.tiktok.com/@{name}")),
        handle,
        display_name: item.text("/authorMeta/nickName"),
        native_id: item.id("/authorMeta/id"),
        followers: item.count("/authorMeta/fans"),
        verified: item.truth("/authorMeta/verified"),
    };
    (author != Author::default()).then_some(author)
}

/// An item of `clockworks/tiktok-comments-scraper`.
pub(super) fn comment(
    item: &Value,
    whose: impl Fn(&str) -> Option<String>,
    now: UnixMillis,
) -> Option<Comment> {
    let item = Fields(item);
    let post = item.first_text(&["/videoWebUrl", "/submittedVideoUrl", "/input"])?;
    let parent = item.id("/repliesToId");
    Some(Comment {
        native_id: item.id("/cid")?,
        platform: Platform::TikTok,
        post_native_id: whose(&post)?,
        parent_native_id: parent,
        source: SourceId::Apify,
        author_handle: item.first_text(&["/uniqueId", "/user/uniqueId"]),
        text: item.text("/text")?,
        published_at: item.time("/createTimeISO").or_else(|| item.time("/createTime")),
        published_precision: Precision::Exact,
        likes: item.count("/diggCount"),
        replies: item.count("/replyCommentTotal"),
        fetched_at: now,
    })
}
