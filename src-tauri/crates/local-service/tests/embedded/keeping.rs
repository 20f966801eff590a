use contract::{AgentId, JobId, Platform, UnixMillis};
use library::{CheckRecord, Counts, Library, Media, Post, PostQuery, Precision, Reader};
use local_service::{ServiceConfig, SourceId, SourceKey, SourceSettings};
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};
use url::Url;

use crate::host::{Host, config};
use crate::stand_in::{self, count};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

fn days_ago(days: i64) -> UnixMillis {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    UnixMillis(i64::try_from(now.as_millis()).unwrap() - days * DAY_MILLIS)
}

fn video(id: &str, fetched: i64) -> Post {
    Post {
        platform: Platform::YouTube,
        native_id: id.to_owned(),
        source: SourceId::YoutubeApi,
        url: format!("https://www.youtube.com/watch?v={id}"),
        author: None,
        title: None,
        caption: String::new(),
        hashtags: Vec::new(),
        published_at: days_ago(90),
        published_precision: Precision::Exact,
        media: Media::Video,
        duration_ms: None,
        thumbnail_url: None,
        counts: Counts::default(),
        origin: None,
        language: None,
        is_ad: None,
        fetched_at: days_ago(fetched),
    }
}

/// A folder as a service left it that last ran long ago.
fn library_with(folder: &Path, posts: &[Post]) {
    let mut library = Library::open(&folder.join("library.db")).unwrap();
    let (agent, job) = (AgentId::parse("here").unwrap(), JobId::parse("1").unwrap());
    let record = CheckRecord {
        agent: &agent,
        job: &job,
        check: 1,
        posts,
        comments: &[],
        at: days_ago(0),
    };
    library.store_check(&record).unwrap();
}

fn with_key(folder: &Path, base: Url) -> ServiceConfig {
    let mut config = config(folder);
    let key = SourceKey::parse("canary-4f1d9b7e2a6c8035").unwrap();
    config.sources = SourceSettings {
        youtube_api: Some(base),
        keys: vec![(SourceId::YoutubeApi, key)],
        ..SourceSettings::default()
    };
    config
}

fn kept(folder: &Path) -> Vec<(String, Option<u64>)> {
    let reader = Reader::open(&folder.join("library.db")).unwrap();
    let query = PostQuery {
        limit: 10,
        ..PostQuery::default()
    };
    let page = reader.page(&AgentId::parse("here").unwrap(), &query).unwrap();
    page.posts
        .into_iter()
        .map(|post| (post.native_id, post.counts.views))
        .collect()
}

#[tokio::test]
async fn a_start_fetches_again_what_would_have_to_go_and_deletes_what_is_gone() {
    let (base, asked) = stand_in::serve(|_, _, query| {
        let snippet = json!({"publishedAt": "2026-01-24T12:00:00Z", "channelId": "UCa", "title": "Bread"});
        let video = json!({"id": "aaaaaaaaaaa", "snippet": snippet, "statistics": {"viewCount": "41"}});
        assert!(query.contains("aaaaaaaaaaa"), "asked for what is known: {query}");
        (200, json!({"items": [video]}))
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    // The second is private by now: YouTube leaves it out.
    library_with(
        folder.path(),
        &[video("aaaaaaaaaaa", 31), video("bbbbbbbbbbb", 31)],
    );
    let host = Host::start(with_key(folder.path(), base)).await.unwrap();
    let start = Instant::now();
    while kept(folder.path()) != [("aaaaaaaaaaa".to_owned(), Some(41))] {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{:?}",
            kept(folder.path())
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(count(&asked, "GET", "/videos"), 1, "one call for both");
    host.service.shutdown().await;
}
