//! What the browser extension Zeeschuimer captured: a frame around a platform's own item.

use contract::UnixMillis;
use serde_json::Value;

use super::lenient::{at, text};
use super::{Item, RowTrouble, Trouble, dates, web_items};

/// Whether a row is one of Zeeschuimer's.
pub(super) fn is_one(item: &Value) -> bool {
    at(item, "source_platform").is_some() && at(item, "data").is_some()
}

/// Reads a row; it says itself when it was captured.
pub(super) fn read(item: &Value, made: UnixMillis) -> Result<Item, Trouble> {
    let platform = text(item, "source_platform").unwrap_or_default();
    let data = at(item, "data").ok_or_else(|| Trouble::new("data", RowTrouble::Missing, ""))?;
    let captured = at(item, "timestamp_collected").and_then(dates::of_value);
    let fetched = captured.map_or(made, |(at, _)| at);
    let post = match platform.as_str() {
        "tiktok.com" => web_items::tiktok(data, fetched),
        "instagram.com" => web_items::instagram(data, fetched),
        other => Err(Trouble::new("source_platform", RowTrouble::OtherPlatform, other)),
    }?;
    Ok(Item::Post(Box::new(post), Vec::new()))
}
