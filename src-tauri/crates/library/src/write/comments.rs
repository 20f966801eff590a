use rusqlite::{OptionalExtension, Transaction, named_params, params};

use super::Putting;
use crate::codec::count;
use crate::{Comment, index};

const UPSERT: &str = "
INSERT INTO comments (post_id, native_id, parent_native_id, source, author_handle, text, published_at,
    published_precision, likes, replies, first_seen_at, fetched_at)
VALUES (:post, :native_id, :parent, :source, :handle, :text, :published_at, :precision, :likes, :replies, :at,
    :fetched_at)
ON CONFLICT (post_id, native_id) DO UPDATE SET
    source = excluded.source, text = excluded.text,
    author_handle = coalesce(excluded.author_handle, author_handle),
    published_at = coalesce(excluded.published_at, published_at),
    published_precision = excluded.published_precision,
    likes = coalesce(excluded.likes, likes), replies = coalesce(excluded.replies, replies),
    fetched_at = excluded.fetched_at
RETURNING id";

/// The row of the stored comment; none where its post is not in the library.
pub(crate) fn put_comment(
    change: &Transaction<'_>,
    putting: &Putting<'_>,
    comment: &Comment,
) -> rusqlite::Result<Option<i64>> {
    let Some(post) = post_of(change, putting, comment)? else {
        return Ok(None);
    };
    let known: Option<(i64, String)> = change
        .prepare_cached("SELECT id, text FROM comments WHERE post_id = ?1 AND native_id = ?2")?
        .query_row(params![post, comment.native_id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let row = upsert(change, putting, comment, post)?;
    match known {
        Some((_, text)) if text == comment.text => {}
        Some((id, _)) => {
            index::take_comment(change, id)?;
            index::put_comment(change, id, &comment.text)?;
        }
        None => index::put_comment(change, row, &comment.text)?,
    }
    Ok(Some(row))
}

fn post_of(
    change: &Transaction<'_>,
    putting: &Putting<'_>,
    comment: &Comment,
) -> rusqlite::Result<Option<i64>> {
    let keys = params![
        putting.agent.as_str(),
        comment.platform.as_str(),
        comment.post_native_id
    ];
    change
        .prepare_cached("SELECT id FROM posts WHERE agent_id = ?1 AND platform = ?2 AND native_id = ?3")?
        .query_row(keys, |row| row.get(0))
        .optional()
}

fn upsert(
    change: &Transaction<'_>,
    putting: &Putting<'_>,
    comment: &Comment,
    post: i64,
) -> rusqlite::Result<i64> {
    change.prepare_cached(UPSERT)?.query_row(
        named_params! {
            ":post": post, ":native_id": comment.native_id, ":parent": comment.parent_native_id,
            ":source": comment.source.as_str(), ":handle": comment.author_handle, ":text": comment.text,
            ":published_at": comment.published_at.map(|at| at.0),
            ":precision": comment.published_precision.as_str(), ":likes": count(comment.likes),
            ":replies": count(comment.replies), ":at": putting.at.0, ":fetched_at": comment.fetched_at.0,
        },
        |row| row.get(0),
    )
}
