use contract::TargetKind;
use url::Url;

use super::link::{parts, query};
use super::{ReadNote, Reading, names, or_note};

const FRONT: [&str; 13] = [
    "feed",
    "gaming",
    "premium",
    "trending",
    "about",
    "account",
    "t",
    "kids",
    "music",
    "signin",
    "redirect",
    "attribution_link",
    "m",
];

/// What a link of YouTube leads to.
pub(super) fn read(url: &Url) -> Reading {
    let path = parts(url);
    let part = |at: usize| path.get(at).map_or("", String::as_str);
    let host = url.host_str().unwrap_or_default().to_lowercase();
    match part(0) {
        name if name.starts_with('@') => or_note(names::username(name), ReadNote::FrontPage),
        "" => Reading::noted(ReadNote::FrontPage),
        _ if host == "youtu.be" || host.ends_with(".youtu.be") => Reading::noted(ReadNote::SingleVideo),
        "channel" => channel(part(1)),
        "c" | "user" => old(part(1)),
        "hashtag" => or_note(names::tag(part(1)), ReadNote::FrontPage),
        "results" => searched(url, "search_query"),
        "search" => searched(url, "q"),
        first if FRONT.contains(&first) => Reading::noted(ReadNote::FrontPage),
        first => other(first, part(1)),
    }
}

fn searched(url: &Url, parameter: &str) -> Reading {
    or_note(
        names::search(&query(url, parameter).unwrap_or_default()),
        ReadNote::FrontPage,
    )
}

fn other(first: &str, second: &str) -> Reading {
    let note = match first {
        "watch" => return Reading::noted(ReadNote::SingleVideo),
        "playlist" => return Reading::noted(ReadNote::PlaylistLink),
        "shorts" | "live" | "embed" | "v" | "clip" => ReadNote::SingleVideo,
        "post" => ReadNote::SinglePost,
        "show" => ReadNote::PlaylistLink,
        "source" => ReadNote::SoundLink,
        name => return old(name),
    };
    Reading::noted(if second.is_empty() {
        ReadNote::FrontPage
    } else {
        note
    })
}

/// A channel by its id; the service takes it with the sign of an account.
fn channel(id: &str) -> Reading {
    if names::is_channel_id(id) {
        return Reading::of(TargetKind::Username, format!("@{id}"));
    }
    or_note(names::username(id), ReadNote::FrontPage)
}

/// `/c/name`, `/user/name` and `/name` are older than handles, and mostly but not always the same.
fn old(name: &str) -> Reading {
    match names::username(name) {
        Some(found) => found.with_note(ReadNote::OldChannelAddress),
        None => Reading::noted(ReadNote::FrontPage),
    }
}
