//! Items of Apify's datasets, whichever of the common actors made them.

use contract::{Country, Platform, UnixMillis};
use serde_json::Value;

use super::lenient::{at, count, first_text, list, tags, tags_in, text, truth, unique};
use super::{Item, RowTrouble, Trouble, dates, links};
use crate::{Author, Comment, CountryBasis, Counts, Media, Origin, Post, Precision, SourceId};

/// Reads an item; `at` is when the file was made, as far as anybody knows.
pub(super) fn read(item: &Value, fetched: UnixMillis) -> Result<Item, Trouble> {
    if let Some(error) = first_text(item, &["error", "errorCode"]) {
        return Err(Trouble::new("error", RowTrouble::FailedThere, &error));
    }
    if let Some(comment) = comment(item, fetched)? {
        return Ok(Item::Comment(comment));
    }
    let url =
        first_text(item, &["webVideoUrl", "url", "postUrl", "postPage", "videoUrl"]).unwrap_or_default();
    let platform = platform(item, &url)?;
    let post = match platform {
        Platform::TikTok => tiktok(item, &url, fetched),
        Platform::Instagram => instagram(item, &url, fetched),
        Platform::YouTube => youtube(item, &url, fetched),
    }?;
    let comments = list(item, "latestComments")
        .into_iter()
        .filter_map(|inner| instagram_comment(inner, &post.native_id, fetched))
        .collect();
    Ok(Item::Post(Box::new(post), comments))
}

fn platform(item: &Value, url: &str) -> Result<Platform, Trouble> {
    let by_shape = || {
        let has = |path| at(item, path).is_some();
        if has("authorMeta") || has("webVideoUrl") || has("diggCount") {
            Some(Platform::TikTok)
        } else if has("shortCode") || has("ownerUsername") {
            Some(Platform::Instagram)
        } else if has("channelUrl") || has("channelName") || has("channelId") {
            Some(Platform::YouTube)
        } else {
            None
        }
    };
    by_shape()
        .or_else(|| links::post(url).map(|(platform, _)| platform))
        .ok_or_else(|| Trouble::new("url", RowTrouble::NotAPost, url))
}

/// The parts that every post has.
struct Frame<'a> {
    item: &'a Value,
    platform: Platform,
    native_id: Option<String>,
    url: String,
    when: &'static [&'static str],
    caption: String,
    fetched: UnixMillis,
}

impl Frame<'_> {
    fn post(self) -> Result<Post, Trouble> {
        let missing = |field: &str| Trouble::new(field, RowTrouble::Missing, "");
        let native_id = self.native_id.ok_or_else(|| missing("id"))?;
        let when = self
            .when
            .iter()
            .find_map(|path| at(self.item, path).map(|value| (*path, value)));
        let (path, value) = when.ok_or_else(|| missing(self.when[0]))?;
        let not_a_time = || Trouble::new(path, RowTrouble::NotATime, &value.to_string());
        let (published_at, published_precision) = dates::of_value(value).ok_or_else(not_a_time)?;
        Ok(Post {
            platform: self.platform,
            native_id,
            source: SourceId::Import,
            url: self.url,
            author: None,
            title: None,
            hashtags: tags_in(&self.caption),
            caption: self.caption,
            published_at,
            published_precision,
            media: Media::Unknown,
            duration_ms: None,
            thumbnail_url: None,
            counts: Counts::default(),
            origin: None,
            language: None,
            is_ad: None,
            fetched_at: self.fetched,
        })
    }
}

/// What a list of tags and a caption name together.
fn with_tags(post: &mut Post, items: &[&Value], key: &str) {
    let listed = tags(items, key);
    post.hashtags = unique(listed.into_iter().chain(std::mem::take(&mut post.hashtags)));
}

