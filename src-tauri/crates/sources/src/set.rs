use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use contract::{Platform, TargetKind, UnixMillis};
use library::{Post, SourceId};
use url::Url;

use crate::apify::Apify;
use crate::instagram_graph::InstagramGraph;
use crate::keys::Keys;
use crate::youtube_api::YoutubeApi;
use crate::{
    Collected, Memory, Missing, Practice, Query, Source, SourceFailure, SourceKey, ThisRun, Usage,
    YoutubeFeed, limits, needs_key, serves, sources_for, table, youtube_feed,
};

/// What the sources need to know from outside. Addresses are for servers that stand in for the
/// platforms, on loopback.
#[derive(Debug)]
pub struct SourceSettings {
    /// Where YouTube's feeds are; none means YouTube.
    pub youtube_feed: Option<Url>,
    /// Where the YouTube Data API is; none means Google.
    pub youtube_api: Option<Url>,
    /// Where Apify is; none means Apify.
    pub apify: Option<Url>,
    /// Where Instagram's Graph API is; none means Meta.
    pub instagram_graph: Option<Url>,
    /// How often a run at Apify is asked after.
    pub poll_every: Duration,
    /// The keys there are at the start.
    pub keys: Vec<(SourceId, SourceKey)>,
    /// The sources that were chosen, by platform.
    pub chosen: Vec<(Platform, SourceId)>,
    /// Whether keys are still being read; until [`Sources::keys_settled`] a missing key is waited for.
    pub keys_pending: bool,
}

impl Default for SourceSettings {
    fn default() -> Self {
        Self {
            youtube_feed: None,
            youtube_api: None,
            apify: None,
            instagram_graph: None,
            poll_every: Duration::from_secs(3),
            keys: Vec::new(),
            chosen: Vec::new(),
            keys_pending: false,
        }
    }
}

/// Every source of this computer. Keys and choices may change while it works.
#[derive(Debug)]
pub struct Sources {
    practice: Practice,
    youtube_feed: YoutubeFeed,
    youtube_api: YoutubeApi,
    apify: Apify,
    instagram_graph: InstagramGraph,
    keys: Keys,
    chosen: RwLock<HashMap<Platform, SourceId>>,
    keys_pending: AtomicBool,
}

/// What a key that was tried turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyFinding {
    /// The account it belongs to, where the platform tells.
    pub account: Option<String>,
}

impl Sources {
    /// Makes them ready, with a memory that ends with this process; nothing is sent before
    /// something is collected.
    pub fn new(settings: SourceSettings) -> Self {
        Self::remembering(settings, Arc::new(ThisRun::default()))
    }

    /// As [`Self::new`], with this memory.
    pub fn remembering(settings: SourceSettings, memory: Arc<dyn Memory>) -> Self {
        let keys = Keys::default();
        for (source, key) in settings.keys {
            keys.set(source, Some(key));
        }
        Self {
            practice: Practice,
            youtube_feed: YoutubeFeed::at(settings.youtube_feed),
            youtube_api: YoutubeApi::new(settings.youtube_api, keys.clone(), Arc::clone(&memory)),
            apify: Apify::new(
                settings.apify,
                keys.clone(),
                Arc::clone(&memory),
                settings.poll_every,
            ),
            instagram_graph: InstagramGraph::new(settings.instagram_graph, keys.clone(), memory),
            keys,
            chosen: RwLock::new(settings.chosen.into_iter().collect()),
            keys_pending: AtomicBool::new(settings.keys_pending),
        }
    }

    /// Gives a source its key, or takes it away; what is asked from now on uses it.
    pub fn set_key(&self, source: SourceId, key: Option<SourceKey>) {
        self.keys.set(source, key);
    }

    /// Says that the keys were read, whatever came of it: what is missing now is missing.
    pub fn keys_settled(&self) {
        self.keys_pending.store(false, Ordering::Relaxed);
    }

    /// Whether the keys were read.
    pub fn keys_are_in(&self) -> bool {
        !self.keys_pending.load(Ordering::Relaxed)
    }

    /// Whether a source has its key, or needs none.
    pub fn has_key(&self, source: SourceId) -> bool {
        !needs_key(source) || self.keys.get(source).is_some()
    }

    /// Which source collects a platform from now on; none leaves it to the table.
    pub fn choose(&self, platform: Platform, source: Option<SourceId>) {
        let mut chosen = self.chosen.write().unwrap_or_else(PoisonError::into_inner);
        match source {
            Some(source) => chosen.insert(platform, source),
            None => chosen.remove(&platform),
        };
    }

    /// The real source that collects this now. The value may still be typed.
    ///
    /// # Errors
    /// What is missing first.
    pub fn pick(&self, platform: Platform, kind: TargetKind, value: &str) -> Result<SourceId, Missing> {
        let able: Vec<_> = sources_for(platform, kind);
        if let Some(source) = self.chosen_for(platform) {
            return self.as_chosen(source, &able, platform, kind, value);
        }
        let ready = able.iter().find(|source| self.is_ready(**source, value));
        ready.copied().ok_or_else(|| Missing::of(platform, kind))
    }

