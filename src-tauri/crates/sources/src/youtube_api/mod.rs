//! The YouTube Data API v3. Shapes and costs after its discovery document, revision 20261104.

mod calls;
mod comments;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod people;
mod quota;
mod read;
mod refusal;
mod videos;

use std::sync::Arc;

use contract::{TargetKind, UnixMillis};
use library::{Post, SourceId};
use url::Url;

use calls::Calls;
use quota::{Bucket, Quota};

use crate::http::Http;
use crate::keys::Keys;
use crate::{Collected, KeyFinding, Memory, Query, Source, SourceFailure, SourceKey, Usage};

const GOOGLE: &str = "https://youtube.googleapis.com/";
/// A channel that has always existed: YouTube's own for developers. Asked for to try a key.
const KNOWN_CHANNEL: &str = "UC_x5XG1OV2P6uZZ5FSM9Ttw";

/// YouTube's official interface, with the person's own key: an account's uploads, hashtags and
/// searches, with comments. It is free within a daily allowance that is counted here and shown.
#[derive(Debug)]
pub(crate) struct YoutubeApi {
    http: Http,
    keys: Keys,
    memory: Arc<dyn Memory>,
}

impl YoutubeApi {
    pub(crate) fn new(base: Option<Url>, keys: Keys, memory: Arc<dyn Memory>) -> Self {
        Self {
            http: Http::new("YouTube", GOOGLE, base),
            keys,
            memory,
        }
    }

    pub(crate) async fn try_key(
        &self,
        key: &SourceKey,
        now: UnixMillis,
    ) -> Result<KeyFinding, SourceFailure> {
        let query = [("part", "id"), ("id", KNOWN_CHANNEL)];
        self.calls(key, now).list("channels", &query).await?;
        Ok(KeyFinding::default())
    }

    pub(crate) async fn usage(&self, now: UnixMillis) -> Result<Option<Usage>, SourceFailure> {
        let Some(key) = self.keys.get(SourceId::YoutubeApi) else {
            return Ok(None);
        };
        let quota = Quota::new(&*self.memory, &key, now);
        let buckets = vec![
            quota.usage(Bucket::Searches).await?,
            quota.usage(Bucket::Calls).await?,
        ];
        Ok(Some(Usage { buckets }))
    }

    /// Videos that are known already, as they are now; one that is private or gone is left out.
    pub(crate) async fn again(&self, ids: &[String], now: UnixMillis) -> Result<Vec<Post>, SourceFailure> {
        let key = self.key()?;
        videos::details(&self.calls(&key, now), ids, now, &mut Vec::new()).await
    }

    fn key(&self) -> Result<Arc<SourceKey>, SourceFailure> {
        let platform = "YouTube";
        let key = self.keys.get(SourceId::YoutubeApi);
        key.ok_or(SourceFailure::NeedsKey { platform })
    }

    fn calls<'a>(&'a self, key: &'a SourceKey, now: UnixMillis) -> Calls<'a> {
        let quota = Quota::new(&*self.memory, key, now);
        Calls {
            http: &self.http,
            key,
            quota,
            memory: &*self.memory,
        }
    }
}

impl Source for YoutubeApi {
    fn id(&self) -> SourceId {
        SourceId::YoutubeApi
    }

    async fn collect(&self, query: &Query) -> Result<Collected, SourceFailure> {
        let key = self.key()?;
        let calls = self.calls(&key, query.now);
        let mut found = match query.target.kind() {
            TargetKind::Username => videos::of_channel(&calls, query).await?,
            TargetKind::Hashtag | TargetKind::Keyword => videos::by_search(&calls, query).await?,
        };
        if query.comments {
            comments::add(&calls, query, &mut found).await;
        }
        Ok(found)
    }
}