fn tiktok(item: &Value, url: &str, fetched: UnixMillis) -> Result<Post, Trouble> {
    let mut post = Frame {
        item,
        platform: Platform::TikTok,
        native_id: text(item, "id").or_else(|| links::post(url).map(|(_, id)| id)),
        url: url.to_owned(),
        when: &["createTimeISO", "createTime"],
        caption: text(item, "text").unwrap_or_default(),
        fetched,
    }
    .post()?;
    with_tags(&mut post, &list(item, "hashtags"), "name");
    post.author = Some(Author {
        handle: text(item, "authorMeta.name"),
        display_name: text(item, "authorMeta.nickName"),
        native_id: text(item, "authorMeta.id"),
        url: text(item, "authorMeta.profileUrl"),
        followers: count(item, &["authorMeta.fans"]),
        verified: truth(item, "authorMeta.verified"),
    });
    post.media = if truth(item, "isSlideshow") == Some(true) {
        Media::Carousel
    } else {
        Media::Video
    };
    post.duration_ms = at(item, "videoMeta.duration").and_then(dates::length);
    post.thumbnail_url = first_text(item, &["videoMeta.coverUrl", "videoMeta.originalCoverUrl"]);
    post.counts = Counts {
        views: count(item, &["playCount", "stats.playCount"]),
        likes: count(item, &["diggCount", "stats.diggCount"]),
        comments: count(item, &["commentCount", "stats.commentCount"]),
        shares: count(item, &["shareCount", "stats.shareCount"]),
        saves: count(item, &["collectCount", "stats.collectCount"]),
    };
    post.origin = origin(item, "locationCreated", CountryBasis::PostLocation);
    post.language = text(item, "textLanguage").filter(|language| language != "un");
    post.is_ad = truth(item, "isAd").or_else(|| truth(item, "isSponsored"));
    Ok(post)
}

fn origin(item: &Value, path: &str, basis: CountryBasis) -> Option<Origin> {
    let country = Country::parse(&text(item, path)?)?;
    Some(Origin { country, basis })
}

fn instagram(item: &Value, url: &str, fetched: UnixMillis) -> Result<Post, Trouble> {
    let code = text(item, "shortCode");
    let by_code = code.as_deref().and_then(links::instagram_id);
    let mut post = Frame {
        item,
        platform: Platform::Instagram,
        native_id: text(item, "id")
            .or(by_code)
            .or_else(|| links::post(url).map(|(_, id)| id)),
        url: code.map_or_else(
            || url.to_owned(),
            |code| format!("https://www.instagram.com/p/{code}/"),
        ),
        when: &["timestamp", "takenAt"],
        caption: text(item, "caption").unwrap_or_default(),
        fetched,
    }
    .post()?;
    with_tags(&mut post, &list(item, "hashtags"), "name");
    post.author = Some(Author {
        handle: text(item, "ownerUsername"),
        display_name: text(item, "ownerFullName"),
        native_id: text(item, "ownerId"),
        ..Author::default()
    });
    post.media = match text(item, "type").as_deref() {
        Some("Video") => Media::Video,
        Some("Image") => Media::Image,
        Some("Sidecar") => Media::Carousel,
        _ => Media::Unknown,
    };
    post.duration_ms = at(item, "videoDuration").and_then(dates::length);
    post.thumbnail_url = text(item, "displayUrl");
    post.counts = Counts {
        views: count(item, &["videoPlayCount", "videoViewCount"]),
        likes: count(item, &["likesCount"]),
        comments: count(item, &["commentsCount"]),
        ..Counts::default()
    };
    post.is_ad = truth(item, "isSponsored");
    Ok(post)
}

fn youtube(item: &Value, url: &str, fetched: UnixMillis) -> Result<Post, Trouble> {
    let mut post = Frame {
        item,
        platform: Platform::YouTube,
        native_id: text(item, "id").or_else(|| links::post(url).map(|(_, id)| id)),
        url: url.to_owned(),
        when: &["date", "publishedAt"],
        caption: first_text(item, &["text", "description"]).unwrap_or_default(),
        fetched,
    }
    .post()?;
    with_tags(&mut post, &list(item, "hashtags"), "name");
    let handle = text(item, "channelUsername").map(|handle| handle.trim_start_matches('@').to_owned());
    post.author = Some(Author {
        handle,
        display_name: text(item, "channelName"),
        native_id: text(item, "channelId"),
        url: text(item, "channelUrl"),
        followers: count(item, &["numberOfSubscribers"]),
        verified: truth(item, "isChannelVerified"),
    });
    post.title = text(item, "title");
    let short = url.contains("/shorts/") || text(item, "type").as_deref() == Some("shorts");
    post.media = if short { Media::Short } else { Media::Video };
    post.duration_ms = at(item, "duration").and_then(dates::length);
    post.thumbnail_url = text(item, "thumbnailUrl");
    post.counts = Counts {
        views: count(item, &["viewCount"]),
        likes: count(item, &["likes"]),
        comments: count(item, &["commentsCount"]),
        ..Counts::default()
    };
    Ok(post)
}