    /// As [`Self::pick`]; while nothing can collect it, the source that was chosen or is preferred.
    pub fn wanted(&self, platform: Platform, kind: TargetKind, value: &str) -> Option<SourceId> {
        let able = sources_for(platform, kind);
        let chosen = self.chosen_for(platform).filter(|chosen| able.contains(chosen));
        let picked = self.pick(platform, kind, value).ok();
        picked.or(chosen).or_else(|| able.first().copied())
    }

    fn chosen_for(&self, platform: Platform) -> Option<SourceId> {
        let chosen = self.chosen.read().unwrap_or_else(PoisonError::into_inner);
        chosen.get(&platform).copied()
    }

    fn as_chosen(
        &self,
        source: SourceId,
        able: &[SourceId],
        platform: Platform,
        kind: TargetKind,
        value: &str,
    ) -> Result<SourceId, Missing> {
        match source {
            _ if able.is_empty() => Err(Missing::of(platform, kind)),
            _ if !able.contains(&source) => Err(Missing::OtherSource),
            source if self.is_ready(source, value) => Ok(source),
            SourceId::InstagramGraph => Err(Missing::InstagramConnection),
            SourceId::Apify => Err(Missing::ApifyToken),
            SourceId::YoutubeApi => Err(Missing::YoutubeKey),
            _ => Err(Missing::of(platform, kind)),
        }
    }

    fn is_ready(&self, source: SourceId, value: &str) -> bool {
        match source {
            // The feed knows ids only; nothing typed yet might become one.
            SourceId::YoutubeFeed => value.trim().is_empty() || youtube_feed::id_of(value).is_some(),
            _ => !needs_key(source) || self.keys.get(source).is_some(),
        }
    }

    /// Collects once from this source. The period, the country, the number of posts and of comments
    /// are enforced here, whatever the source made of them.
    ///
    /// # Errors
    /// Why nothing was collected.
    pub async fn collect(&self, source: SourceId, query: &Query) -> Result<Collected, SourceFailure> {
        let (platform, kind) = (query.target.platform(), query.target.kind());
        if !serves(source, platform, kind) {
            return Err(SourceFailure::NotServed {
                missing: Missing::of(platform, kind),
            });
        }
        let found = match source {
            SourceId::Practice => self.practice.collect(query).await,
            SourceId::YoutubeFeed => self.youtube_feed.collect(query).await,
            SourceId::YoutubeApi => self.youtube_api.collect(query).await,
            SourceId::Apify => self.apify.collect(query).await,
            SourceId::InstagramGraph => self.instagram_graph.collect(query).await,
            // A file collects nothing; the table above serves it to no target.
            SourceId::Import => Ok(Collected::default()),
        }?;
        Ok(limits::enforce(found, query, table::comments_per_post(source)))
    }

    /// Posts of YouTube that are known already, as they are now, fifty a call; one that is private or gone
    /// is left out. What the keyless feed brought is fetched so too.
    ///
    /// # Errors
    /// There is no key, or YouTube did not give them.
    pub async fn youtube_again(&self, ids: &[String], now: UnixMillis) -> Result<Vec<Post>, SourceFailure> {
        self.youtube_api.again(ids, now).await
    }

    /// Ends paid work that this job started and nobody waits for any more; what it cost.
    ///
    /// # Errors
    /// The provider did not answer; the work may go on, within its ceiling.
    pub async fn abandon(&self, source: SourceId, job: &str) -> Result<contract::Money, SourceFailure> {
        match source {
            SourceId::Apify => self.apify.abandon(job).await,
            _ => Ok(contract::Money::ZERO),
        }
    }

    /// Tries a key with the cheapest call there is, without keeping it.
    ///
    /// # Errors
    /// Why it does not work.
    pub async fn try_key(
        &self,
        source: SourceId,
        key: &SourceKey,
        now: UnixMillis,
    ) -> Result<KeyFinding, SourceFailure> {
        match source {
            SourceId::YoutubeApi => self.youtube_api.try_key(key, now).await,
            SourceId::Apify => self.apify.try_key(key).await,
            SourceId::InstagramGraph => self.instagram_graph.try_key(key).await,
            SourceId::Practice | SourceId::YoutubeFeed | SourceId::Import => Ok(KeyFinding::default()),
        }
    }

    /// Tries the key that a source has.
    ///
    /// # Errors
    /// There is none, or why it does not work.
    pub async fn try_own_key(&self, source: SourceId, now: UnixMillis) -> Result<KeyFinding, SourceFailure> {
        let platform = crate::source_name(source);
        let key = self
            .keys
            .get(source)
            .ok_or(SourceFailure::NeedsKey { platform })?;
        self.try_key(source, &key, now).await
    }

    /// How much of its key's allowance a source has used; none where nothing is counted.
    ///
    /// # Errors
    /// The memory cannot be read.
    pub async fn usage(&self, source: SourceId, now: UnixMillis) -> Result<Option<Usage>, SourceFailure> {
        match source {
            SourceId::YoutubeApi => self.youtube_api.usage(now).await,
            SourceId::InstagramGraph => self.instagram_graph.usage(now).await,
            _ => Ok(None),
        }
    }
}
