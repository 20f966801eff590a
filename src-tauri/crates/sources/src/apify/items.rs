use std::collections::HashMap;

use contract::{Platform, TargetKind};
use library::{Comment, Post};
use serde_json::Value;

use super::{instagram, tiktok, youtube};
use crate::clause::{CollectorLack, RunEnd};
use crate::fields::Fields;
use crate::{Query, SourceFailure};

/// What the items of a run turned out to be.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) posts: Vec<Post>,
    pub(super) errors: Vec<RowError>,
    pub(super) left_out: usize,
}

/// An item that is an error, in a run that "succeeded".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowError {
    NotFound,
    EmptyOrPrivate,
    InvalidInput,
    Other,
}

/// Sorts the items: posts, errors in the place of posts, and what cannot be read.
pub(super) fn posts(query: &Query, items: &[Value]) -> Read {
    let mut read = Read::default();
    for item in items {
        if let Some(error) = row_error(item) {
            read.errors.push(error);
            continue;
        }
        let post = match query.target.platform() {
            Platform::TikTok => tiktok::post(item, query.now),
            Platform::Instagram => instagram::post(item, query.now),
            Platform::YouTube => youtube::post(item, query.now),
        };
        match post {
            Some(post) => read.posts.extend(Some(post).filter(|post| carries(query, post))),
            None => read.left_out += 1,
        }
    }
    read
}

/// YouTube's search is fuzzy; the other platforms' hashtags are what they say.
fn carries(query: &Query, post: &Post) -> bool {
    let fuzzy = query.target.platform() == Platform::YouTube && query.target.kind() == TargetKind::Hashtag;
    !fuzzy || post.hashtags.contains(&query.plain().to_lowercase())
}

fn row_error(item: &Value) -> Option<RowError> {
    let fields = Fields(item);
    let error = fields.at("/error")?;
    let code = fields.text("/errorCode").unwrap_or_default();
    let text = error.as_str().unwrap_or_default();
    Some(match (code.as_str(), text) {
        ("NOT_FOUND", _) => RowError::NotFound,
        (_, "not_found") => RowError::NotFound,
        (_, text) if text.contains("does not exist") => RowError::NotFound,
        (_, "no_items") => RowError::EmptyOrPrivate,
        ("INVALID_INPUT", _) | (_, "INVALID_INPUT") => RowError::InvalidInput,
        _ => RowError::Other,
    })
}

/// The failure that a run with nothing but errors is; none where the errors only say "nothing there".
pub(super) fn failure(query: &Query, errors: &[RowError], actor: &'static str) -> Option<SourceFailure> {
    let name = query.target.value().to_owned();
    let account = query.target.kind() == TargetKind::Username;
    Some(match (errors.first()?, account) {
        (RowError::NotFound, true) => SourceFailure::AccountNotFound { name },
        (RowError::EmptyOrPrivate, true) => SourceFailure::AccountPrivate { name },
        (RowError::NotFound | RowError::EmptyOrPrivate, false) => return None,
        (RowError::InvalidInput, _) => SourceFailure::ActorUnavailable {
            actor,
            why: CollectorLack::Question,
        },
        (RowError::Other, _) => SourceFailure::RunFailed {
            ended: RunEnd::OnlyErrors,
        },
    })
}

/// The comments of these posts.
pub(super) fn comments(query: &Query, posts: &[Post], items: &[Value]) -> Vec<Comment> {
    let by_url: HashMap<&str, &str> = posts
        .iter()
        .map(|post| (post.url.trim_end_matches('/'), post.native_id.as_str()))
        .collect();
    let by_id: HashMap<&str, &str> = posts
        .iter()
        .map(|post| (post.native_id.as_str(), post.native_id.as_str()))
        .collect();
    let whose = |key: &str| {
        let key = key.trim_end_matches('/');
        by_url
            .get(key)
            .or_else(|| by_id.get(key))
            .map(|id| (*id).to_owned())
    };
    let good = items.iter().filter(|item| row_error(item).is_none());
    good.filter_map(|item| match query.target.platform() {
        Platform::TikTok => tiktok::comment(item, whose, query.now),
        Platform::Instagram => instagram::comment(item, whose, query.now),
        Platform::YouTube => youtube::comment(item, whose, query.now),
    })
    .collect()
}
