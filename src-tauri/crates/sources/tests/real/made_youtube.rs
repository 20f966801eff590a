//! A YouTube that was made up: two channels and their videos.

use serde_json::{Value, json};

use crate::world::{Asked, Reply};

pub(crate) const KITCHEN: &str = "UC_x5XG1OV2P6uZZ5FSM9Ttw";
pub(crate) const BAKERY: &str = "UCbakerybakerybakerybak0";

/// A day in November 2026, at noon, as YouTube writes it.
pub(crate) fn day(day: u32) -> String {
    format!("2026-11-{day:02}T12:00:00.000Z")
}

pub(crate) fn channel(id: &str, handle: &str, country: Option<&str>) -> Value {
    let uploads = id.replacen("UC", "UU", 1);
    json!({"kind": "youtube#channel", "id": id,
        "snippet": {"title": format!("Channel {handle}"), "customUrl": format!("@{handle}"), "country": country},
        "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": uploads}},
        "statistics": {"viewCount": "1", "subscriberCount": "1200", "hiddenSubscriberCount": false, "videoCount": "3"}})
}

pub(crate) fn video(id: &str, channel: &str, published: &str, description: &str, tags: &[&str]) -> Value {
    json!({"id": id,
        "snippet": {"publishedAt": published, "channelId": channel, "title": "PERFECT PIPE & BACKDOOR",
            "description": description, "channelTitle": "As the video says", "tags": tags,
            "thumbnails": {"default": {"url": "https://i.ytimg.com/d.jpg"}, "fhd": {"url": "https://i.ytimg.com/f.jpg"},
                "high": {"url": "https://i.ytimg.com/h.jpg"}},
            "liveBroadcastContent": "none", "defaultAudioLanguage": "en"},
        "contentDetails": {"duration": "PT2M7S"}, "status": {"privacyStatus": "public"},
        "statistics": {"viewCount": "8087", "favoriteCount": "0"}})
}

pub(crate) fn upload(id: &str, published: &str) -> Value {
    json!({"id": "x", "snippet": {"resourceId": {"videoId": id}},
        "contentDetails": {"videoId": id, "videoPublishedAt": published}})
}

pub(crate) fn hit(id: &str) -> Value {
    json!({"kind": "youtube#searchResult", "id": {"kind": "youtube#video", "videoId": id},
        "snippet": {"title": "PERFECT PIPE &amp; BACKDOOR", "description": "cut off…"}})
}

pub(crate) fn thread(id: &str, video: &str) -> Value {
    let comment = |id: &str, text: &str| {
        json!({"id": id, "snippet": {"authorDisplayName": "@anna", "videoId": video, "textDisplay": text,
            "textOriginal": "never this", "likeCount": 3, "publishedAt": day(20)}})
    };
    json!({"id": id, "snippet": {"videoId": video, "totalReplyCount": 1,
        "topLevelComment": comment(id, "Nice <b>one</b>")}, "replies": {"comments": [comment(&format!("{id}.r"), "Yes")]}})
}

pub(crate) fn page(items: &[Value], next: Option<&str>) -> Reply {
    Reply::Json(
        200,
        json!({"nextPageToken": next, "pageInfo": {"totalResults": 1_000_000}, "items": items}),
    )
}

pub(crate) fn error(status: u16, reason: &str) -> Reply {
    let message =
        "The request cannot be completed because you have exceeded your <a href=\"/youtube/v3\">quota</a>.";
    Reply::Json(
        status,
        json!({"error": {"code": status, "message": message, "errors": [{"message": message, "domain": "youtube.quota", "reason": reason}]}}),
    )
}

/// The two channels' answers; a search finds what stands in `found`.
pub(crate) fn answers(asked: &Asked, videos: &[Value], found: &[&str]) -> Reply {
    let by_id = |value: &&Value| asked.q("id").split(',').any(|id| value["id"] == id);
    match asked.path.as_str() {
        "/youtube/v3/channels" => {
            let all = [
                channel(KITCHEN, "kitchen", Some("US")),
                channel(BAKERY, "bakery", None),
            ];
            let handle = asked.q("forHandle");
            let hits: Vec<_> = all
                .iter()
                .filter(|item| {
                    by_id(item)
                        || (item["snippet"]["customUrl"] == handle.to_lowercase().as_str()
                            && !handle.is_empty())
                })
                .cloned()
                .collect();
            if hits.is_empty() {
                return Reply::Json(
                    200,
                    json!({"kind": "youtube#channelListResponse", "pageInfo": {"totalResults": 0}}),
                );
            }
            page(&hits, None)
        }
        "/youtube/v3/playlistItems" => {
            let owner = asked.q("playlistId").replacen("UU", "UC", 1);
            let own = videos
                .iter()
                .filter(|video| video["snippet"]["channelId"] == owner.as_str());
            let items: Vec<_> = own
                .map(|video| {
                    upload(
                        video["id"].as_str().unwrap(),
                        video["snippet"]["publishedAt"].as_str().unwrap(),
                    )
                })
                .collect();
            page(&items, None)
        }
        "/youtube/v3/search" => page(&found.iter().map(|id| hit(id)).collect::<Vec<_>>(), None),
        "/youtube/v3/videos" => page(&videos.iter().filter(by_id).cloned().collect::<Vec<_>>(), None),
        "/youtube/v3/commentThreads" => page(&[thread("c1", asked.q("videoId"))], None),
        other => Reply::Text(404, format!("no such call: {other}")),
    }
}

/// Four videos of two channels.
pub(crate) fn videos() -> Vec<Value> {
    vec![
        video("aaaaaaaaaaa", KITCHEN, &day(24), "Salt #Cooking", &["Pasta"]),
        video("bbbbbbbbbbb", KITCHEN, &day(20), "plain", &[]),
        video("ccccccccccc", KITCHEN, &day(1), "old #cooking", &[]),
        video("ddddddddddd", BAKERY, &day(23), "bread", &["cooking"]),
    ]
}
