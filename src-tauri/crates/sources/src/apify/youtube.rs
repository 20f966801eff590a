use contract::{Platform, UnixMillis};
use library::{Author, Comment, Counts, Media, Post, Precision, SourceId};
use serde_json::Value;

use crate::fields::{Fields, clock_millis};
use crate::text::{add_tag, blank_post, hashtags};

/// An item of `streamers/youtube-scraper`; none without an id and a time.
pub(super) fn post(item: &Value, now: UnixMillis) -> Option<Post> {
    let item = Fields(item);
    let id = item.text("/id")?;
    let published = item.time("/date")?;
    let url = item
        .text("/url")
        .unwrap_or_else(|| format!("https://www.youtube.com/watch?v={id}"));
    let short = url.contains("/shorts/");
    let mut post = blank_post((Platform::YouTube, SourceId::Apify), id, url, published, now);
    post.title = item.text("/title");
    post.caption = item.text("/text").unwrap_or_default();
    post.hashtags = hashtags(&[post.title.as_deref().unwrap_or_default(), &post.caption]);
    for tag in item.list("/hashtags").iter().filter_map(Value::as_str) {
        add_tag(&mut post.hashtags, tag);
    }
    post.media = if short { Media::Short } else { Media::Video };
    post.duration_ms = item.text("/duration").and_then(|text| clock_millis(&text));
    post.author = author(item);
    post.thumbnail_url = item.text("/thumbnailUrl");
    post.counts = Counts {
        views: item.count("/viewCount"),
        likes: item.count("/likes"),
        comments: item.count("/commentsCount"),
        ..Counts::default()
    };
    Some(post)
}

fn author(item: Fields<'_>) -> Option<Author> {
    let author = Author {
        handle: item.text("/channelUsername"),
        display_name: item.text("/channelName"),
        native_id: item.text("/channelId"),
        url: item.text("/channelUrl"),
        followers: item.count("/numberOfSubscribers"),
        verified: None,
    };
    (author != Author::default()).then_some(author)
}

/// An item of `streamers/youtube-comments-scraper`. It has no time.
pub(super) fn comment(
    item: &Value,
    whose: impl Fn(&str) -> Option<String>,
    now: UnixMillis,
) -> Option<Comment> {
    let item = Fields(item);
    let post = whose(&item.first_text(&["/videoId", "/pageUrl"])?)?;
    let (text, author) = (item.text("/comment")?, item.text("/author"));
    // Some items have no id; the same words of the same person under the same video are one comment.
    let native_id = item
        .text("/cid")
        .unwrap_or_else(|| format!("{post}/{}/{text:.80}", author.as_deref().unwrap_or_default()));
    Some(Comment {
        native_id,
        platform: Platform::YouTube,
        post_native_id: post,
        parent_native_id: None,
        source: SourceId::Apify,
        author_handle: author.map(|name| name.trim_start_matches('@').to_owned()),
        text,
        published_at: None,
        published_precision: Precision::Approximate,
        likes: item.count("/voteCount"),
        replies: item.count("/replyCount"),
        fetched_at: now,
    })
}
