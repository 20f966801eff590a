use contract::{Platform, UnixMillis};
use library::{Counts, Media, Post, Precision, SourceId};

/// The `#tags` of the texts, in lower case, each once, in order.
pub(crate) fn hashtags(texts: &[&str]) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for word in texts.iter().flat_map(|text| text.split_whitespace()) {
        // A `#` inside a link is no tag; `(#tag` and `#one#two` are.
        let Some(tagged) = word.trim_start_matches(['(', '[', '"', '\'']).strip_prefix('#') else {
            continue;
        };
        for part in tagged.split('#') {
            let tag: String = part
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            add_tag(&mut tags, &tag);
        }
    }
    tags
}

/// Adds a tag in the form in which tags are kept, unless it is there.
pub(crate) fn add_tag(tags: &mut Vec<String>, tag: &str) {
    let tag = tag.trim().trim_start_matches('#').to_lowercase();
    if !tag.is_empty() && !tags.contains(&tag) {
        tags.push(tag);
    }
}

/// A post of which only this is known yet.
pub(crate) fn blank_post(
    (platform, source): (Platform, SourceId),
    native_id: String,
    url: String,
    published_at: UnixMillis,
    fetched_at: UnixMillis,
) -> Post {
    Post {
        platform,
        native_id,
        source,
        url,
        author: None,
        title: None,
        caption: String::new(),
        hashtags: Vec::new(),
        published_at,
        published_precision: Precision::Exact,
        media: Media::Unknown,
        duration_ms: None,
        thumbnail_url: None,
        counts: Counts::default(),
        origin: None,
        language: None,
        is_ad: None,
        fetched_at,
    }
}
