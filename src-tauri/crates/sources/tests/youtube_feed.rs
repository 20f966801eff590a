//! The channel feed against a loopback server that behaves as the real one is known to.
//! The feeds here are made for these tests; none is a recording.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test states its assumptions"
)]

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use contract::{Country, LookBack, MaxResults, MonitorSpec, Platform, Target, TargetKind, UnixMillis};
use sources::{Collected, Note, Query, Retry, SourceFailure, SourceId, SourceSettings, Sources};

const CHANNEL: &str = "UC_x5XG1OV2P6uZZ5FSM9Ttw";
/// 2024-07-01T00:00:00Z.
const NOW: UnixMillis = UnixMillis(1_719_792_000_000);

const MADE_FEED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
 <title>The channel's own title is no post</title>
 <author><name>Kitchen</name><uri>https://www.youtube.com/channel/UC_x5XG1OV2P6uZZ5FSM9Ttw</uri></author>
 <published>2007-08-23T00:34:43+00:00</published>
 <entry><id>yt:video:aaaaaaaaaaa</id><yt:videoId>aaaaaaaaaaa</yt:videoId><yt:channelId>UC_x5XG1OV2P6uZZ5FSM9Ttw</yt:channelId>
  <title>Salt &amp; pepper &#x1F336; #Cooking</title><link rel="alternate" href="https://www.youtube.com/watch?v=aaaaaaaaaaa"/>
  <author><name>Kitchen &lt;3</name><uri>https://www.youtube.com/channel/UC_x5XG1OV2P6uZZ5FSM9Ttw</uri></author>
  <published>2024-06-15T12:00:00+00:00</published><updated>2024-06-16T12:00:00+00:00</updated>
  <media:group><media:title>Salt</media:title><media:content url="https://www.youtube.com/v/a" width="640" height="390"/>
   <media:thumbnail url="https://i.ytimg.com/vi/a/hqdefault.jpg?a=1&amp;b=2" width="480" height="360"/>
   <media:description>Line one
