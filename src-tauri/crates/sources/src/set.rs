use library::SourceId;
use url::Url;

use crate::{Collected, Practice, Query, Source, SourceFailure, YoutubeFeed, limits, serves, table};

/// What the sources need to know from outside.
#[derive(Debug, Clone, Default)]
pub struct SourceSettings {
    /// Where YouTube's feeds are; none means YouTube. For tests on loopback.
    pub youtube_feed: Option<Url>,
}

/// Every source of this computer.
#[derive(Debug)]
pub struct Sources {
    practice: Practice,
    youtube_feed: YoutubeFeed,
}

impl Sources {
    /// Makes them ready; nothing is sent before something is collected.
    pub fn new(settings: SourceSettings) -> Self {
        let youtube_feed = settings
            .youtube_feed
            .map_or_else(YoutubeFeed::default, YoutubeFeed::at);
        Self {
            practice: Practice,
            youtube_feed,
        }
    }

    /// Collects once from this source. The period, the number of posts and of comments are
    /// enforced here, whatever the source made of them.
    ///
    /// # Errors
    /// Why nothing was collected.
    pub async fn collect(&self, source: SourceId, query: &Query) -> Result<Collected, SourceFailure> {
        let (platform, kind) = (query.target.platform(), query.target.kind());
        if !serves(source, platform, kind) {
            return Err(SourceFailure::NotServed {
                missing: table::missing(platform, kind).to_owned(),
            });
        }
        let found = match source {
            SourceId::Practice => self.practice.collect(query).await,
            SourceId::YoutubeFeed => self.youtube_feed.collect(query).await,
            // A file collects nothing; the table above serves it to no target.
            SourceId::Import => Ok(Collected::default()),
        }?;
        Ok(limits::enforce(found, query, table::comments_per_post(source)))
    }
}
