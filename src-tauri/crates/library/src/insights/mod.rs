//! What a period's posts say together, for each platform by itself: numbers of different platforms
//! are counted differently and are never added up.

mod gather;

use contract::{AgentId, Platform, UnixMillis};
use jiff::tz::TimeZone;
use rusqlite::params;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{LibraryError, Reader, place};

/// Creators and hashtags that are ranked.
pub(crate) const RANKED: usize = 10;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct InsightsQuery {
    /// The period's beginning.
    pub from: UnixMillis,
    /// Its end.
    pub until: UnixMillis,
}

/// A step of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "InsightsStep")]
pub enum Step {
    /// A day, where the period is short.
    Day,
    /// A week from Monday on.
    Week,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Insights {
    /// How long a step is.
    pub step: Step,
    /// The steps' beginnings in the person's zone. The first may begin before the period, the last may
    /// not be over.
    pub starts: Vec<UnixMillis>,
    /// The platforms of which there are posts in the period.
    pub platforms: Vec<PlatformInsights>,
}

/// One platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PlatformInsights {
    /// Which.
    pub platform: Platform,
    /// Posts in the period.
    pub posts: u32,
    /// Posts with views: what medians of views are of.
    pub with_views: u32,
    /// Posts of each step.
    pub counts: Vec<u32>,
    /// The median engagement rate of each step in millionths; none where no post has one.
    #[ts(type = "(number | null)[]")]
    pub engagement: Vec<Option<u64>>,
    /// Creators with at least three posts, by their median views.
    pub creators: Vec<CreatorRank>,
    /// Hashtags of at least three posts, by posts.
    pub hashtags: Vec<TagRank>,
    /// Two hours of a weekday each, Monday 0:00 first: 84 cells.
    pub times: Vec<TimeCell>,
}

/// A creator in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CreatorRank {
    /// Ours.
    #[ts(type = "number")]
    pub id: i64,
    /// The handle without `@`, else the name.
    pub name: String,
    /// Whether the name is a handle.
    pub is_handle: bool,
    /// Posts in the period.
    pub posts: u32,
    /// Twice the median views.
    #[ts(type = "number")]
    pub twice_views: u64,
    /// The median engagement rate in millionths.
    #[ts(type = "number | null")]
    pub engagement: Option<u64>,
}

/// A hashtag in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TagRank {
    /// Without `#`.
    pub tag: String,
    /// Posts in the period.
    pub posts: u32,
    /// Twice the median views; none under three posts with views.
    #[ts(type = "number | null")]
    pub twice_views: Option<u64>,
}

/// Posts of two hours of a weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TimeCell {
    /// Posts with views.
    pub posts: u32,
    /// Twice the median views; none without posts.
    #[ts(type = "number | null")]
    pub twice_views: Option<u64>,
}

impl Reader {
    /// What the posts of a period say, told in a person's zone.
    ///
    /// # Errors
    /// SQLite's.
    pub fn insights(
        &self,
        agent: &AgentId,
        query: &InsightsQuery,
        zone: &TimeZone,
    ) -> Result<Insights, LibraryError> {
        let mut gathered = gather::Gathered::new(query, zone);
        let mut read = self.db.prepare_cached(
            "SELECT platform, published_at, views, engagement, creator_id, hashtags FROM posts
             WHERE agent_id = ?1 AND place >= ?2 AND place < ?3",
        )?;
        let (from, until) = (place::start_of(query.from), place::start_of(query.until));
        let mut rows = read.query(params![agent.as_str(), from, until])?;
        while let Some(row) = rows.next()? {
            gathered.take(row)?;
        }
        let mut insights = gathered.finish();
        for creator in insights
            .platforms
            .iter_mut()
            .flat_map(|platform| &mut platform.creators)
        {
            self.name(creator)?;
        }
        Ok(insights)
    }

    fn name(&self, creator: &mut CreatorRank) -> Result<(), LibraryError> {
        let sql = "SELECT handle, coalesce(handle, name, native_id, '') FROM creators WHERE id = ?1";
        let (handle, name): (Option<String>, String) = self
            .db
            .prepare_cached(sql)?
            .query_row([creator.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        (creator.name, creator.is_handle) = (name, handle.is_some());
        Ok(())
    }
}
