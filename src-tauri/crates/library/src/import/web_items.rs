//! TikTok's and Instagram's posts as their own pages hold them, which is what Zeeschuimer captures.

use contract::{Country, Platform, UnixMillis};
use serde_json::Value;

use super::lenient::{at, count, first_text, list, tags, tags_in, text, truth, unique};
use super::{RowTrouble, Trouble, dates, links};
use crate::{Author, CountryBasis, Counts, Media, Origin, Post, SourceId};

fn missing(field: &str) -> Trouble {
    Trouble::new(field, RowTrouble::Missing, "")
}

/// A post of TikTok's page.
pub(super) fn tiktok(item: &Value, fetched: UnixMillis) -> Result<Post, Trouble> {
    let native_id = text(item, "id").ok_or_else(|| missing("data.id"))?;
    let when = at(item, "createTime").ok_or_else(|| missing("data.createTime"))?;
    let (published_at, published_precision) = dates::of_value(when)
        .ok_or_else(|| Trouble::new("data.createTime", RowTrouble::NotATime, &when.to_string()))?;
    let handle = first_text(item, &["author.uniqueId", "author"]);
    let caption = text(item, "desc").unwrap_or_default();
    let listed = [
        tags(&list(item, "textExtra"), "hashtagName"),
        tags(&list(item, "challenges"), "title"),
    ]
    .concat();
    let country = text(item, "locationCreated").and_then(|code| Country::parse(&code));
    Ok(Post {
        platform: Platform::TikTok,
        url: format!(
            "https://www.tiktok.com/@{}/video/{native_id}",
            handle.as_deref().unwrap_or_default()
        ),
        native_id,
        source: SourceId::Import,
        author: Some(Author {
            handle,
            display_name: first_text(item, &["author.nickname", "nickname"]),
            native_id: text(item, "author.id"),
            url: None,
            followers: count(item, &["authorStats.followerCount"]),
            verified: truth(item, "author.verified"),
        }),
        title: None,
        hashtags: unique(listed.into_iter().chain(tags_in(&caption))),
        caption,
        published_at,
        published_precision,
        media: if at(item, "imagePost").is_some() {
            Media::Carousel
        } else {
            Media::Video
        },
        duration_ms: at(item, "video.duration").and_then(dates::length),
        thumbnail_url: first_text(item, &["video.cover", "video.originCover"]),
        counts: Counts {
            views: count(item, &["stats.playCount", "statsV2.playCount"]),
            likes: count(item, &["stats.diggCount", "statsV2.diggCount"]),
            comments: count(item, &["stats.commentCount", "statsV2.commentCount"]),
            shares: count(item, &["stats.shareCount", "statsV2.shareCount"]),
            saves: count(item, &["stats.collectCount", "statsV2.collectCount"]),
        },
        origin: country.map(|country| Origin {
            country,
            basis: CountryBasis::PostLocation,
        }),
        language: text(item, "textLanguage").filter(|language| language != "un"),
        is_ad: truth(item, "isAd"),
        fetched_at: fetched,
    })
}

/// A post of Instagram's page.
pub(super) fn instagram(item: &Value, fetched: UnixMillis) -> Result<Post, Trouble> {
    let code = first_text(item, &["code", "shortcode"]);
    let by_code = code.as_deref().and_then(links::instagram_id);
    let native_id = text(item, "pk").or(by_code).ok_or_else(|| missing("data.pk"))?;
    let when = at(item, "taken_at").or_else(|| at(item, "taken_at_timestamp"));
    let when = when.ok_or_else(|| missing("data.taken_at"))?;
    let (published_at, published_precision) = dates::of_value(when)
        .ok_or_else(|| Trouble::new("data.taken_at", RowTrouble::NotATime, &when.to_string()))?;
    let caption = first_text(item, &["caption.text", "caption"]).unwrap_or_default();
    let url = code.map_or_else(String::new, |code| format!("https://www.instagram.com/p/{code}/"));
    Ok(Post {
        platform: Platform::Instagram,
        native_id,
        source: SourceId::Import,
        url,
        author: Some(Author {
            handle: first_text(item, &["user.username", "owner.username"]),
            display_name: first_text(item, &["user.full_name", "owner.full_name"]),
            native_id: first_text(item, &["user.pk", "owner.id"]),
            url: None,
            followers: None,
            verified: truth(item, "user.is_verified"),
        }),
        title: None,
        hashtags: tags_in(&caption),
        caption,
        published_at,
        published_precision,
        media: instagram_media(item),
        duration_ms: at(item, "video_duration").and_then(dates::length),
        thumbnail_url: list(item, "image_versions2.candidates")
            .first()
            .and_then(|picture| text(picture, "url")),
        counts: Counts {
            views: count(item, &["play_count", "ig_play_count", "view_count"]),
            likes: count(item, &["like_count"])
                .filter(|_| truth(item, "like_and_view_counts_disabled") != Some(true)),
            comments: count(item, &["comment_count"]),
            shares: count(item, &["reshare_count"]),
            saves: None,
        },
        origin: None,
        language: None,
        is_ad: truth(item, "is_paid_partnership"),
        fetched_at: fetched,
    })
}

fn instagram_media(item: &Value) -> Media {
    match count(item, &["media_type"]) {
        Some(1) => Media::Image,
        Some(2) => Media::Video,
        Some(8) => Media::Carousel,
        _ => Media::Unknown,
    }
}
