use contract::{LookBack, Money, Platform, TargetKind};
use library::{Post, SourceId};
use serde_json::{Value, json};

use crate::{Note, Query, comments_per_post, prices, youtube_feed};

/// What is asked of which actor, and what it may cost.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// The actor's name at Apify, as addresses write it.
    pub(super) actor: &'static str,
    pub(super) input: Value,
    /// The most that the run may charge.
    pub(super) cap: Money,
    /// The most items that it may charge for, where it charges by item.
    pub(super) max_items: u32,
    /// What is known beforehand.
    pub(super) notes: Vec<Note>,
}

impl Plan {
    pub(super) fn of_posts(query: &Query) -> Self {
        let posts = u32::from(query.limit.get());
        let platform = query.target.platform();
        let (actor, input) = match platform {
            Platform::TikTok => ("clockworks~tiktok-scraper", tiktok(query)),
            Platform::Instagram => ("apify~instagram-scraper", instagram(query)),
            Platform::YouTube => ("streamers~youtube-scraper", youtube(query)),
        };
        let notes = match (platform, query.target.kind()) {
            (Platform::YouTube, TargetKind::Hashtag) => vec![Note::TagChecked, Note::ShortsNotIncluded],
            (Platform::YouTube, _) => vec![Note::ShortsNotIncluded],
            _ => Vec::new(),
        };
        Self {
            actor,
            input,
            cap: prices(SourceId::Apify, platform).post.times(posts),
            max_items: posts,
            notes,
        }
    }

    pub(super) fn of_comments(query: &Query, posts: &[Post]) -> Self {
        let platform = query.target.platform();
        let each = comments_per_post(SourceId::Apify);
        let urls: Vec<&str> = posts.iter().map(|post| post.url.as_str()).collect();
        let (actor, input) = match platform {
            Platform::TikTok => (
                "clockworks~tiktok-comments-scraper",
                json!({ "postURLs": urls, "commentsPerPost": each, "maxRepliesPerComment": 0 }),
            ),
            Platform::Instagram => (
                "apify~instagram-comment-scraper",
                json!({ "directUrls": urls, "resultsLimit": each }),
            ),
            Platform::YouTube => (
                "streamers~youtube-comments-scraper",
                json!({ "startUrls": start_urls(&urls), "maxComments": each, "sortCommentsBy": "newest" }),
            ),
        };
        let most = u32::try_from(posts.len())
            .unwrap_or(u32::MAX)
            .saturating_mul(each);
        Self {
            actor,
            input,
            cap: prices(SourceId::Apify, platform).comment.times(most),
            max_items: most,
            notes: Vec::new(),
        }
    }
}

fn start_urls(urls: &[&str]) -> Vec<Value> {
    urls.iter().map(|url| json!({ "url": url })).collect()
}

/// Dates of profiles and hashtags are not asked for: that filter costs extra, and is known to lose
/// posts. The search's own filter has the contract's periods exactly.
fn tiktok(query: &Query) -> Value {
    let mut input = json!({
        "resultsPerPage": query.limit.get(),
        "shouldDownloadVideos": false,
        "shouldDownloadCovers": false,
        "shouldDownloadSubtitles": false,
        "shouldDownloadSlideshowImages": false,
    });
    let more = match query.target.kind() {
        TargetKind::Username => json!({
            "profiles": [query.plain()],
            "profileScrapeSections": ["videos"],
            "profileSorting": "latest",
            "excludePinnedPosts": true,
        }),
        TargetKind::Hashtag => json!({ "hashtags": [query.plain()] }),
        TargetKind::Keyword => json!({
            "searchQueries": [query.target.value()],
            "searchSection": "/video",
            "searchSorting": "3",
            "searchDatePosted": search_period(query.look_back),
        }),
    };
    add(&mut input, more);
    if let Some(country) = query.country {
        add(
            &mut input,
            json!({ "proxyCountryCode": country.to_string().to_uppercase() }),
        );
    }
    input
}

/// TikTok's own periods, by their number.
const fn search_period(period: LookBack) -> &'static str {
    match period {
        LookBack::NoLimit => "0",
        LookBack::Day => "1",
        LookBack::Week => "2",
        LookBack::Month => "3",
        LookBack::Quarter => "4",
        LookBack::HalfYear => "5",
    }
}

fn instagram(query: &Query) -> Value {
    let name = encoded(query.plain());
    let url = match query.target.kind() {
        TargetKind::Username => format!("https://www.instagram.com/{name}/"),
        TargetKind::Hashtag | TargetKind::Keyword => {
            format!("https://www.instagram.com/explore/tags/{name}/")
        }
    };
    let mut input = json!({ "directUrls": [url], "resultsType": "posts", "resultsLimit": query.limit.get() });
    if query.look_back != LookBack::NoLimit {
        let period = format!("{} days", query.look_back.days());
        add(&mut input, json!({ "onlyPostsNewerThan": period }));
    }
    input
}

fn youtube(query: &Query) -> Value {
    // Each kind has a limit of its own, and all three together would pass the one that was priced.
    let mut input = json!({ "maxResults": query.limit.get(), "maxResultsShorts": 0, "maxResultStreams": 0 });
    let more = match query.target.kind() {
        TargetKind::Username => {
            let url = match youtube_feed::channel_id(&query.target) {
                Some(id) => format!("https://www.youtube.com/channel/{id}"),
                None => format!("https://www.youtube.com/@{}", encoded(query.plain())),
            };
            json!({ "startUrls": [{ "url": url }], "sortVideosBy": "NEWEST" })
        }
        TargetKind::Hashtag | TargetKind::Keyword => {
            json!({ "searchQueries": [query.target.value()], "sortingOrder": "date" })
        }
    };
    add(&mut input, more);
    if let (TargetKind::Hashtag | TargetKind::Keyword, Some(filter)) =
        (query.target.kind(), date_filter(query.look_back))
    {
        add(&mut input, json!({ "dateFilter": filter }));
    }
    input
}

/// The shortest of YouTube's periods that holds the whole one; ours is cut out of it afterwards.
const fn date_filter(period: LookBack) -> Option<&'static str> {
    match period {
        LookBack::NoLimit => None,
        LookBack::Day => Some("week"),
        LookBack::Week => Some("month"),
        LookBack::Month | LookBack::Quarter | LookBack::HalfYear => Some("year"),
    }
}

/// A name as one part of an address, whatever was typed.
fn encoded(name: &str) -> String {
    url::form_urlencoded::byte_serialize(name.as_bytes()).collect()
}

fn add(input: &mut Value, more: Value) {
    if let (Value::Object(input), Value::Object(more)) = (input, more) {
        input.extend(more);
    }
}
