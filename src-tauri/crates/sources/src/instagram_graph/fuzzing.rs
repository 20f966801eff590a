use contract::UnixMillis;
use library::Post;
use serde_json::Value;

use super::read::{self, Owner};
use super::refusal;
use crate::fields::Fields;
use crate::http::Http;

/// Reads a body as a page of an account and of a hashtag, and as a refusal.
pub(crate) fn read_any(body: &[u8], now: UnixMillis) -> Vec<Post> {
    let whole: Value = serde_json::from_slice(body).unwrap_or_default();
    let _ = refusal::read(
        &Http::new("Instagram", "https://graph.invalid/", None),
        400,
        &whole,
    );
    let found = Fields(&whole).at("/business_discovery").unwrap_or(&whole);
    let owner = Owner::read(found);
    let fields = Fields(found);
    let items = fields.list("/media/data").iter().chain(fields.list("/data"));
    items
        .filter_map(|item| read::post(item, Some(&owner), now))
        .collect()
}
