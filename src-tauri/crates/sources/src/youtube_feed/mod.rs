mod atom;

use contract::{Platform, Target};
use library::SourceId;
use url::Url;

use atom::{FeedError, read_feed};

use crate::http::{Auth, Http};
use crate::{Collected, Note, Query, Source, SourceFailure};

const YOUTUBE: &str = "https://www.youtube.com/";
const NAME: &str = Platform::YouTube.display_name();

/// The public feed of a YouTube channel: its latest videos, without a key. It knows channels by
/// their id only, and answers 404 at times for channels that exist.
#[derive(Debug)]
pub struct YoutubeFeed {
    http: Http,
}

impl YoutubeFeed {
    /// The feeds of YouTube, or of a server that stands in for it.
    pub const fn at(base: Option<Url>) -> Self {
        Self {
            http: Http::new(NAME, YOUTUBE, base),
        }
    }

    async fn fetch(&self, channel: &str) -> Result<Vec<u8>, SourceFailure> {
        let asked = self
            .http
            .get("feeds/videos.xml", &[("channel_id", channel)], Auth::Nobody)
            .await;
        let answer = asked.map_err(|trouble| self.http.failure(trouble))?;
        match answer.status {
            200 => Ok(answer.body),
            // Known to answer 404 for days to channels that exist: never "deleted".
            status => Err(self.http.by_status(status)),
        }
    }
}

impl Source for YoutubeFeed {
    fn id(&self) -> SourceId {
        SourceId::YoutubeFeed
    }

    async fn collect(&self, query: &Query) -> Result<Collected, SourceFailure> {
        let name = query.target.value();
        let channel = channel_id(&query.target).ok_or_else(|| SourceFailure::NeedsChannelId {
            name: name.to_owned(),
        })?;
        let body = self.fetch(channel).await?;
        let feed = read_feed(&body, query.now).map_err(|error| match error {
            FeedError::NotAFeed => self.http.unreadable("it is not a feed"),
            FeedError::Broken => self.http.unreadable("the feed is cut off or damaged"),
        })?;
        let mut notes = vec![Note::LatestOnly];
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
pub(crate) fn channel_id(target: &Target) -> Option<&str> {
    id_of(target.value())
}

/// As [`channel_id`], of a value that may still be typed.
pub(crate) fn id_of(value: &str) -> Option<&str> {
    let id = value.trim().trim_start_matches('@');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (id.len() == 24 && id.starts_with("UC") && id.bytes().all(plain)).then_some(id)
}

#[cfg(any(test, fuzzing))]
pub(crate) fn read_any_feed(body: &[u8], now: contract::UnixMillis) -> Vec<library::Post> {
    read_feed(body, now).map(|feed| feed.posts).unwrap_or_default()
}
