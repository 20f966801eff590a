use url::Url;

use super::link::{parts, query};
use super::{ReadNote, Reading, names, or_note};

const FRONT: [&str; 9] = [
    "accounts",
    "direct",
    "about",
    "legal",
    "developer",
    "web",
    "press",
    "challenge",
    "emails",
];
const OTHER: [&str; 7] = ["s", "j", "channel", "ar", "topics", "music", "a"];

/// What a link of Instagram leads to.
pub(super) fn read(url: &Url) -> Reading {
    if url.scheme() == "instagram" {
        let name = query(url, "username").unwrap_or_default();
        return or_note(names::username(&name), ReadNote::NotFollowable);
    }
    let mut path = parts(url);
    let host = url.host_str().unwrap_or_default().to_lowercase();
    if host == "ig.me" || host.ends_with(".ig.me") {
        path = path.split_off(path.len().min(1));
    }
    let part = |at: usize| path.get(at).map_or("", String::as_str);
    match part(0) {
        "" => Reading::noted(ReadNote::FrontPage),
        "explore" => explored(url, part(1), part(2)),
        "stories" if part(1) == "highlights" => Reading::noted(ReadNote::NotFollowable),
        "stories" | "_u" | "_n" => or_note(names::username(part(1)), ReadNote::FrontPage),
        "reels" => reels(part(1)),
        "share" => Reading::noted(ReadNote::SinglePost),
        "p" | "reel" | "tv" if part(1).is_empty() => Reading::noted(ReadNote::FrontPage),
        "p" | "reel" | "tv" => Reading::noted(ReadNote::SinglePost),
        first if FRONT.contains(&first) => Reading::noted(ReadNote::FrontPage),
        first if OTHER.contains(&first) => Reading::noted(ReadNote::NotFollowable),
        name => or_note(names::username(name), ReadNote::FrontPage),
    }
}

fn explored(url: &Url, second: &str, third: &str) -> Reading {
    match second {
        "tags" => or_note(names::tag(third), ReadNote::FrontPage),
        "search" => or_note(
            names::search(&query(url, "q").unwrap_or_default()),
            ReadNote::FrontPage,
        ),
        "locations" => Reading::noted(ReadNote::PlaceLink),
        _ => Reading::noted(ReadNote::FrontPage),
    }
}

fn reels(second: &str) -> Reading {
    Reading::noted(match second {
        "" => ReadNote::FrontPage,
        "audio" => ReadNote::SoundLink,
        _ => ReadNote::SinglePost,
    })
}
