//! Who posted, and what is usual for them.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Transaction, params};

use crate::codec::count;
use crate::{Author, LibraryError, Post};

/// Days up to a creator's newest post that their median is of.
pub const MEDIAN_DAYS: i64 = 30;
/// Fewer posts than this have no median: one lucky post is nobody's "usual".
pub const MEDIAN_POSTS_MIN: usize = 3;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// The creator of a post, found by the platform's id, else by the handle; made where they are new.
/// None where the source does not tell who posted.
pub(crate) fn find_or_make(
    change: &Transaction<'_>,
    agent: &str,
    post: &Post,
) -> Result<Option<i64>, LibraryError> {
    let Some(author) = post.author.as_ref() else {
        return Ok(None);
    };
    let handle = author.handle.as_deref().map(str::to_lowercase);
    if author.native_id.is_none() && handle.is_none() {
        return Ok(None);
    }
    let platform = post.platform.as_str();
    let known = match find(change, agent, platform, author, handle.as_deref())? {
        Some(id) => {
            refresh(change, id, author, handle.as_deref())?;
            id
        }
        None => make(change, agent, platform, author, handle.as_deref())?,
    };
    Ok(Some(known))
}

fn find(
    change: &Transaction<'_>,
    agent: &str,
    platform: &str,
    author: &Author,
    handle: Option<&str>,
) -> rusqlite::Result<Option<i64>> {
    if let Some(native_id) = &author.native_id {
        let sql = "SELECT id FROM creators WHERE agent_id = ?1 AND platform = ?2 AND native_id = ?3";
        let found = change
            .prepare_cached(sql)?
            .query_row(params![agent, platform, native_id], |row| row.get(0))
            .optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    let Some(handle) = handle else { return Ok(None) };
    // A source without ids and one with them meet in the handle; two different ids never do.
    let sql = "SELECT id FROM creators WHERE agent_id = ?1 AND platform = ?2 AND handle_key = ?3
               AND (native_id IS NULL OR ?4 IS NULL) ORDER BY id LIMIT 1";
    change
        .prepare_cached(sql)?
        .query_row(params![agent, platform, handle, author.native_id], |row| {
            row.get(0)
        })
        .optional()
}

fn refresh(change: &Transaction<'_>, id: i64, author: &Author, handle: Option<&str>) -> rusqlite::Result<()> {
    change
        .prepare_cached(
            "UPDATE creators SET native_id = coalesce(native_id, ?2), handle_key = coalesce(?3, handle_key),
             handle = coalesce(?4, handle), name = coalesce(?5, name), url = coalesce(?6, url),
             followers = coalesce(?7, followers), verified = coalesce(?8, verified), stale = 1 WHERE id = ?1",
        )?
        .execute(params![
            id,
            author.native_id,
            handle,
            author.handle,
            author.display_name,
            author.url,
            count(author.followers),
            author.verified
        ])
        .map(drop)
}

fn make(
    change: &Transaction<'_>,
    agent: &str,
    platform: &str,
    author: &Author,
    handle: Option<&str>,
) -> rusqlite::Result<i64> {
    change
        .prepare_cached(
            "INSERT INTO creators (agent_id, platform, native_id, handle_key, handle, name, url, followers, verified)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            agent,
            platform,
            author.native_id,
            handle,
            author.handle,
            author.display_name,
            author.url,
            count(author.followers),
            author.verified
        ])?;
    Ok(change.last_insert_rowid())
}

/// Creators whose median is out of date, at most so many: after an import, or after a crash in one.
pub(crate) fn stale(change: &Transaction<'_>, limit: u32) -> Result<Vec<i64>, LibraryError> {
    let mut read = change.prepare_cached("SELECT id FROM creators WHERE stale = 1 LIMIT ?1")?;
    let found = read.query_map([limit], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Works out the medians of these creators and the outliers of all their posts.
pub(crate) fn refresh_medians(
    change: &Transaction<'_>,
    creators: impl IntoIterator<Item = i64>,
) -> Result<(), LibraryError> {
    for creator in creators.into_iter().collect::<BTreeSet<_>>() {
        refresh_median(change, creator)?;
    }
    Ok(())
}

fn refresh_median(change: &Transaction<'_>, creator: i64) -> Result<(), LibraryError> {
    let newest: Option<i64> = change
        .prepare_cached("SELECT max(published_at) FROM posts WHERE creator_id = ?1")?
        .query_row([creator], |row| row.get(0))?;
    let until = newest.unwrap_or(0);
    let from = until.saturating_sub(MEDIAN_DAYS * DAY_MILLIS);
    let views = views_between(change, creator, from, until)?;
    let median = median_twice(&views);
    let posts = i64::try_from(views.len()).unwrap_or(i64::MAX);
    change
        .prepare_cached(
            "UPDATE creators SET median_twice = ?2, median_posts = ?3, median_from = ?4, median_until = ?5, stale = 0
             WHERE id = ?1",
        )?
        .execute(params![creator, median, posts, from, until])?;
    change
        .prepare_cached(
            "UPDATE posts SET outlier = min(views, 1000000000000) * 2000 / ?2
             WHERE creator_id = ?1 AND outlier IS NOT min(views, 1000000000000) * 2000 / ?2",
        )?
        .execute(params![creator, median.filter(|twice| *twice > 0)])?;
    Ok(())
}

fn views_between(
    change: &Transaction<'_>,
    creator: i64,
    from: i64,
    until: i64,
) -> Result<Vec<i64>, LibraryError> {
    let mut read = change.prepare_cached(
        "SELECT views FROM posts WHERE creator_id = ?1 AND published_at > ?2 AND published_at <= ?3
         AND views IS NOT NULL ORDER BY views",
    )?;
    let views = read.query_map([creator, from, until], |row| row.get(0))?;
    Ok(views.collect::<Result<_, _>>()?)
}

/// Twice the median of sorted numbers, so that a half stays whole; none under three of them.
pub(crate) fn median_twice(sorted: &[i64]) -> Option<i64> {
    if sorted.len() < MEDIAN_POSTS_MIN {
        return None;
    }
    let middle = sorted.len() / 2;
    let low = if sorted.len().is_multiple_of(2) {
        middle - 1
    } else {
        middle
    };
    Some(sorted.get(low)?.saturating_add(*sorted.get(middle)?))
}

#[cfg(test)]
mod tests {
    use super::median_twice;

    #[test]
    fn a_median_needs_three_posts_and_keeps_its_half() {
        assert_eq!(median_twice(&[1, 2]), None);
        assert_eq!(median_twice(&[1, 5, 90]), Some(10));
        assert_eq!(median_twice(&[1, 2, 3, 90]), Some(5));
    }
}
