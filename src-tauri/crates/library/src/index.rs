//! The search index's rows.

use rusqlite::{Transaction, params};

use crate::Post;
use crate::fold::folded;

/// Puts a post into the index. Within one transaction places should rise from call to call: the
/// index writes itself out whenever they fall.
pub(crate) fn put_post(change: &Transaction<'_>, place: i64, post: &Post) -> rusqlite::Result<()> {
    let text = match &post.title {
        Some(title) if *title != post.caption => folded(&format!("{title}\n{}", post.caption)),
        _ => folded(&post.caption),
    };
    let author = post.author.as_ref();
    let names = [
        author.and_then(|author| author.handle.as_deref()),
        author.and_then(|author| author.display_name.as_deref()),
    ];
    let creator = folded(&names.into_iter().flatten().collect::<Vec<_>>().join(" "));
    let tags = folded(&post.hashtags.join(" "));
    change
        .prepare_cached("INSERT INTO post_search (rowid, text, creator, tags) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![place, text, creator, tags])
        .map(drop)
}

/// Takes a post out of the index, before it is put in with another text.
pub(crate) fn take_post(change: &Transaction<'_>, place: i64) -> rusqlite::Result<()> {
    change
        .prepare_cached("DELETE FROM post_search WHERE rowid = ?1")?
        .execute([place])
        .map(drop)
}

/// Puts a comment into the index.
pub(crate) fn put_comment(change: &Transaction<'_>, id: i64, text: &str) -> rusqlite::Result<()> {
    change
        .prepare_cached("INSERT INTO comment_search (rowid, text) VALUES (?1, ?2)")?
        .execute(params![id, folded(text)])
        .map(drop)
}

/// Takes a comment out of the index.
pub(crate) fn take_comment(change: &Transaction<'_>, id: i64) -> rusqlite::Result<()> {
    change
        .prepare_cached("DELETE FROM comment_search WHERE rowid = ?1")?
        .execute([id])
        .map(drop)
}
