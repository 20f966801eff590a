//! Posts that are fetched again outside a check: their counts become a series, and their source's terms
//! let them stay.

use contract::{AgentId, UnixMillis};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::codec::{self, Fields, word};
use crate::write::{CreatorMemory, Putting, put_posts};
use crate::{Library, LibraryError, Post, SourceId, creators};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;
/// A post's counts move most while it is so young; then it is fetched again once a day.
const YOUNG_DAYS: i64 = 14;
/// Days before the end of [`SourceId::keeps_days`] at which an older post is fetched again: long enough for
/// a computer that is off over a week.
const SPARE_DAYS: i64 = 10;

/// A post that is to be fetched again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePost {
    /// Whose library.
    pub agent: AgentId,
    /// The platform's own id.
    pub native_id: String,
}

impl Library {
    /// Posts of this source that are to be fetched again, the longest waiting first: young ones once a day,
    /// older ones ten days before they would have to be deleted. None for a source whose terms set no end.
    ///
    /// # Errors
    /// SQLite's.
    pub fn due_again(
        &self,
        source: SourceId,
        now: UnixMillis,
        most: u32,
    ) -> Result<Vec<DuePost>, LibraryError> {
        let Some(days) = source.keeps_days() else {
            return Ok(Vec::new());
        };
        let ago = |days: i64| now.0.saturating_sub(days * DAY_MILLIS);
        let mut statement = self.db.prepare_cached(
            "SELECT agent_id, native_id FROM posts
             WHERE source = ?1 AND (fetched_at < ?2 OR (fetched_at < ?3 AND published_at >= ?4))
             ORDER BY fetched_at, id LIMIT ?5",
        )?;
        let old = ago(i64::from(days) - SPARE_DAYS);
        let values = params![source.as_str(), old, ago(1), ago(YOUNG_DAYS), most];
        let due = codec::all(&mut statement, values, read)?;
        Ok(due)
    }

    /// Stores posts that were fetched again. One that was deleted meanwhile stays deleted, and no check is
    /// said to have found them. How many were stored.
    ///
    /// # Errors
    /// SQLite's; nothing is stored then.
    pub fn refresh(
        &mut self,
        agent: &AgentId,
        posts: &[Post],
        at: UnixMillis,
    ) -> Result<usize, LibraryError> {
        let change = self.db.transaction()?;
        let mut kept = Vec::with_capacity(posts.len());
        for post in posts {
            if is_kept(&change, agent, post)? {
                kept.push(post.clone());
            }
        }
        let putting = Putting {
            agent,
            import: None,
            at,
        };
        let put = put_posts(&change, &putting, &kept, &mut CreatorMemory::default())?;
        creators::refresh_medians(&change, put.iter().filter_map(|post| post.creator))?;
        change.commit()?;
        Ok(put.len())
    }
}

fn read(row: &Fields<'_>) -> rusqlite::Result<DuePost> {
    Ok(DuePost {
        agent: word(row, "agent_id", AgentId::parse)?,
        native_id: row.get("native_id")?,
    })
}

fn is_kept(change: &Transaction<'_>, agent: &AgentId, post: &Post) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM posts WHERE agent_id = ?1 AND platform = ?2 AND native_id = ?3";
    let found = change
        .prepare_cached(sql)?
        .query_row(
            params![agent.as_str(), post.platform.as_str(), post.native_id],
            |_| Ok(()),
        )
        .optional()?;
    Ok(found.is_some())
}
