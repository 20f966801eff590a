//! What is deleted: at a person's wish, and where a source's terms say so.

use contract::{AgentId, JobId, UnixMillis};
use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Library, LibraryError, SourceId, creators};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;
/// Posts deleted in one transaction, so that a check that ends meanwhile waits for moments only.
const BATCH: u32 = 2_000;

/// How much was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Forgotten {
    /// Posts.
    pub posts: u32,
    /// Comments, with those of the posts.
    pub comments: u32,
}

impl Library {
    /// Deletes everything of a creator: their posts with all comments, the comments they wrote under
    /// other posts of the same platform, and what was kept about them. Nothing of it can be brought back.
    ///
    /// # Errors
    /// SQLite's; nothing is deleted then.
    pub fn forget_creator(&mut self, agent: &AgentId, creator: i64) -> Result<Forgotten, LibraryError> {
        let change = self.db.transaction()?;
        let before = Self::size(&change)?;
        let keys = params![creator, agent.as_str()];
        change.execute(
            "DELETE FROM comments WHERE author_handle = (
                SELECT handle FROM creators WHERE id = ?1 AND agent_id = ?2 AND handle IS NOT NULL
             ) COLLATE NOCASE AND post_id IN (
                SELECT posts.id FROM posts JOIN creators ON creators.platform = posts.platform
                WHERE creators.id = ?1 AND posts.agent_id = ?2
             )",
            keys,
        )?;
        change.execute("DELETE FROM posts WHERE creator_id = ?1 AND agent_id = ?2", keys)?;
        change.execute("DELETE FROM creators WHERE id = ?1 AND agent_id = ?2", keys)?;
        let forgotten = Self::since(before, Self::size(&change)?);
        change.commit()?;
        self.scrub()?;
        Ok(forgotten)
    }

    /// Forgets which posts a job found. With `posts`, those that no other job found and no file
    /// brought are deleted too.
    ///
    /// # Errors
    /// SQLite's; nothing is deleted then.
    pub fn forget_job(
        &mut self,
        agent: &AgentId,
        job: &JobId,
        posts: bool,
    ) -> Result<Forgotten, LibraryError> {
        let change = self.db.transaction()?;
        let before = Self::size(&change)?;
        let keys = params![agent.as_str(), job.as_str()];
        if posts {
            change.execute(
                "DELETE FROM posts WHERE agent_id = ?1 AND import_id IS NULL AND id IN (
                    SELECT post_id FROM job_posts WHERE agent_id = ?1 AND job_id = ?2
                    EXCEPT SELECT post_id FROM job_posts WHERE agent_id = ?1 AND job_id <> ?2
                 )",
                keys,
            )?;
        }
        change.execute("DELETE FROM job_posts WHERE agent_id = ?1 AND job_id = ?2", keys)?;
        change.execute(
            "DELETE FROM job_comments WHERE agent_id = ?1 AND job_id = ?2",
            keys,
        )?;
        Self::tidy_creators(&change)?;
        let forgotten = Self::since(before, Self::size(&change)?);
        change.commit()?;
        Ok(forgotten)
    }

    /// Deletes what its source's terms allow to be kept no longer: records that were not fetched again
    /// within the days of [`SourceId::keeps_days`].
    ///
    /// # Errors
    /// SQLite's; what was deleted before it stays deleted.
    pub fn forget_expired(&mut self, now: UnixMillis) -> Result<Forgotten, LibraryError> {
        let mut all = Forgotten::default();
        for (source, days) in SourceId::ending() {
            let oldest = now.0.saturating_sub(i64::from(days) * DAY_MILLIS);
            loop {
                let batch = self.forget_older(source, oldest)?;
                all.posts += batch.posts;
                all.comments += batch.comments;
                if batch.posts == 0 && batch.comments == 0 {
                    break;
                }
            }
        }
        Ok(all)
    }

    fn forget_older(&mut self, source: SourceId, oldest: i64) -> Result<Forgotten, LibraryError> {
        let change = self.db.transaction()?;
        let before = Self::size(&change)?;
        let keys = params![source.as_str(), oldest, BATCH];
        change.execute(
            "DELETE FROM comments WHERE id IN (
                SELECT id FROM comments WHERE source = ?1 AND fetched_at < ?2 LIMIT ?3)",
            keys,
        )?;
        change.execute(
            "DELETE FROM posts WHERE id IN (SELECT id FROM posts WHERE source = ?1 AND fetched_at < ?2 LIMIT ?3)",
            keys,
        )?;
        // A kept post's old counts end as well.
        change.execute(
            "DELETE FROM post_counts WHERE at < ?2 AND post_id IN (SELECT id FROM posts WHERE source = ?1) AND ?3 > 0",
            keys,
        )?;
        Self::tidy_creators(&change)?;
        let forgotten = Self::since(before, Self::size(&change)?);
        change.commit()?;
        Ok(forgotten)
    }

    /// Creators of whom no post is left go too; the others' medians are worked out anew.
    fn tidy_creators(change: &Transaction<'_>) -> Result<(), LibraryError> {
        change.execute(
            "DELETE FROM creators WHERE NOT EXISTS (SELECT 1 FROM posts WHERE posts.creator_id = creators.id)",
            [],
        )?;
        let stale = creators::stale(change, u32::MAX)?;
        creators::refresh_medians(change, stale)
    }

    /// Takes deleted words out of the search index, the file and its log.
    fn scrub(&mut self) -> Result<(), LibraryError> {
        self.db.execute_batch(
            "INSERT INTO post_search (post_search) VALUES ('optimize');
             INSERT INTO comment_search (comment_search) VALUES ('optimize');",
        )?;
        self.db
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(LibraryError::from)
    }

    fn size(change: &Transaction<'_>) -> Result<(u32, u32), LibraryError> {
        let sql = "SELECT (SELECT count(*) FROM posts), (SELECT count(*) FROM comments)";
        Ok(change.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    const fn since(before: (u32, u32), after: (u32, u32)) -> Forgotten {
        Forgotten {
            posts: before.0.saturating_sub(after.0),
            comments: before.1.saturating_sub(after.1),
        }
    }
}
