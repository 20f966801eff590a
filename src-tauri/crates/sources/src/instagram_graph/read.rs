use contract::{Platform, UnixMillis};
use library::{Author, Counts, Media, Post, SourceId};
use serde_json::Value;

use crate::fields::Fields;
use crate::text::{blank_post, hashtags};

/// The account whose posts are read.
#[derive(Debug)]
pub(super) struct Owner(Author);

impl Owner {
    pub(super) fn read(found: &Value) -> Self {
        let found = Fields(found);
        let handle = found.text("/username");
        Self(Author {
            url: handle
                .as_ref()
                .map(|name| format!("https://www.instagram.com/{name}/")),
            handle,
            display_name: found.text("/name"),
            native_id: found.id("/id"),
            followers: found.count("/followers_count"),
            verified: None,
        })
    }
}

/// A post of either edge; none without an id, an address and a time. The author of a hashtag's post
/// is not told.
pub(super) fn post(item: &Value, owner: Option<&Owner>, now: UnixMillis) -> Option<Post> {
    let item = Fields(item);
    let (id, url, published) = (
        item.id("/id")?,
        item.text("/permalink")?,
        item.time("/timestamp")?,
    );
    let mut post = blank_post(
        (Platform::Instagram, SourceId::InstagramGraph),
        id,
        url,
        published,
        now,
    );
    post.caption = item.text("/caption").unwrap_or_default();
    post.hashtags = hashtags(&[&post.caption]);
    post.author = owner.map(|owner| owner.0.clone());
    post.media = match item.text("/media_type").as_deref() {
        Some("IMAGE") => Media::Image,
        Some("VIDEO") => Media::Video,
        Some("CAROUSEL_ALBUM") => Media::Carousel,
        _ => Media::Unknown,
    };
    // The address of a video is no picture.
    let picture = item.text("/media_url").filter(|_| post.media != Media::Video);
    post.thumbnail_url = item.text("/thumbnail_url").or(picture);
    post.counts = Counts {
        views: item.count("/view_count"),
        likes: item.count("/like_count"),
        comments: item.count("/comments_count"),
        ..Counts::default()
    };
    Some(post)
}
