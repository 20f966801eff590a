use contract::{AgentId, JobId, UnixMillis};
use rusqlite::{Transaction, named_params, params};

use crate::codec::count;
use crate::{Author, Comment, Library, LibraryError, Post};

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
        for post in record.posts {
            let row = upsert_post(&change, record, post)?;
            link(&change, "job_posts", "post_id", record, row)?;
        }
        for comment in record.comments {
            if let Some(row) = upsert_comment(&change, record, comment)? {
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

const UPSERT_POST: &str = "
INSERT INTO posts (agent_id, platform, native_id, source, url, author_handle, author_name, author_native_id,
    author_url, author_followers, author_verified, title, caption, hashtags, published_at, published_precision,
    media, duration_ms, thumbnail_url, views, likes, comments, shares, saves, country, country_basis, language,
    is_ad, first_seen_at, fetched_at)
VALUES (:agent, :platform, :native_id, :source, :url, :handle, :name, :author_id, :author_url, :followers,
    :verified, :title, :caption, :hashtags, :published_at, :precision, :media, :duration, :thumbnail, :views,
    :likes, :comments, :shares, :saves, :country, :basis, :language, :is_ad, :at, :fetched_at)
ON CONFLICT (agent_id, platform, native_id) DO UPDATE SET
    source = excluded.source, url = excluded.url,
    author_handle = coalesce(excluded.author_handle, author_handle),
    author_name = coalesce(excluded.author_name, author_name),
    author_native_id = coalesce(excluded.author_native_id, author_native_id),
    author_url = coalesce(excluded.author_url, author_url),
    author_followers = coalesce(excluded.author_followers, author_followers),
    author_verified = coalesce(excluded.author_verified, author_verified),
    title = coalesce(excluded.title, title), caption = excluded.caption, hashtags = excluded.hashtags,
    published_at = excluded.published_at, published_precision = excluded.published_precision,
    media = excluded.media, duration_ms = coalesce(excluded.duration_ms, duration_ms),
    thumbnail_url = coalesce(excluded.thumbnail_url, thumbnail_url),
    views = coalesce(excluded.views, views), likes = coalesce(excluded.likes, likes),
    comments = coalesce(excluded.comments, comments), shares = coalesce(excluded.shares, shares),
    saves = coalesce(excluded.saves, saves),
    -- A country without its basis means nothing: both come from the same fetch.
    country = coalesce(excluded.country, country),
    country_basis = CASE WHEN excluded.country IS NULL THEN country_basis ELSE excluded.country_basis END,
    language = coalesce(excluded.language, language), is_ad = coalesce(excluded.is_ad, is_ad),
    fetched_at = excluded.fetched_at
RETURNING id";

fn upsert_post(change: &Transaction<'_>, record: &CheckRecord<'_>, post: &Post) -> rusqlite::Result<i64> {
    let nobody = Author::default();
    let author = post.author.as_ref().unwrap_or(&nobody);
    let hashtags = serde_json::Value::from(post.hashtags.clone()).to_string();
    change.prepare_cached(UPSERT_POST)?.query_row(
        named_params! {
            ":agent": record.agent.as_str(), ":platform": post.platform.as_str(),
            ":native_id": post.native_id, ":source": post.source.as_str(), ":url": post.url,
            ":handle": author.handle, ":name": author.display_name, ":author_id": author.native_id,
            ":author_url": author.url, ":followers": count(author.followers), ":verified": author.verified,
            ":title": post.title, ":caption": post.caption, ":hashtags": hashtags,
            ":published_at": post.published_at.0, ":precision": post.published_precision.as_str(),
            ":media": post.media.as_str(), ":duration": count(post.duration_ms),
            ":thumbnail": post.thumbnail_url, ":views": count(post.counts.views),
            ":likes": count(post.counts.likes), ":comments": count(post.counts.comments),
            ":shares": count(post.counts.shares), ":saves": count(post.counts.saves),
            ":country": post.origin.map(|origin| origin.country.to_string()),
            ":basis": post.origin.map(|origin| origin.basis.as_str()), ":language": post.language,
            ":is_ad": post.is_ad, ":at": record.at.0, ":fetched_at": post.fetched_at.0,
        },
        |row| row.get(0),
    )
}

const UPSERT_COMMENT: &str = "
INSERT INTO comments (post_id, native_id, parent_native_id, source, author_handle, text, published_at,
    published_precision, likes, replies, first_seen_at, fetched_at)
SELECT id, :native_id, :parent, :source, :handle, :text, :published_at, :precision, :likes, :replies, :at,
    :fetched_at
FROM posts WHERE agent_id = :agent AND platform = :platform AND native_id = :post
ON CONFLICT (post_id, native_id) DO UPDATE SET
    source = excluded.source, text = excluded.text,
    author_handle = coalesce(excluded.author_handle, author_handle),
    published_at = coalesce(excluded.published_at, published_at),
    published_precision = excluded.published_precision,
    likes = coalesce(excluded.likes, likes), replies = coalesce(excluded.replies, replies),
    fetched_at = excluded.fetched_at
RETURNING id";

/// The row of the comment; none where its post is not in the library.
fn upsert_comment(
    change: &Transaction<'_>,
    record: &CheckRecord<'_>,
    comment: &Comment,
) -> rusqlite::Result<Option<i64>> {
    let mut statement = change.prepare_cached(UPSERT_COMMENT)?;
    let mut rows = statement.query(named_params! {
        ":agent": record.agent.as_str(), ":platform": comment.platform.as_str(),
        ":post": comment.post_native_id, ":native_id": comment.native_id,
        ":parent": comment.parent_native_id, ":source": comment.source.as_str(),
        ":handle": comment.author_handle, ":text": comment.text,
        ":published_at": comment.published_at.map(|at| at.0),
        ":precision": comment.published_precision.as_str(), ":likes": count(comment.likes),
        ":replies": count(comment.replies), ":at": record.at.0, ":fetched_at": comment.fetched_at.0,
    })?;
    let row = rows.next()?;
    row.map(|found| found.get(0)).transpose()
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
