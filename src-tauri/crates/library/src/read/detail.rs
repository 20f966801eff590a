//! One post: its card, the whole caption, its comments, how its counts grew, and where it came from.

use contract::{AgentId, JobId, Platform, UnixMillis};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Reader;
use super::cards::{COLUMNS, PostCard, PostCounts, card};
use crate::LibraryError;
use crate::codec::{self, Fields};

/// Comments in one answer.
const COMMENTS: u32 = 200;
/// Rows of a series in one answer, the newest; more would be drawn over each other.
const SERIES: u32 = 1_000;

/// A comment as the window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CommentView {
    /// Ours.
    #[ts(type = "number")]
    pub id: i64,
    /// Who wrote it, without `@`; none where the source does not tell.
    pub author: Option<String>,
    /// What it says.
    pub text: String,
    /// When; some sources do not tell.
    pub published_at: Option<UnixMillis>,
    /// Likes.
    #[ts(type = "number | null")]
    pub likes: Option<u64>,
    /// Replies.
    #[ts(type = "number | null")]
    pub replies: Option<u64>,
    /// Whether it answers another comment.
    pub is_reply: bool,
}

/// A post's counts at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CountsAt {
    /// When they were fetched.
    pub at: UnixMillis,
    /// The counts.
    pub counts: PostCounts,
}

/// The file that a post came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, rename = "PostImportedFrom")]
pub struct ImportedFrom {
    /// Its name, without folders.
    pub file_name: String,
    /// When it was brought in.
    pub at: UnixMillis,
}

/// A post's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PostDetail {
    /// As the list shows it.
    pub card: PostCard,
    /// The whole caption.
    pub caption: String,
    /// Comments that were collected, at most 200, the most liked first.
    pub comments: Vec<CommentView>,
    /// Comments that were collected, all of them.
    pub comments_kept: u32,
    /// How the counts grew, oldest first.
    pub series: Vec<CountsAt>,
    /// When it was first stored here.
    pub first_seen_at: UnixMillis,
    /// The file it came from.
    pub imported: Option<ImportedFrom>,
    /// The jobs that found it.
    pub jobs: Vec<JobId>,
}

/// Where a post's picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureSource {
    /// The post's platform.
    pub platform: Platform,
    /// The post's id there.
    pub native_id: String,
    /// The picture's address, as the source gave it.
    pub address: String,
}

impl Reader {
    /// Where a post's picture is; none where the source gave none.
    ///
    /// # Errors
    /// SQLite's.
    pub fn picture(&self, id: i64) -> Result<Option<PictureSource>, LibraryError> {
        let sql = "SELECT platform, native_id, thumbnail_url FROM posts WHERE id = ?1 AND thumbnail_url IS NOT NULL";
        let found: Option<(String, String, String)> = self
            .db
            .prepare_cached(sql)?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        Ok(found.and_then(|(platform, native_id, address)| {
            let platform = Platform::from_name(&platform)?;
            Some(PictureSource {
                platform,
                native_id,
                address,
            })
        }))
    }

    /// One post of an agent; none where it is not there any more.
    ///
    /// # Errors
    /// SQLite's.
    pub fn post(&self, agent: &AgentId, id: i64) -> Result<Option<PostDetail>, LibraryError> {
        let sql = format!(
            "SELECT {COLUMNS}, imports.file_name, imports.started_at FROM posts
             LEFT JOIN creators ON creators.id = posts.creator_id LEFT JOIN imports ON imports.id = posts.import_id
             WHERE posts.id = ?1 AND posts.agent_id = ?2"
        );
        let mut read = self.db.prepare_cached(&sql)?;
        let found = codec::all(&mut read, params![id, agent.as_str()], bare)?;
        let Some(mut detail) = found.into_iter().next() else {
            return Ok(None);
        };
        detail.comments = self.comments(id)?;
        detail.comments_kept = self.comments_kept(id)?;
        detail.series = self.series(id)?;
        detail.jobs = self.jobs(agent, id)?;
        Ok(Some(detail))
    }

    fn comments(&self, post: i64) -> Result<Vec<CommentView>, LibraryError> {
        let mut read = self.db.prepare_cached(
            "SELECT * FROM comments WHERE post_id = ?1
             ORDER BY likes IS NULL, likes DESC, published_at DESC, id LIMIT ?2",
        )?;
        Ok(codec::all(&mut read, params![post, COMMENTS], comment)?)
    }

    fn comments_kept(&self, post: i64) -> Result<u32, LibraryError> {
        let sql = "SELECT count(*) FROM comments WHERE post_id = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([post], |row| row.get(0))?)
    }

    fn series(&self, post: i64) -> Result<Vec<CountsAt>, LibraryError> {
        let mut read = self
            .db
            .prepare_cached("SELECT * FROM post_counts WHERE post_id = ?1 ORDER BY at DESC LIMIT ?2")?;
        let mut series = codec::all(&mut read, params![post, SERIES], |row| {
            Ok(CountsAt {
                at: UnixMillis(row.get("at")?),
                counts: counts(row)?,
            })
        })?;
        series.reverse();
        Ok(series)
    }

    fn jobs(&self, agent: &AgentId, post: i64) -> Result<Vec<JobId>, LibraryError> {
        let mut read = self
            .db
            .prepare_cached("SELECT DISTINCT job_id FROM job_posts WHERE post_id = ?1 AND agent_id = ?2")?;
        let rows = read.query_map(params![post, agent.as_str()], |row| row.get::<_, String>(0))?;
        let mut jobs = Vec::new();
        for id in rows {
            // An id that this build would not make is left out, not a reason to show nothing.
            jobs.extend(JobId::parse(&id?).ok());
        }
        Ok(jobs)
    }
}

fn bare(row: &Fields<'_>) -> rusqlite::Result<PostDetail> {
    let file_name: Option<String> = row.get("file_name")?;
    let at: Option<i64> = row.get("started_at")?;
    let imported = file_name.zip(at).map(|(file_name, at)| ImportedFrom {
        file_name,
        at: UnixMillis(at),
    });
    Ok(PostDetail {
        card: card(row)?,
        caption: row.get("caption")?,
        comments: Vec::new(),
        comments_kept: 0,
        series: Vec::new(),
        first_seen_at: UnixMillis(row.get("first_seen_at")?),
        imported,
        jobs: Vec::new(),
    })
}

fn comment(row: &Fields<'_>) -> rusqlite::Result<CommentView> {
    let (parent, published_at): (Option<String>, Option<i64>) =
        (row.get("parent_native_id")?, row.get("published_at")?);
    Ok(CommentView {
        id: row.get("id")?,
        author: row.get("author_handle")?,
        text: row.get("text")?,
        published_at: published_at.map(UnixMillis),
        likes: codec::read_count(row, "likes")?,
        replies: codec::read_count(row, "replies")?,
        is_reply: parent.is_some(),
    })
}

fn counts(row: &Fields<'_>) -> rusqlite::Result<PostCounts> {
    Ok(PostCounts {
        views: codec::read_count(row, "views")?,
        likes: codec::read_count(row, "likes")?,
        comments: codec::read_count(row, "comments")?,
        shares: codec::read_count(row, "shares")?,
        saves: codec::read_count(row, "saves")?,
    })
}
