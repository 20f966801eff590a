//! HTTP as every source needs it: bounded in time and size, no redirects, keys only in headers.

use std::sync::Once;
use std::time::Duration;

use futures_util::StreamExt;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;
use tokio::sync::OnceCell;
use url::Url;

use crate::{SourceFailure, SourceKey};

/// The largest answer taken: fifty TikTok items with everything are under 1 MiB; this leaves room
/// without letting a wrong server fill the memory.
const BODY_MAX: usize = 16 * 1024 * 1024;
const CONNECT_WAIT: Duration = Duration::from_secs(10);
const WHOLE_WAIT: Duration = Duration::from_secs(45);

/// How a request shows its key.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Auth<'a> {
    Nobody,
    /// `X-Goog-Api-Key`, which keeps the key out of addresses.
    Google(&'a SourceKey),
    Bearer(&'a SourceKey),
}

/// An answer, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// The request provably never left.
    NeverLeft,
    /// It may have arrived.
    Lost,
    /// The answer came and is too long.
    TooLong,
    /// The address could not be built, or the client could not be made.
    NoClient,
}

/// One platform or provider.
#[derive(Debug)]
pub(crate) struct Http {
    name: &'static str,
    home: &'static str,
    elsewhere: Option<Url>,
    // Made on first use: reading the system's certificates takes a moment.
    client: OnceCell<Client>,
}

impl Http {
    /// `home` ends in a slash; `elsewhere` is a server that stands in for it.
    pub(crate) const fn new(name: &'static str, home: &'static str, elsewhere: Option<Url>) -> Self {
        Self {
            name,
            home,
            elsewhere,
            client: OnceCell::const_new(),
        }
    }

    pub(crate) async fn get(
        &self,
        path: &str,
        query: &[(&str, &str)],
        auth: Auth<'_>,
    ) -> Result<Answer, NoAnswer> {
        let address = self.address(path, query)?;
        send(self.client().await?.get(address), auth).await
    }

    pub(crate) async fn post(
        &self,
        path: &str,
        query: &[(&str, &str)],
        body: &Value,
        auth: Auth<'_>,
    ) -> Result<Answer, NoAnswer> {
        let address = self.address(path, query)?;
        let request = self.client().await?.post(address);
        let request = request
            .header("content-type", "application/json")
            .body(body.to_string());
        send(request, auth).await
    }

    /// The failure that a missing answer is.
    pub(crate) const fn failure(&self, trouble: NoAnswer) -> SourceFailure {
        match trouble {
            NoAnswer::TooLong => self.unreadable("it is far too long"),
            NoAnswer::NeverLeft | NoAnswer::Lost | NoAnswer::NoClient => {
                SourceFailure::Unreachable { platform: self.name }
            }
        }
    }

    pub(crate) const fn unreadable(&self, detail: &'static str) -> SourceFailure {
        SourceFailure::Unreadable {
            platform: self.name,
            detail,
        }
    }

    /// The failure of a status that says nothing more.
    pub(crate) const fn by_status(&self, status: u16) -> SourceFailure {
        let platform = self.name;
        match status {
            429 => SourceFailure::TooManyRequests { platform },
            _ => SourceFailure::TryLater { platform, status },
        }
    }

    fn address(&self, path: &str, query: &[(&str, &str)]) -> Result<Url, NoAnswer> {
        let home = self.elsewhere.clone().map_or_else(|| Url::parse(self.home), Ok);
        let mut address = home
            .and_then(|home| home.join(path))
            .map_err(|_| NoAnswer::NoClient)?;
        if !query.is_empty() {
            address.query_pairs_mut().extend_pairs(query);
        }
        Ok(address)
    }

    async fn client(&self) -> Result<&Client, NoAnswer> {
        self.client
            .get_or_try_init(|| async { build_client() })
            .await
            .map_err(|cause| {
                tracing::warn!(%cause, "the HTTP client could not be made");
                NoAnswer::NoClient
            })
    }
}

async fn send(request: RequestBuilder, auth: Auth<'_>) -> Result<Answer, NoAnswer> {
    let answer = signed(request, auth).send().await.map_err(|cause| {
        let never_left = cause.is_connect() || cause.is_builder();
        lost(cause, never_left)
    })?;
    let status = answer.status().as_u16();
    let body = read_capped(answer).await?;
    Ok(Answer { status, body })
}

fn signed(request: RequestBuilder, auth: Auth<'_>) -> RequestBuilder {
    let (name, value) = match auth {
        Auth::Nobody => return request,
        // Exposed for the header that the platform asks for.
        Auth::Google(key) => ("x-goog-api-key", HeaderValue::from_str(key.expose())),
        Auth::Bearer(key) => (
            AUTHORIZATION.as_str(),
            HeaderValue::from_str(&format!("Bearer {}", key.expose())),
        ),
    };
    match value {
        Ok(mut value) => {
            value.set_sensitive(true);
            request.header(name, value)
        }
        // A parsed key is visible ASCII, which every header can carry.
        Err(_) => request,
    }
}

async fn read_capped(answer: Response) -> Result<Vec<u8>, NoAnswer> {
    let mut body = Vec::new();
    let mut pieces = answer.bytes_stream();
    while let Some(piece) = pieces.next().await {
        body.extend_from_slice(&piece.map_err(|cause| lost(cause, false))?);
        if body.len() > BODY_MAX {
            return Err(NoAnswer::TooLong);
        }
    }
    Ok(body)
}

fn lost(cause: reqwest::Error, never_left: bool) -> NoAnswer {
    tracing::debug!(cause = %cause.without_url(), never_left, "no answer");
    if never_left {
        NoAnswer::NeverLeft
    } else {
        NoAnswer::Lost
    }
}

fn build_client() -> reqwest::Result<Client> {
    static PROVIDER: Once = Once::new();
    // Refused only where the process already chose one, which is as good.
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    Client::builder()
        .connect_timeout(CONNECT_WAIT)
        .timeout(WHOLE_WAIT)
        // What moves elsewhere is a consent page or worse, and a key must not follow it.
        .redirect(Policy::none())
        .user_agent(concat!("Feedwatch/", env!("CARGO_PKG_VERSION")))
        .build()
}
