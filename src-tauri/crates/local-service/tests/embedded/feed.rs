use axum::Router;
use axum::routing::get;
use local_service::SourceSettings;
use serde_json::json;

use crate::host::{Host, config};

const CHANNEL: &str = "UC_x5XG1OV2P6uZZ5FSM9Ttw";
const MADE_FEED: &str = r#"<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015">
 <entry><yt:videoId>aaaaaaaaaaa</yt:videoId><title>One</title><published>2024-06-15T12:00:00Z</published></entry>
 <entry><yt:videoId>bbbbbbbbbbb</yt:videoId><title>Two</title><published>2024-06-16T12:00:00Z</published></entry>
</feed>"#;

#[tokio::test]
async fn a_channel_is_really_collected_by_its_feed_without_credits_and_not_as_practice() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap())
        .parse()
        .unwrap();
    let feed = Router::new().route("/feeds/videos.xml", get(|| async { MADE_FEED }));
    tokio::spawn(async move { axum::serve(listener, feed).await });

    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.sources = SourceSettings {
        youtube_feed: Some(base),
        ..SourceSettings::default()
    };
    let host = Host::start(config).await.unwrap();
    let data =
        json!({"platform": "youtube", "type": "username", "value": format!("@{CHANNEL}"), "country": "us"});
    let (status, made) = host.create("here", data).await;
    assert_eq!(status, 201, "{made}");
    let done = host
        .poll("here", made["user_job_id"].as_i64().unwrap(), |job| {
            job["status"] == "completed"
        })
        .await;
    let result = &done["result"];
    assert_eq!(
        (&result["posts_found"], &result["practice"]),
        (&json!(2), &json!(false)),
        "{done}"
    );
    assert_eq!(
        (&result["source"], &result["charged_micro_usd"]),
        (&json!("youtube_feed"), &json!(0))
    );
    let notes: Vec<_> = result["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["code"].as_str().unwrap())
        .collect();
    assert_eq!(notes, ["latest_only", "country_not_applied"]);
}
