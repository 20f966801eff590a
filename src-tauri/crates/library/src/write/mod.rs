//! Everything that stores: the posts of a check here, those of a file in `import`.

mod comments;
mod posts;

use std::collections::BTreeSet;

use contract::{AgentId, JobId, UnixMillis};
use rusqlite::{Transaction, params};

use crate::{Comment, Library, LibraryError, Post, creators};
pub(crate) use comments::put_comment;
pub(crate) use posts::{CreatorMemory, Putting, put_posts};

/// What one check of one job brought.
#[derive(Debug, Clone, Copy)]
pub struct CheckRecord<'a> {
    /// Whose library.
    pub agent: &'a AgentId,
    /// Which job found it.
    pub job: &'a JobId,
    /// Which of the job's checks, from 1.
    pub check: u32,
    /// The posts.
    pub posts: &'a [Post],
    /// Their comments; one whose post is unknown here is left out.
    pub comments: &'a [Comment],
    /// When it was stored.
    pub at: UnixMillis,
}

/// How much of a check was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StoredCheck {
    /// Different posts in the check.
    pub posts: u32,
    /// Those that no earlier check of this job had found.
    pub new_posts: u32,
    /// Different comments in the check.
    pub comments: u32,
    /// Those that no earlier check of this job had found.
    pub new_comments: u32,
}

impl Library {
    /// Stores a check as one unit. Posts and comments that are known are refreshed: what the source
    /// gave this time wins, and what it left out stays as it was. Storing the same check again
    /// changes nothing and gives the same answer.
    ///
    /// # Errors
    /// SQLite's; nothing of the check is kept then.
    pub fn store_check(&mut self, record: &CheckRecord<'_>) -> Result<StoredCheck, LibraryError> {
        let change = self.db.transaction()?;
        let putting = Putting {
            agent: record.agent,
            import: None,
            at: record.at,
        };
        let put = put_posts(&change, &putting, record.posts, &mut CreatorMemory::default())?;
        for post in &put {
            link(&change, "job_posts", "post_id", record, post.row)?;
        }
        let creators: BTreeSet<i64> = put.iter().filter_map(|post| post.creator).collect();
        creators::refresh_medians(&change, creators)?;
        for comment in record.comments {
            if let Some(row) = put_comment(&change, &putting, comment)? {
                link(&change, "job_comments", "comment_id", record, row)?;
            }
        }
        let (posts, new_posts) = tally(&change, "job_posts", record)?;
        let (comments, new_comments) = tally(&change, "job_comments", record)?;
        change.commit()?;
        Ok(StoredCheck {
            posts,
            new_posts,
            comments,
            new_comments,
        })
    }
}

/// Notes that this check of this job saw the row. The first check that saw it stays the first.
fn link(
    change: &Transaction<'_>,
    table: &str,
    column: &str,
    record: &CheckRecord<'_>,
    row: i64,
) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT INTO {table} (agent_id, job_id, {column}, first_seen_check, last_seen_check)
         VALUES (?1, ?2, ?3, ?4, ?4)
         ON CONFLICT (agent_id, job_id, {column}) DO UPDATE SET last_seen_check = excluded.last_seen_check"
    );
    let values = params![record.agent.as_str(), record.job.as_str(), row, record.check];
    change.prepare_cached(&sql)?.execute(values).map(drop)
}

/// How many rows this check saw, and how many of them first.
fn tally(change: &Transaction<'_>, table: &str, record: &CheckRecord<'_>) -> rusqlite::Result<(u32, u32)> {
    let sql = format!(
        "SELECT count(*), coalesce(sum(first_seen_check = ?3), 0) FROM {table}
         WHERE agent_id = ?1 AND job_id = ?2 AND last_seen_check = ?3"
    );
    change.query_row(
        &sql,
        params![record.agent.as_str(), record.job.as_str(), record.check],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