/// The comment that an item is; none where it is a post.
fn comment(item: &Value, fetched: UnixMillis) -> Result<Option<Comment>, Trouble> {
    if at(item, "cid").is_some() && first_text(item, &["comment"]).is_none() {
        let url = first_text(item, &["videoWebUrl", "videoUrl"]).unwrap_or_default();
        return under(&url, "videoWebUrl").map(|post| tiktok_comment(item, &post, fetched));
    }
    if let Some(words) = text(item, "comment") {
        let post = text(item, "videoId").or_else(|| links::post(&text(item, "pageUrl")?).map(|(_, id)| id));
        let post = post.ok_or_else(|| Trouble::new("videoId", RowTrouble::Missing, ""))?;
        return Ok(Some(youtube_comment(item, words, &post, fetched)));
    }
    if at(item, "postUrl").is_some() && at(item, "shortCode").is_none() && at(item, "text").is_some() {
        let url = text(item, "postUrl").unwrap_or_default();
        return under(&url, "postUrl").map(|post| instagram_comment(item, &post, fetched));
    }
    Ok(None)
}

fn under(url: &str, field: &str) -> Result<String, Trouble> {
    links::post(url)
        .map(|(_, id)| id)
        .ok_or_else(|| Trouble::new(field, RowTrouble::NotAPost, url))
}

fn bare(platform: Platform, native_id: String, post: &str, words: String, fetched: UnixMillis) -> Comment {
    Comment {
        native_id,
        platform,
        post_native_id: post.to_owned(),
        parent_native_id: None,
        source: SourceId::Import,
        author_handle: None,
        text: words,
        published_at: None,
        published_precision: Precision::Approximate,
        likes: None,
        replies: None,
        fetched_at: fetched,
    }
}

fn dated(mut comment: Comment, item: &Value, paths: &[&str]) -> Comment {
    let when = paths
        .iter()
        .find_map(|path| at(item, path))
        .and_then(dates::of_value);
    if let Some((at, precision)) = when {
        (comment.published_at, comment.published_precision) = (Some(at), precision);
    }
    comment
}

fn tiktok_comment(item: &Value, post: &str, fetched: UnixMillis) -> Option<Comment> {
    let comment = Comment {
        parent_native_id: text(item, "repliesToId"),
        author_handle: first_text(item, &["uniqueId", "user.uniqueId"]),
        likes: count(item, &["diggCount"]),
        replies: count(item, &["replyCommentTotal"]),
        ..bare(
            Platform::TikTok,
            text(item, "cid")?,
            post,
            text(item, "text")?,
            fetched,
        )
    };
    Some(dated(comment, item, &["createTimeISO", "createTime"]))
}

fn instagram_comment(item: &Value, post: &str, fetched: UnixMillis) -> Option<Comment> {
    let comment = Comment {
        author_handle: first_text(item, &["ownerUsername", "owner.username"]),
        likes: count(item, &["likesCount"]),
        replies: count(item, &["repliesCount"]),
        ..bare(
            Platform::Instagram,
            text(item, "id")?,
            post,
            text(item, "text")?,
            fetched,
        )
    };
    Some(dated(comment, item, &["timestamp"]))
}

/// Some exports give no id; the writer and their words tell one comment from another then.
fn youtube_comment(item: &Value, words: String, post: &str, fetched: UnixMillis) -> Comment {
    let author = text(item, "author").map(|name| name.trim_start_matches('@').to_owned());
    let made = || {
        let start: String = words.chars().take(40).collect();
        format!("{}:{start}", author.as_deref().unwrap_or_default())
    };
    let id = text(item, "cid").unwrap_or_else(made);
    let comment = Comment {
        likes: count(item, &["voteCount"]),
        replies: count(item, &["replyCount"]),
        author_handle: author,
        ..bare(Platform::YouTube, id, post, words, fetched)
    };
    dated(comment, item, &["publishedAt", "date"])
}
