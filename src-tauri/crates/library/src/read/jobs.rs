use contract::{AgentId, JobId};
use rusqlite::params;

use crate::{Comment, Library, LibraryError, Post, codec};

/// Everything a job ever found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobCounts {
    /// Different posts.
    pub posts: u64,
    /// Different comments.
    pub comments: u64,
}

impl Library {
    /// The posts that a job found, newest first; `skip` those that were shown before.
    ///
    /// # Errors
    /// SQLite's.
    pub fn posts_of_job(
        &self,
        agent: &AgentId,
        job: &JobId,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<Post>, LibraryError> {
        let mut statement = self.db.prepare_cached(
            "SELECT posts.* FROM job_posts JOIN posts ON posts.id = job_posts.post_id
             WHERE job_posts.agent_id = ?1 AND job_posts.job_id = ?2
             ORDER BY posts.published_at DESC, posts.id DESC LIMIT ?4 OFFSET ?3",
        )?;
        let values = params![agent.as_str(), job.as_str(), skip, limit];
        Ok(codec::all(&mut statement, values, codec::post)?)
    }

    /// The comments of a job's posts, the newest posts' first.
    ///
    /// # Errors
    /// SQLite's.
    pub fn comments_of_job(
        &self,
        agent: &AgentId,
        job: &JobId,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<Comment>, LibraryError> {
        let mut statement = self.db.prepare_cached(
            "SELECT comments.*, posts.platform, posts.native_id AS post_native_id
             FROM job_comments
             JOIN comments ON comments.id = job_comments.comment_id
             JOIN posts ON posts.id = comments.post_id
             WHERE job_comments.agent_id = ?1 AND job_comments.job_id = ?2
             ORDER BY posts.published_at DESC, posts.id, comments.id LIMIT ?4 OFFSET ?3",
        )?;
        let values = params![agent.as_str(), job.as_str(), skip, limit];
        Ok(codec::all(&mut statement, values, codec::comment)?)
    }

    /// How much a job found over all its checks.
    ///
    /// # Errors
    /// SQLite's.
    pub fn counts_of_job(&self, agent: &AgentId, job: &JobId) -> Result<JobCounts, LibraryError> {
        Ok(JobCounts {
            posts: self.count("job_posts", agent, job)?,
            comments: self.count("job_comments", agent, job)?,
        })
    }

    fn count(&self, table: &str, agent: &AgentId, job: &JobId) -> Result<u64, LibraryError> {
        let sql = format!("SELECT count(*) FROM {table} WHERE agent_id = ?1 AND job_id = ?2");
        let found: i64 = self
            .db
            .query_row(&sql, params![agent.as_str(), job.as_str()], |row| row.get(0))?;
        Ok(u64::try_from(found).unwrap_or(0))
    }
}
