//! What posts stored by earlier versions get when the format changes.

use std::collections::BTreeSet;

use contract::UnixMillis;
use rusqlite::{Transaction, params};

use crate::codec::Places;
use crate::{LibraryError, codec, creators, index, place};

/// Places, creators, the search index and the first row of each series.
pub(crate) fn search(change: &Transaction<'_>) -> Result<(), LibraryError> {
    places(change)?;
    creators_of_posts(change)?;
    comments(change)?;
    change.execute_batch(
        "INSERT INTO post_counts (post_id, at, views, likes, comments, shares, saves)
         SELECT id, fetched_at, views, likes, comments, shares, saves FROM posts",
    )?;
    Ok(())
}

fn places(change: &Transaction<'_>) -> Result<(), LibraryError> {
    let mut read = change.prepare("SELECT id, published_at FROM posts ORDER BY published_at, id")?;
    let mut rows = read.query([])?;
    let mut next = 0_i64;
    while let Some(row) = rows.next()? {
        let (id, at): (i64, i64) = (row.get(0)?, row.get(1)?);
        next = place::start_of(UnixMillis(at)).max(next);
        change
            .prepare_cached("UPDATE posts SET place = ?2 WHERE id = ?1")?
            .execute([id, next])?;
        next += 1;
    }
    Ok(())
}

fn creators_of_posts(change: &Transaction<'_>) -> Result<(), LibraryError> {
    let mut touched = BTreeSet::new();
    let mut read = change.prepare("SELECT * FROM posts ORDER BY place")?;
    let places = Places::of(&read);
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let row = places.fields(row);
        let (id, place, agent): (i64, i64, String) =
            (row.get("id")?, row.get("place")?, row.get("agent_id")?);
        let post = codec::post(&row)?;
        index::put_post(change, place, &post)?;
        let Some(creator) = creators::find_or_make(change, &agent, &post)? else {
            continue;
        };
        touched.insert(creator);
        change
            .prepare_cached("UPDATE posts SET creator_id = ?2 WHERE id = ?1")?
            .execute(params![id, creator])?;
    }
    creators::refresh_medians(change, touched)
}

fn comments(change: &Transaction<'_>) -> Result<(), LibraryError> {
    let mut read = change.prepare("SELECT id, text FROM comments ORDER BY id")?;
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let text: String = row.get(1)?;
        index::put_comment(change, row.get(0)?, &text)?;
    }
    Ok(())
}
