use contract::{Platform, UnixMillis};
use library::{Author, Comment, Counts, Media, Post, Precision, SourceId};
use serde_json::Value;

use crate::fields::Fields;
use crate::text::{add_tag, blank_post, hashtags};

/// An item of `apify/instagram-scraper`; none without an id and a time.
pub(super) fn post(item: &Value, now: UnixMillis) -> Option<Post> {
    let item = Fields(item);
    let id = item.id("/id")?;
    let published = item.time("/timestamp")?;
    let url = item.text("/url").or_else(|| {
        let code = item.text("/shortCode")?;
        Some(format!("https://www.instagram.com/p/{code}/"))
    })?;
    let mut post = blank_post((Platform::Instagram, SourceId::Apify), id, url, published, now);
    post.caption = item.text("/caption").unwrap_or_default();
    post.hashtags = hashtags(&[&post.caption]);
    for tag in item.list("/hashtags").iter().filter_map(Value::as_str) {
        add_tag(&mut post.hashtags, tag);
    }
    post.media = match item.text("/type").as_deref() {
        Some("Image") => Media::Image,
        Some("Video") => Media::Video,
        Some("Sidecar") => Media::Carousel,
        _ => Media::Unknown,
    };
    post.duration_ms = item
        .at("/videoDuration")
        .and_then(Value::as_f64)
        .and_then(|seconds| format!("{:.0}", seconds * 1e3).parse().ok())
        .filter(|millis| *millis > 0);
    post.author = author(item);
    post.thumbnail_url = item.text("/displayUrl");
    post.counts = Counts {
        views: item.first_count(&["/videoPlayCount", "/videoViewCount"]),
        likes: item.count("/likesCount"),
        comments: item.count("/commentsCount"),
        ..Counts::default()
    };
    post.is_ad = item.truth("/isSponsored");
    Some(post)
}

fn author(item: Fields<'_>) -> Option<Author> {
    let handle = item.text("/ownerUsername");
    let author = Author {
        url: handle
            .as_ref()
            .map(|name| format!("https://www.instagram.com/{name}/")),
        handle,
        display_name: item.text("/ownerFullName"),
        native_id: item.id("/ownerId"),
        ..Author::default()
    };
    (author != Author::default()).then_some(author)
}

/// An item of `apify/instagram-comment-scraper`.
pub(super) fn comment(
    item: &Value,
    whose: impl Fn(&str) -> Option<String>,
    now: UnixMillis,
) -> Option<Comment> {
    let item = Fields(item);
    Some(Comment {
        native_id: item.id("/id")?,
        platform: Platform::Instagram,
        post_native_id: whose(&item.first_text(&["/postUrl", "/inputUrl"])?)?,
        parent_native_id: None,
        source: SourceId::Apify,
        author_handle: item.text("/ownerUsername"),
        text: item.text("/text")?,
        published_at: item.time("/timestamp"),
        published_precision: Precision::Exact,
        likes: item.count("/likesCount"),
        replies: item.count("/repliesCount"),
        fetched_at: now,
    })
}