Line two (#料理) https://x.example/#fragment #cooking</media:description>
   <media:community><media:starRating count="100" average="5.00" min="1" max="5"/><media:statistics views="10000"/></media:community></media:group></entry>
 <entry><yt:videoId>bbbbbbbbbbb</yt:videoId><title>A short one</title>
  <link rel="alternate" href="https://www.youtube.com/shorts/bbbbbbbbbbb"/><published>2024-06-20T12:00:00Z</published></entry>
 <entry><title>No id and no time</title></entry>
</feed>"#;

fn spec(value: &str) -> MonitorSpec {
    MonitorSpec {
        target: Target::parse(Platform::YouTube, TargetKind::Username, value).unwrap(),
        days: LookBack::NoLimit,
        country: None,
        max_results: MaxResults::CEILING,
        monitoring: false,
        comment_monitoring: false,
    }
}

/// A server on loopback that answers every feed like this, and the sources that ask it.
async fn against<F>(answer: F) -> Sources
where
    F: Fn(String) -> Response + Clone + Send + Sync + 'static,
{
    let route = get(move |RawQuery(query): RawQuery| std::future::ready(answer(query.unwrap_or_default())));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new().route("/feeds/videos.xml", route);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Sources::new(SourceSettings {
        youtube_feed: Some(format!("http://{address}/").parse().unwrap()),
        ..SourceSettings::default()
    })
}

async fn ask(sources: &Sources, spec: &MonitorSpec) -> Result<Collected, SourceFailure> {
    sources
        .collect(SourceId::YoutubeFeed, &Query::of(spec, NOW))
        .await
}

async fn failure(answer: impl Fn(String) -> Response + Clone + Send + Sync + 'static) -> SourceFailure {
    ask(&against(answer).await, &spec(&format!("@{CHANNEL}")))
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_feed_becomes_posts_and_what_it_does_not_give_is_missing() {
    let sources = against(|query| {
        assert_eq!(
            query,
            format!("channel_id={CHANNEL}"),
            "case and underscores of the id are kept"
        );
        MADE_FEED.into_response()
    })
    .await;
    let found = ask(&sources, &spec(&format!("@{CHANNEL}"))).await.unwrap();
    assert_eq!(found.posts.len(), 2);
    let (short, video) = (&found.posts[0], &found.posts[1]);
    assert_eq!(video.title.as_deref(), Some("Salt & pepper 🌶 #Cooking"));
    assert_eq!(
        video.caption,
        "Line one\nLine two (#料理) https://x.example/#fragment #cooking"
    );
    assert_eq!(
        video.hashtags,
        ["cooking", "料理"],
        "each once, in lower case, and no part of a link"
    );
    assert_eq!(
        (video.counts.views, video.counts.likes, video.counts.comments),
        (Some(10_000), Some(100), None)
    );
    assert_eq!(
        video.author.as_ref().unwrap().display_name.as_deref(),
        Some("Kitchen <3")
    );
    assert_eq!(
        video.thumbnail_url.as_deref(),
        Some("https://i.ytimg.com/vi/a/hqdefault.jpg?a=1&b=2")
    );
    assert_eq!(video.published_at, UnixMillis(1_718_452_800_000));
    assert_eq!(
        (short.media.as_str(), short.counts.views, &short.author),
        ("short", None, &None)
    );
    assert_eq!(
        found.notes,
        [Note::LatestOnly, Note::Partial],
        "the entry without an id is told, not hidden"
    );
}

#[tokio::test]
async fn the_period_and_the_ceiling_are_applied_and_what_cannot_be_is_told() {
    let sources = against(|_| MADE_FEED.into_response()).await;
    let wanted = MonitorSpec {
        days: LookBack::Month,
        max_results: MaxResults::new(1).unwrap(),
        country: Country::parse("us"),
        comment_monitoring: true,
        ..spec(&format!("@{CHANNEL}"))
    };
    let found = ask(&sources, &wanted).await.unwrap();
    assert_eq!(found.posts.len(), 1);
    assert_eq!(found.posts[0].native_id, "bbbbbbbbbbb", "the newest stays");
    assert!(
        found.notes.contains(&Note::CountryNotApplied) && found.notes.contains(&Note::CommentsNotAvailable)
    );
    let week = MonitorSpec {
        days: LookBack::Week,
        ..wanted
    };
    assert!(ask(&sources, &week).await.unwrap().posts.is_empty());
}

#[tokio::test]
async fn a_handle_is_told_to_be_a_link_or_an_id_and_nothing_is_sent() {
    let sources = against(|_| panic!("nothing may be sent")).await;
    for name in [
        "@googledevelopers",
        "@UCshort",
        "@UC_x5XG1OV2P6uZZ5FSM9Tt/",
        "@uc_x5XG1OV2P6uZZ5FSM9Ttw",
    ] {
        let failure = ask(&sources, &spec(name)).await.unwrap_err();
        assert_eq!(
            failure,
            SourceFailure::NeedsChannelId {
                name: name.to_owned()
            }
        );
        assert!(
            failure.to_string().contains("Paste the channel's link or id"),
            "{failure}"
        );
    }
}

#[tokio::test]
async fn a_404_means_later_and_never_deleted() {
    let failure = failure(|_| StatusCode::NOT_FOUND.into_response()).await;
    assert_eq!(failure.retry(), Retry::Later);
    let sentence = failure.to_string();
    assert!(
        sentence.contains("try again later") && !sentence.contains("deleted"),
        "{sentence}"
    );
}

#[tokio::test]
async fn too_many_requests_and_broken_servers_are_tried_again_later() {
    for status in [
        StatusCode::TOO_MANY_REQUESTS,
        StatusCode::INTERNAL_SERVER_ERROR,
        StatusCode::FOUND,
    ] {
        let failure = failure(move |_| (status, [("location", "http://127.0.0.1:9/")]).into_response()).await;
        assert_eq!(failure.retry(), Retry::Later, "{status}: {failure}");
    }
}

#[tokio::test]
async fn pages_cut_off_feeds_and_rubbish_are_unreadable_not_empty() {
    let cut = &MADE_FEED[..MADE_FEED.len() / 2];
    for body in [
        "<html><body>Before you continue</body></html>",
        cut,
        "",
        "not xml",
        "<feed><entry></feed>",
    ] {
        let failure = failure(move |_| body.to_owned().into_response()).await;
        assert!(
            matches!(failure, SourceFailure::Unreadable { .. }),
            "{body:.20}: {failure}"
        );
    }
    let failure = failure(|_| Body::from(vec![0xff_u8, 0xfe, 0x3c]).into_response()).await;
    assert!(matches!(failure, SourceFailure::Unreadable { .. }), "{failure}");
}

#[tokio::test]
async fn a_feed_without_end_is_cut_at_the_cap() {
    let endless = |_| {
        let piece = || std::future::ready(Ok::<_, std::convert::Infallible>(vec![b' '; 64 * 1024]));
        let pieces = futures_util::stream::repeat_with(piece);
        Body::from_stream(futures_util::StreamExt::then(pieces, |piece| piece)).into_response()
    };
    let asked = failure(endless);
    let failure = tokio::time::timeout(Duration::from_secs(20), asked)
        .await
        .expect("it ends by itself");
    assert!(
        matches!(failure, SourceFailure::Unreadable { detail, .. } if detail.contains("too long")),
        "{failure}"
    );
}

#[tokio::test]
async fn no_server_is_a_matter_of_the_connection() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap())
        .parse()
        .unwrap();
    drop(listener);
    let sources = Sources::new(SourceSettings {
        youtube_feed: Some(base),
        ..SourceSettings::default()
    });
    let failure = ask(&sources, &spec(&format!("@{CHANNEL}"))).await.unwrap_err();
    assert_eq!(failure, SourceFailure::Unreachable { platform: "YouTube" });
}
