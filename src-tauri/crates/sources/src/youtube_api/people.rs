use std::collections::HashMap;

use contract::Country;
use library::{Author, CountryBasis, Origin, Post};
use serde_json::Value;

use super::calls::Calls;
use crate::SourceFailure;
use crate::fields::Fields;

/// The most ids in one call.
pub(super) const IDS_MAX: usize = 50;

/// A channel.
#[derive(Debug, Clone)]
pub(super) struct Channel {
    pub(super) id: String,
    pub(super) uploads: Option<String>,
    handle: Option<String>,
    title: Option<String>,
    subscribers: Option<u64>,
    country: Option<Country>,
}

impl Channel {
    pub(super) fn read(item: &Value) -> Option<Self> {
        let item = Fields(item);
        let hidden = item.truth("/statistics/hiddenSubscriberCount") == Some(true);
        let handle = item.text("/snippet/customUrl");
        Some(Self {
            id: item.text("/id")?,
            uploads: item.text("/contentDetails/relatedPlaylists/uploads"),
            handle: handle.map(|name| name.trim_start_matches('@').to_owned()),
            title: item.text("/snippet/title"),
            subscribers: item.count("/statistics/subscriberCount").filter(|_| !hidden),
            country: item.country("/snippet/country"),
        })
    }

    /// Fills in what a video does not tell of its channel.
    fn complete(&self, post: &mut Post) {
        let author = post.author.get_or_insert_with(Author::default);
        author.handle = self.handle.clone();
        author.display_name = self.title.clone().or_else(|| author.display_name.take());
        author.followers = self.subscribers;
        post.origin = self.country.map(|country| Origin {
            country,
            basis: CountryBasis::CreatorDeclared,
        });
    }
}

/// Fills in the authors of these posts, fifty channels a call. Posts without their author's details
/// are worth having, so a failure here is none of the whole.
pub(super) async fn complete(calls: &Calls<'_>, posts: &mut [Post], known: Option<&Channel>) {
    let mut channels: HashMap<String, Channel> = known
        .map(|channel| (channel.id.clone(), channel.clone()))
        .into_iter()
        .collect();
    let mut unknown: Vec<String> = posts
        .iter()
        .filter_map(|post| post.author.as_ref()?.native_id.clone())
        .filter(|id| !channels.contains_key(id))
        .collect();
    unknown.sort();
    unknown.dedup();
    for ids in unknown.chunks(IDS_MAX) {
        match fetch(calls, ids).await {
            Ok(found) => channels.extend(found.into_iter().map(|channel| (channel.id.clone(), channel))),
            Err(failure) => {
                tracing::debug!(%failure, "the channels' details could not be fetched");
                break;
            }
        }
    }
    for post in posts {
        let id = post.author.as_ref().and_then(|author| author.native_id.as_ref());
        if let Some(channel) = id.and_then(|id| channels.get(id)) {
            channel.complete(post);
        }
    }
}

async fn fetch(calls: &Calls<'_>, ids: &[String]) -> Result<Vec<Channel>, SourceFailure> {
    let ids = ids.join(",");
    let query = [
        ("part", "id,snippet,statistics"),
        ("id", ids.as_str()),
        ("maxResults", "50"),
    ];
    let page = calls.list("channels", &query).await?;
    Ok(page.items.iter().filter_map(Channel::read).collect())
}

/// The channel that a name means now. A handle is looked up once and its id remembered; where the
/// id is gone, the handle may have found another owner.
pub(super) async fn find(calls: &Calls<'_>, name: &str) -> Result<Option<Channel>, SourceFailure> {
    if let Some(id) = crate::youtube_feed::id_of(name) {
        return one(calls, "id", id).await;
    }
    let handle = name.trim_start_matches('@');
    let remembered = format!("youtube_api/channel/{}", handle.to_lowercase());
    if let Some(id) = calls.memory.recall(remembered.clone()).await? {
        if let Some(channel) = one(calls, "id", &id).await? {
            return Ok(Some(channel));
        }
        calls.memory.keep(remembered.clone(), None).await?;
    }
    let found = one(calls, "forHandle", &format!("@{handle}")).await?;
    if let Some(channel) = &found {
        calls.memory.keep(remembered, Some(channel.id.clone())).await?;
    }
    Ok(found)
}

async fn one(calls: &Calls<'_>, by: &str, value: &str) -> Result<Option<Channel>, SourceFailure> {
    let query = [("part", "id,snippet,contentDetails,statistics"), (by, value)];
    let page = calls.list("channels", &query).await?;
    Ok(page.items.first().and_then(Channel::read))
}
