use contract::{Platform, UnixMillis};
use library::{Author, Comment, Counts, Media, Post, Precision, SourceId};
use serde_json::Value;

use crate::fields::{Fields, iso_millis};
use crate::text::{add_tag, blank_post, hashtags};

/// The longest Short. Source: YouTube's help, since October 2024.
const SHORT_MAX_MILLIS: u64 = 180_000;
/// Pictures by size, the best that a list needs first.
const THUMBNAILS: [&str; 5] = [
    "/snippet/thumbnails/standard/url",
    "/snippet/thumbnails/high/url",
    "/snippet/thumbnails/maxres/url",
    "/snippet/thumbnails/medium/url",
    "/snippet/thumbnails/default/url",
];

/// A video of `videos.list`; none where it has no id or no time.
pub(super) fn video(item: &Value, now: UnixMillis) -> Option<Post> {
    let item = Fields(item);
    let id = item.text("/id")?;
    let published = item.time("/snippet/publishedAt")?;
    let url = format!("https://www.youtube.com/watch?v={id}");
    let mut post = blank_post((Platform::YouTube, SourceId::YoutubeApi), id, url, published, now);
    post.title = item.text("/snippet/title");
    post.caption = item.text("/snippet/description").unwrap_or_default();
    post.hashtags = tags(item, &post);
    post.duration_ms = item
        .text("/contentDetails/duration")
        .and_then(|text| iso_millis(&text));
    post.media = media(item, &post);
    post.author = author(item);
    post.thumbnail_url = item.first_text(&THUMBNAILS);
    post.counts = Counts {
        views: item.count("/statistics/viewCount"),
        likes: item.count("/statistics/likeCount"),
        comments: item.count("/statistics/commentCount"),
        ..Counts::default()
    };
    post.language = item.first_text(&["/snippet/defaultAudioLanguage", "/snippet/defaultLanguage"]);
    Some(post)
}

/// Tags in the texts, and those that the owner gave the video.
fn tags(item: Fields<'_>, post: &Post) -> Vec<String> {
    let mut tags = hashtags(&[post.title.as_deref().unwrap_or_default(), &post.caption]);
    for tag in item.list("/snippet/tags").iter().filter_map(Value::as_str) {
        add_tag(&mut tags, tag);
    }
    tags
}

/// YouTube does not say which videos are Shorts; one that is short enough and calls itself one is.
fn media(item: Fields<'_>, post: &Post) -> Media {
    let live = item.text("/snippet/liveBroadcastContent");
    let short_enough = post.duration_ms.is_some_and(|length| length <= SHORT_MAX_MILLIS);
    match live.as_deref() {
        Some("live" | "upcoming") => Media::Live,
        _ if short_enough && post.hashtags.iter().any(|tag| tag == "shorts") => Media::Short,
        _ => Media::Video,
    }
}

fn author(item: Fields<'_>) -> Option<Author> {
    let native_id = item.text("/snippet/channelId");
    let author = Author {
        display_name: item.text("/snippet/channelTitle"),
        url: native_id
            .as_ref()
            .map(|id| format!("https://www.youtube.com/channel/{id}")),
        native_id,
        ..Author::default()
    };
    (author != Author::default()).then_some(author)
}

/// A comment or a reply; none where it has no id or no text.
pub(super) fn comment(item: &Value, video: &str, parent: Option<&str>, now: UnixMillis) -> Option<Comment> {
    let item = Fields(item);
    Some(Comment {
        native_id: item.text("/id")?,
        platform: Platform::YouTube,
        post_native_id: video.to_owned(),
        parent_native_id: parent.map(str::to_owned),
        source: SourceId::YoutubeApi,
        author_handle: item
            .text("/snippet/authorDisplayName")
            .map(|name| name.trim_start_matches('@').to_owned()),
        text: item.text("/snippet/textDisplay")?,
        published_at: item.time("/snippet/publishedAt"),
        published_precision: Precision::Exact,
        likes: item.count("/snippet/likeCount"),
        replies: None,
        fetched_at: now,
    })
}
