mod atom;

use std::sync::Once;
use std::time::Duration;

use contract::{Platform, Target};
use futures_util::StreamExt;
use library::SourceId;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use tokio::sync::OnceCell;
use url::Url;

use atom::{FeedError, read_feed};

use crate::{Collected, Note, Query, Source, SourceFailure};

/// Where the feeds are.
const YOUTUBE: &str = "https://www.youtube.com/";
/// A feed of fifteen videos with full descriptions is under 100 KiB; this leaves room without
/// letting a wrong server fill the memory.
const FEED_MAX: usize = 4 * 1024 * 1024;
const CONNECT_WAIT: Duration = Duration::from_secs(10);
const WHOLE_WAIT: Duration = Duration::from_secs(30);
const NAME: &str = Platform::YouTube.display_name();

/// The public feed of a YouTube channel: its latest videos, without a key. It knows channels by
/// their id only, and answers 404 at times for channels that exist.
#[derive(Debug, Default)]
pub struct YoutubeFeed {
    base: Option<Url>,
    // Made on first use: reading the system's certificates takes a moment.
    client: OnceCell<Client>,
}

impl YoutubeFeed {
    /// The feed of a server that stands in for YouTube.
    pub fn at(base: Url) -> Self {
        Self {
            base: Some(base),
            client: OnceCell::new(),
        }
    }

    fn address(&self, channel: &str) -> Result<Url, SourceFailure> {
        let broken = |_| unreadable("its address could not be built");
        let base = self
            .base
            .clone()
            .map_or_else(|| Url::parse(YOUTUBE), Ok)
            .map_err(broken)?;
        let mut address = base.join("feeds/videos.xml").map_err(broken)?;
        address.query_pairs_mut().append_pair("channel_id", channel);
        Ok(address)
    }

    async fn client(&self) -> Result<&Client, SourceFailure> {
        self.client
            .get_or_try_init(|| async { build_client() })
            .await
            .map_err(|cause| {
                tracing::warn!(%cause, "the HTTP client could not be made");
                SourceFailure::Unreachable { platform: NAME }
            })
    }

    async fn fetch(&self, address: Url) -> Result<Vec<u8>, SourceFailure> {
        let answer = self
            .client()
            .await?
            .get(address)
            .send()
            .await
            .map_err(unreachable_host)?;
        match answer.status() {
            StatusCode::OK => read_capped(answer).await,
            StatusCode::TOO_MANY_REQUESTS => Err(SourceFailure::TooManyRequests { platform: NAME }),
            // Known to answer 404 for days to channels that exist: never "deleted".
            status => Err(SourceFailure::TryLater {
                platform: NAME,
                status: status.as_u16(),
            }),
        }
    }
}

impl Source for YoutubeFeed {
    fn id(&self) -> SourceId {
        SourceId::YoutubeFeed
    }

    async fn collect(&self, query: &Query) -> Result<Collected, SourceFailure> {
        let channel = channel_id(&query.target)?;
        let body = self.fetch(self.address(channel)?).await?;
        let feed = read_feed(&body, query.now).map_err(|error| match error {
            FeedError::NotAFeed => unreadable("it is not a feed"),
            FeedError::Broken => unreadable("the feed is cut off or damaged"),
        })?;
        let mut notes = vec![Note::LatestOnly];
        notes.extend(query.country.map(|_| Note::CountryNotApplied));
        notes.extend(query.comments.then_some(Note::CommentsNotAvailable));
        notes.extend((feed.left_out > 0).then_some(Note::Partial));
        Ok(Collected {
            posts: feed.posts,
            notes,
            ..Collected::default()
        })
    }
}

/// The `UC…` of `@UC…`: 24 letters, digits, `-` and `_`. Case matters.
fn channel_id(target: &Target) -> Result<&str, SourceFailure> {
    let name = target.value();
    let id = name.trim_start_matches('@');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let is_id = id.len() == 24 && id.starts_with("UC") && id.bytes().all(plain);
    if is_id {
        Ok(id)
    } else {
        Err(SourceFailure::NeedsChannelId {
            name: name.to_owned(),
        })
    }
}

fn build_client() -> reqwest::Result<Client> {
    static PROVIDER: Once = Once::new();
    // Refused only where the process already chose one, which is as good.
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    Client::builder()
        .connect_timeout(CONNECT_WAIT)
        .timeout(WHOLE_WAIT)
        // A feed that moves elsewhere is a consent page or worse, not a feed.
        .redirect(Policy::none())
        .user_agent(concat!("Feedwatch/", env!("CARGO_PKG_VERSION")))
        .build()
}

async fn read_capped(answer: Response) -> Result<Vec<u8>, SourceFailure> {
    let mut body = Vec::new();
    let mut pieces = answer.bytes_stream();
    while let Some(piece) = pieces.next().await {
        body.extend_from_slice(&piece.map_err(unreachable_host)?);
        if body.len() > FEED_MAX {
            return Err(unreadable("it is far too long"));
        }
    }
    Ok(body)
}

fn unreachable_host(cause: reqwest::Error) -> SourceFailure {
    tracing::debug!(cause = %cause.without_url(), "the feed could not be fetched");
    SourceFailure::Unreachable { platform: NAME }
}

const fn unreadable(detail: &'static str) -> SourceFailure {
    SourceFailure::Unreadable {
        platform: NAME,
        detail,
    }
}
