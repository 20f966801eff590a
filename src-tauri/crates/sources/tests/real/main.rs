//! The sources that need a key, against loopback servers that behave as the platforms are known to.
//! Everything they answer is made for these tests; none of it is a recording.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test states its assumptions"
)]

mod apify;
mod instagram_graph;
mod live;
mod made_apify;
mod made_youtube;
mod secrecy;
mod world;
mod youtube_api;
