//! The reading of what platforms answer, for those who feed it bytes of chance.

use contract::{LookBack, MaxResults, Target, UnixMillis};
use library::{Comment, Post};

use crate::youtube_feed::read_any_feed;
use crate::{Attempt, Query, apify, instagram_graph, youtube_api};

/// When it is, to those who read here: 25 November 2026.
pub const NOW: UnixMillis = UnixMillis(1_795_600_000_000);

/// As an answer of YouTube's interface.
pub fn read_youtube(body: &[u8]) -> (Vec<Post>, Vec<Comment>) {
    youtube_api::fuzzing::read_any(body, NOW)
}

/// As a channel's feed.
pub fn read_feed(body: &[u8]) -> Vec<Post> {
    read_any_feed(body, NOW)
}

/// As an answer of Meta's interface.
pub fn read_graph(body: &[u8]) -> Vec<Post> {
    instagram_graph::fuzzing::read_any(body, NOW)
}

/// As an answer of Apify to a question about this.
pub fn read_apify(body: &[u8], target: Target) -> (Vec<Post>, Vec<Comment>) {
    let query = Query {
        target,
        look_back: LookBack::NoLimit,
        since: None,
        limit: MaxResults::CEILING,
        country: None,
        comments: true,
        now: NOW,
        attempt: Attempt::default(),
    };
    apify::fuzzing::read_any(body, &query)
}
