use std::sync::Arc;
use std::time::Instant;

use keychain::ApiKey;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION};
use reqwest::multipart::Form;
use reqwest::redirect::{Action, Attempt, Policy};
use reqwest::{Client, ClientBuilder, Method, RequestBuilder, Response, Url};
use tokio::sync::Semaphore;

use crate::answer::Answer;
use crate::failure::{before_answer, within_answer};
use crate::refusal::refusal;
use crate::{BaseUrl, CallError, ClientOptions, ProxyChoice};

/// Redirects that a read follows, all on the same host.
const REDIRECTS_MAX: usize = 3;

/// One call.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// The address with its variable steps named, for the log.
    pub(crate) route: &'static str,
    pub(crate) url: Url,
    pub(crate) body: Body,
    pub(crate) idempotency_key: Option<HeaderValue>,
}

/// What a call carries.
#[derive(Debug)]
pub(crate) enum Body {
    Nothing,
    Form(Form),
    Json(String),
}

/// Sends calls, one by one or a few at once, and reads answers.
pub(crate) struct Transport {
    key: Arc<ApiKey>,
    key_header: HeaderValue,
    reading: Client,
    writing: Client,
    turns: Semaphore,
    max_body: usize,
}

impl Transport {
    /// The transport, or nothing where the key cannot be a header.
    pub(crate) fn new(base: &BaseUrl, key: Arc<ApiKey>, options: &ClientOptions) -> reqwest::Result<Self> {
        // Exposed to become the header that signs every call.
        let mut key_header = HeaderValue::from_str(key.expose()).unwrap_or(HeaderValue::from_static(""));
        key_header.set_sensitive(true);
        Ok(Self {
            key,
            key_header,
            reading: reading(base, options).build()?,
            writing: writing(base, options).build()?,
            turns: Semaphore::new(options.max_connections.max(1)),
            max_body: options.max_body,
        })
    }

    /// Sends a call and reads its answer whole.
    pub(crate) async fn send(&self, call: Call) -> Result<Answer, CallError> {
        // The semaphore is never closed; without a turn the call goes ahead all the same.
        let _turn = self.turns.acquire().await.ok();
        let (method, route, begun) = (call.method.clone(), call.route, Instant::now());
        let result = self.exchange(call).await;
        log(&method, route, begun, &result);
        result
    }

    async fn exchange(&self, call: Call) -> Result<Answer, CallError> {
        let response = self.request(call).send().await.map_err(before_answer)?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        match status {
            200..300 => Ok(Answer {
                status,
                body: self.whole_body(response).await?,
            }),
            300..400 => Err(CallError::Moved {
                status,
                to_host: target_host(&headers, response.url()),
            }),
            // The status is what counts: a body that is cut or too long costs only some of its words.
            _ => {
                let body = self.some_body(response).await;
                // Exposed to be cut out, should the answer repeat it.
                Err(refusal(status, &headers, &body, self.key.expose()))
            }
        }
    }

    fn request(&self, call: Call) -> RequestBuilder {
        let client = if call.method == Method::GET {
            &self.reading
        } else {
            &self.writing
        };
        let mut request = client
            .request(call.method, call.url)
            .header("X-API-Key", self.key_header.clone());
        if let Some(key) = call.idempotency_key {
            request = request.header("Idempotency-Key", key);
        }
        match call.body {
            Body::Nothing => request,
            Body::Form(form) => request.multipart(form),
            Body::Json(text) => request.header(CONTENT_TYPE, "application/json").body(text),
        }
    }

    async fn whole_body(&self, mut response: Response) -> Result<Vec<u8>, CallError> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(within_answer)? {
            if body.len() + chunk.len() > self.max_body {
                return Err(CallError::TooLarge { limit: self.max_body });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// As much of the body as comes and fits.
    async fn some_body(&self, mut response: Response) -> Vec<u8> {
        let mut body = Vec::new();
        while let Ok(Some(chunk)) = response.chunk().await {
            let room = self.max_body - body.len();
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if body.len() == self.max_body {
                break;
            }
        }
        body
    }
}

/// For reads: connections are kept, and a few redirects on the same host are followed.
fn reading(base: &BaseUrl, options: &ClientOptions) -> ClientBuilder {
    common(base, options)
        .redirect(Policy::custom(same_host))
        .pool_max_idle_per_host(options.max_connections.max(1))
}

/// For writes: a fresh connection for each, no redirect, no repetition. On a kept connection that
/// died, and on a refused HTTP/2 stream, the transport would send a request again by itself; a create
/// is paid, and must not depend on the transport's idea of what had left.
fn writing(base: &BaseUrl, options: &ClientOptions) -> ClientBuilder {
    common(base, options)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(0)
        .http1_only()
}

fn common(base: &BaseUrl, options: &ClientOptions) -> ClientBuilder {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let builder = Client::builder()
        .user_agent(concat!("Feedwatch/", env!("CARGO_PKG_VERSION")))
        .default_headers(headers)
        .connect_timeout(options.connect_timeout)
        .timeout(options.total_timeout)
        .https_only(!base.is_loopback())
        .referer(false);
    // Without TLS the system's certificates are not needed, and a bare machine may have none.
    let builder = if base.is_plain() {
        builder.tls_certs_only([])
    } else {
        builder
    };
    if base.is_loopback() || options.proxy == ProxyChoice::None {
        builder.no_proxy()
    } else {
        builder
    }
}

/// Follows on the same scheme, host and port, so that the key stays where it was given to.
fn same_host(attempt: Attempt<'_>) -> Action {
    let first = attempt.previous().first();
    let stays = first.is_some_and(|first| first.origin() == attempt.url().origin());
    // The list starts with the first address, which is no redirect.
    if stays && attempt.previous().len() <= REDIRECTS_MAX {
        attempt.follow()
    } else {
        attempt.stop()
    }
}

fn target_host(headers: &HeaderMap, from: &Url) -> Option<String> {
    let text = headers.get(LOCATION)?.to_str().ok()?;
    from.join(text).ok()?.host_str().map(str::to_owned)
}

/// One line for each call; neither address, query nor body, which hold the agent and the target.
fn log(method: &Method, route: &'static str, begun: Instant, result: &Result<Answer, CallError>) {
    let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = match result {
        Ok(answer) => Some(answer.status),
        Err(error) => crate::diagnose(error).status,
    };
    tracing::debug!(%method, route, status, ms, failed = result.is_err(), "call");
}
