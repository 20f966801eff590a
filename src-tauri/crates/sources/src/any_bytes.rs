//! Properties of reading: whatever a platform answers, nothing panics, and every post can be told from others.

use contract::{Platform, Target, TargetKind};
use library::Post;
use proptest::prelude::*;
use serde_json::Value;

use crate::fuzzing::{read_apify, read_feed, read_graph, read_youtube};

/// Answers as the platforms give them, to be spoilt.
const YOUTUBE: [&str; 3] = [
    include_str!("../../../../tests/fuzz/seeds/youtube/videos"),
    include_str!("../../../../tests/fuzz/seeds/youtube/threads"),
    include_str!("../../../../tests/fuzz/seeds/youtube/channels"),
];
const GRAPH: [&str; 2] = [
    include_str!("../../../../tests/fuzz/seeds/graph/account"),
    include_str!("../../../../tests/fuzz/seeds/graph/hashtag"),
];
const FEED: &str = include_str!("../../../../tests/fuzz/seeds/feeds/feed");
const APIFY: [(Platform, &str); 3] = [
    (
        Platform::TikTok,
        include_str!("../../../../tests/fuzz/seeds/post_files/made_apify_tiktok.json"),
    ),
    (
        Platform::Instagram,
        include_str!("../../../../tests/fuzz/seeds/post_files/made_apify_instagram.json"),
    ),
    (
        Platform::YouTube,
        include_str!("../../../../tests/fuzz/seeds/post_files/made_apify_youtube.json"),
    ),
];

/// Other values in the place of some, each place counted from the outermost on.
type Spoils = Vec<(prop::sample::Index, Value)>;

fn spoils() -> impl Strategy<Value = Spoils> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[-+0-9:.TZPDHMS]{0,24}".prop_map(Value::from),
        Just(Value::Array(vec![Value::Null])),
        Just(Value::Object(serde_json::Map::new())),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), value), 0..6)
}

fn spoilt(text: &str, spoils: &Spoils) -> Vec<u8> {
    let mut whole: Value = serde_json::from_str(text).unwrap();
    for (place, value) in spoils {
        let mut left = place.index(count(&whole));
        put(&mut whole, &mut left, value);
    }
    whole.to_string().into_bytes()
}

fn children(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => Vec::new(),
    }
}

fn count(value: &Value) -> usize {
    let below: usize = match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    };
    1 + below
}

/// Puts the value where the count runs out; whether it was put.
fn put(at: &mut Value, left: &mut usize, value: &Value) -> bool {
    if *left == 0 {
        *at = value.clone();
        return true;
    }
    *left -= 1;
    children(at).into_iter().any(|child| put(child, left, value))
}

fn are_sound(posts: &[Post]) -> bool {
    posts
        .iter()
        .all(|post| !post.native_id.is_empty() && !post.hashtags.iter().any(String::is_empty))
}

#[test]
fn what_is_spoilt_below_is_read_where_nothing_is_spoilt() {
    assert_eq!(read_youtube(YOUTUBE[0].as_bytes()).0.len(), 1);
    assert_eq!(read_youtube(YOUTUBE[1].as_bytes()).1.len(), 2);
    assert_eq!(read_feed(FEED.as_bytes()).len(), 1);
    assert!(GRAPH.iter().all(|page| read_graph(page.as_bytes()).len() == 1));
    for (platform, items) in APIFY {
        let target = Target::parse(platform, TargetKind::Username, "@made").unwrap();
        assert!(!read_apify(items.as_bytes(), target).0.is_empty(), "{platform:?}");
    }
}

proptest! {
    #[test]
    fn answers_with_anything_in_any_place_never_panic(spoils in spoils()) {
        for page in YOUTUBE {
            prop_assert!(are_sound(&read_youtube(&spoilt(page, &spoils)).0));
        }
        for page in GRAPH {
            prop_assert!(are_sound(&read_graph(&spoilt(page, &spoils))));
        }
        for (platform, items) in APIFY {
            let target = Target::parse(platform, TargetKind::Username, "@made").unwrap();
            prop_assert!(are_sound(&read_apify(&spoilt(items, &spoils), target).0));
        }
    }

    #[test]
    fn a_feed_with_anything_in_any_place_never_panics(
        at in any::<prop::sample::Index>(), cut in 0_usize..40, put in prop::collection::vec(any::<u8>(), 0..40)
    ) {
        let mut feed = FEED.as_bytes().to_vec();
        let at = at.index(feed.len());
        let to = (at + cut).min(feed.len());
        feed.splice(at..to, put);
        prop_assert!(are_sound(&read_feed(&feed)));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_youtube(&bytes);
        read_graph(&bytes);
        read_feed(&bytes);
    }
}
