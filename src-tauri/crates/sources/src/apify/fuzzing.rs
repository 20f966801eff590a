use library::{Comment, Post};
use serde_json::Value;

use super::{items, refusal, runs};
use crate::Query;
use crate::http::Http;

/// Reads a body as the items of a run, as a run, and as a refusal.
pub(crate) fn read_any(body: &[u8], query: &Query) -> (Vec<Post>, Vec<Comment>) {
    let _ = refusal::read(&Http::new("Apify", "https://apify.invalid/", None), 400, body);
    let whole: Value = serde_json::from_slice(body).unwrap_or_default();
    runs::read_run(&whole);
    let items = whole.as_array().map_or(&[][..], Vec::as_slice);
    let read = items::posts(query, items);
    let _ = items::failure(query, &read.errors, "an actor");
    let comments = items::comments(query, &read.posts, items);
    (read.posts, comments)
}
