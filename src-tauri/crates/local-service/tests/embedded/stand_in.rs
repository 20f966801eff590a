//! Servers on loopback that stand in for a platform: what they answer is made for these tests.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Value, json};
use url::Url;

/// What was asked: method, path, query.
pub(crate) type Asked = Arc<Mutex<Vec<(String, String, String)>>>;

/// A server that answers so; where it is, and what it was asked.
pub(crate) async fn serve(
    answer: impl Fn(&str, &str, &str) -> (u16, Value) + Clone + Send + Sync + 'static,
) -> (Url, Asked) {
    let asked = Asked::default();
    let noted = Arc::clone(&asked);
    let app = Router::new().fallback(move |request: Request| {
        let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
        let query = request.uri().query().unwrap_or_default().to_owned();
        let (status, body) = answer(&method, &path, &query);
        noted.lock().unwrap().push((method, path, query));
        async move { reply(status, &body) }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap())
        .parse()
        .unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (base, asked)
}

fn reply(status: u16, body: &Value) -> Response {
    (StatusCode::from_u16(status).unwrap(), body.to_string()).into_response()
}

pub(crate) fn count(asked: &Asked, method: &str, end: &str) -> usize {
    let hit = |(how, path, _): &&(String, String, String)| how == method && path.ends_with(end);
    asked.lock().unwrap().iter().filter(hit).count()
}

/// A YouTube with one video that every search finds.
pub(crate) fn youtube(path: &str) -> (u16, Value) {
    let snippet =
        json!({"publishedAt": "2026-01-24T12:00:00Z", "channelId": "UCa", "title": "Bread #cooking"});
    let body = match path {
        "/youtube/v3/search" => json!({"items": [{"id": {"videoId": "aaaaaaaaaaa"}}]}),
        "/youtube/v3/videos" => json!({"items": [{"id": "aaaaaaaaaaa", "snippet": snippet}]}),
        _ => json!({}),
    };
    (200, body)
}

/// An Apify whose one run stands as it is told.
pub(crate) fn apify(method: &str, path: &str, status: &str) -> (u16, Value) {
    let run =
        json!({"data": {"id": "run1", "status": status, "defaultDatasetId": "set", "usageTotalUsd": 0.0123}});
    let item = json!({"id": "7", "createTimeISO": "2026-01-24T12:00:00Z", "text": "x"});
    match (method, path) {
        ("POST", path) if path.ends_with("/runs") => (201, run),
        (_, "/v2/datasets/set/items") => (200, json!([item])),
        _ => (200, run),
    }
}
