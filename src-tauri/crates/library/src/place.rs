//! A post's place in time: one number that orders all posts, the newest highest.

use contract::UnixMillis;
use rusqlite::{OptionalExtension, Transaction};

/// Posts that may share one second.
const PER_SECOND: i64 = 1 << 20;
/// Seconds past which a time is taken for the end of the range: the year 2242.
const SECONDS_MAX: i64 = 1 << 33;

/// The lowest place of this instant's second.
pub(crate) const fn start_of(at: UnixMillis) -> i64 {
    let second = at.0.div_euclid(1_000);
    let clamped = if second < 0 {
        0
    } else if second > SECONDS_MAX {
        SECONDS_MAX
    } else {
        second
    };
    clamped * PER_SECOND
}

/// A free place for a post of this instant. A second with a million posts runs over into the next.
pub(crate) fn free(change: &Transaction<'_>, at: UnixMillis) -> rusqlite::Result<i64> {
    let start = start_of(at);
    let sql = "SELECT place FROM posts WHERE place >= ?1 AND place < ?1 + ?2 ORDER BY place DESC LIMIT 1";
    let last: Option<i64> = change
        .prepare_cached(sql)?
        .query_row([start, PER_SECOND], |row| row.get(0))
        .optional()?;
    let Some(last) = last else { return Ok(start) };
    if last + 1 < start + PER_SECOND {
        return Ok(last + 1);
    }
    let above = "SELECT max(place) + 1 FROM posts";
    change.prepare_cached(above)?.query_row([], |row| row.get(0))
}
