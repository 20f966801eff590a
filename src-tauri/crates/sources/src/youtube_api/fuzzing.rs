use contract::UnixMillis;
use library::{Comment, Post};

use super::people::Channel;
use super::{calls, comments, read, refusal};
use crate::http::Http;

/// Reads a body as a page of videos, of comments and of channels, and as a refusal.
pub(crate) fn read_any(body: &[u8], now: UnixMillis) -> (Vec<Post>, Vec<Comment>) {
    let _ = refusal::read(400, body);
    let page = calls::read(&Http::new("YouTube", "https://youtube.invalid/", None), body);
    let items = page.unwrap_or_default().items;
    drop(items.iter().filter_map(Channel::read).collect::<Vec<_>>());
    let comments = items.iter().flat_map(|item| comments::of_thread(item, "v", now));
    let comments = comments.collect();
    (
        items.iter().filter_map(|item| read::video(item, now)).collect(),
        comments,
    )
}
