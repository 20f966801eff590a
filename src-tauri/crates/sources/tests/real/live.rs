//! The real platforms, with the person's own keys in the environment; skipped, and said so, without.
//! One small question each: what it costs is at most a few cents, and only at Apify.

use std::io::Write as _;

use contract::{MaxResults, MonitorSpec, Platform, TargetKind, UnixMillis};
use sources::{Query, SourceId, SourceKey, SourceSettings, Sources};

use crate::world::spec;

/// Past the capture of a test's output: whoever reads the run sees that it asked nobody.
fn with_key(name: &str, source: SourceId) -> Option<Sources> {
    let Ok(text) = std::env::var(name) else {
        drop(writeln!(std::io::stdout(), "skipped: {name} is not set"));
        return None;
    };
    let key = SourceKey::parse(&text).unwrap();
    Some(Sources::new(SourceSettings {
        keys: vec![(source, key)],
        ..SourceSettings::default()
    }))
}

async fn finds_something(name: &str, source: SourceId, wanted: MonitorSpec) {
    let Some(sources) = with_key(name, source) else {
        return;
    };
    let since = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    let now = UnixMillis(i64::try_from(since.as_millis()).unwrap());
    let few = MonitorSpec {
        max_results: MaxResults::new(3).unwrap(),
        ..wanted
    };
    let found = sources.collect(source, &Query::of(&few, now)).await.unwrap();
    assert!(!found.posts.is_empty(), "{found:?}");
}

#[tokio::test]
async fn live_youtube() {
    let wanted = spec(Platform::YouTube, TargetKind::Username, "@GoogleDevelopers");
    finds_something("FEEDWATCH_LIVE_YOUTUBE_KEY", SourceId::YoutubeApi, wanted).await;
}

#[tokio::test]
async fn live_apify() {
    let wanted = spec(Platform::TikTok, TargetKind::Username, "@tiktok");
    finds_something("FEEDWATCH_LIVE_APIFY_TOKEN", SourceId::Apify, wanted).await;
}

#[tokio::test]
async fn live_instagram() {
    let wanted = spec(Platform::Instagram, TargetKind::Username, "@instagram");
    finds_something("FEEDWATCH_LIVE_INSTAGRAM_TOKEN", SourceId::InstagramGraph, wanted).await;
}
