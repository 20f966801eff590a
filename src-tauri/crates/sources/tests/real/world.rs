//! A server on loopback that answers as it is told, and remembers what it was asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use contract::{Country, LookBack, MaxResults, MonitorSpec, Platform, Target, TargetKind, UnixMillis};
use serde_json::Value;
use sources::{
    Attempt, Collected, Query, SourceFailure, SourceId, SourceKey, SourceSettings, Sources, ThisRun,
};

/// 2026-11-25T20:00:00Z.
pub(crate) const NOW: UnixMillis = UnixMillis(1_795_636_800_000);
/// A key that must be found nowhere but in the header that carries it.
pub(crate) const CANARY: &str = "canary-4f1d9b7e2a6c8035";

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: HashMap<String, String>,
    pub(crate) raw_query: String,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Value,
}

impl Asked {
    pub(crate) fn q(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }
}

/// What a server answers.
pub(crate) enum Reply {
    Json(u16, Value),
    Text(u16, String),
    /// The connection ends in the middle of the body.
    Cut(String),
    /// No answer at all for so long.
    Slow(Duration),
}

pub(crate) struct World {
    pub(crate) base: String,
    pub(crate) asked: Arc<Mutex<Vec<Asked>>>,
    pub(crate) memory: Arc<ThisRun>,
}

impl World {
    pub(crate) async fn new(answer: impl Fn(&Asked) -> Reply + Clone + Send + Sync + 'static) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        let app = Router::new().fallback(move |request: Request| {
            let (noted, answer) = (Arc::clone(&noted), answer.clone());
            async move {
                let asked = read(request).await;
                noted.lock().unwrap().push(asked.clone());
                reply(answer(&asked)).await
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self {
            base,
            asked,
            memory: Arc::new(ThisRun::default()),
        }
    }

    /// The sources, all pointed here and with keys, as after a start of the app: what is remembered
    /// is what this world remembers.
    pub(crate) fn sources(&self) -> Sources {
        let here = || Some(self.base.parse().unwrap());
        let key = |source| (source, SourceKey::parse(CANARY).unwrap());
        let settings = SourceSettings {
            youtube_feed: here(),
            youtube_api: here(),
            apify: here(),
            instagram_graph: here(),
            poll_every: Duration::from_millis(5),
            keys: [SourceId::YoutubeApi, SourceId::Apify, SourceId::InstagramGraph]
                .map(key)
                .into(),
            chosen: Vec::new(),
            keys_pending: false,
        };
        Sources::remembering(settings, self.memory.clone())
    }

    pub(crate) fn all(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// How many requests went to paths that end so.
    pub(crate) fn count(&self, method: &str, end: &str) -> usize {
        let hit = |asked: &&Asked| asked.method == method && asked.path.ends_with(end);
        self.all().iter().filter(hit).count()
    }
}

async fn read(request: Request) -> Asked {
    let (head, body) = request.into_parts();
    let raw_query = head.uri.query().unwrap_or_default().to_owned();
    let query = url::form_urlencoded::parse(raw_query.as_bytes())
        .into_owned()
        .collect();
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        (name.to_string(), value.to_str().unwrap_or_default().to_owned())
    };
    let headers = head.headers.iter().map(header).collect();
    let body: Bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    Asked {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query,
        raw_query,
        headers,
        body: serde_json::from_slice(&body).unwrap_or_default(),
    }
}

async fn reply(reply: Reply) -> Response {
    let status = |code: u16| axum::http::StatusCode::from_u16(code).unwrap();
    match reply {
        Reply::Json(code, value) => (status(code), value.to_string()).into_response(),
        Reply::Text(code, text) => (status(code), text).into_response(),
        Reply::Cut(text) => {
            let pieces = [Ok(Bytes::from(text)), Err(std::io::Error::other("cut"))];
            Body::from_stream(futures_util::stream::iter(pieces)).into_response()
        }
        Reply::Slow(time) => {
            tokio::time::sleep(time).await;
            status(200).into_response()
        }
    }
}

pub(crate) fn spec(platform: Platform, kind: TargetKind, value: &str) -> MonitorSpec {
    MonitorSpec {
        target: Target::parse(platform, kind, value).unwrap(),
        days: LookBack::NoLimit,
        country: None,
        max_results: MaxResults::CEILING,
        monitoring: true,
        comment_monitoring: false,
    }
}

pub(crate) fn in_country(code: &str, spec: MonitorSpec) -> MonitorSpec {
    MonitorSpec {
        country: Country::parse(code),
        ..spec
    }
}

pub(crate) async fn ask(
    sources: &Sources,
    source: SourceId,
    spec: &MonitorSpec,
    check: u32,
) -> Result<Collected, SourceFailure> {
    let attempt = Attempt {
        job: "7".to_owned(),
        check,
    };
    sources
        .collect(source, &Query::of(spec, NOW).asked_by(attempt))
        .await
}
