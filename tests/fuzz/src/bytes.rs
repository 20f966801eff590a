use contract::{Platform, Target, TargetKind};
use gen_client::CallError;
use library::Post;

/// What must never come out of an answer, whatever it quotes.
const SECRET: &str = "gen_live_0123456789abcdef";
/// How a client may say what it sends; the last one leaves the boundary out.
const KINDS: [&str; 4] = [
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "application/json",
    "multipart/form-data",
];

/// An answer of a service; the first byte chooses the status.
pub fn answers(bytes: &[u8]) {
    let Some((first, body)) = bytes.split_first() else {
        return;
    };
    let status = 400 + u16::from(*first) % 200;
    match gen_client::fuzzing::read_answer(status, body, SECRET) {
        CallError::Refused { message, .. } => {
            assert!(message.chars().count() <= 300 && !message.contains(SECRET));
        }
        other => panic!("a refusal was read as {other:?}"),
    }
}

/// A form that a client sends; the first byte chooses how.
pub fn forms(bytes: &[u8]) {
    let Some((first, body)) = bytes.split_first() else {
        return;
    };
    let kind = KINDS[usize::from(*first) % KINDS.len()];
    // Nothing in it waits: the body is whole.
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(local_service::fuzzing::read_form(kind, body.to_vec()));
}

/// An answer of YouTube's interface.
pub fn youtube(bytes: &[u8]) {
    let (posts, comments) = sources::fuzzing::read_youtube(bytes);
    are_sound(&posts);
    assert!(comments.iter().all(|comment| !comment.native_id.is_empty()));
}

/// A channel's feed.
pub fn feeds(bytes: &[u8]) {
    are_sound(&sources::fuzzing::read_feed(bytes));
}

/// An answer of Meta's interface.
pub fn graph(bytes: &[u8]) {
    are_sound(&sources::fuzzing::read_graph(bytes));
}

/// The items of a run at Apify; the first byte chooses the platform.
pub fn apify(bytes: &[u8]) {
    let Some((first, body)) = bytes.split_first() else {
        return;
    };
    let platform = [Platform::TikTok, Platform::Instagram, Platform::YouTube][usize::from(*first) % 3];
    let target = Target::parse(platform, TargetKind::Username, "@made").unwrap();
    let (posts, _) = sources::fuzzing::read_apify(body, target);
    are_sound(&posts);
}

/// What the library relies on: a post can be told from others.
pub(crate) fn are_sound(posts: &[Post]) {
    for post in posts {
        assert!(!post.native_id.is_empty(), "a post without an id");
        assert!(!post.hashtags.iter().any(String::is_empty), "an empty hashtag");
    }
}
