use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use super::link::{parts, query};
use super::{ReadNote, Reading, names, or_note};

const FRONT: [&str; 9] = [
    "foryou",
    "explore",
    "following",
    "live",
    "upload",
    "login",
    "friends",
    "about",
    "legal",
];

/// Addresses may start with a language, `/de-DE/@name`.
static LANGUAGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[a-z]{2}(?:-[A-Za-z]{2,4}){0,2}$").ok());

/// What a link of TikTok leads to.
pub(super) fn read(url: &Url) -> Reading {
    let host = url.host_str().unwrap_or_default().to_lowercase();
    if host.starts_with("vm.") || host.starts_with("vt.") {
        return Reading::noted(ReadNote::ShortLink);
    }
    let all = parts(url);
    let path = without_language(&all);
    let part = |at: usize| path.get(at).map_or("", String::as_str);
    match part(0) {
        "" => Reading::noted(ReadNote::FrontPage),
        "@" => Reading::noted(ReadNote::SingleVideo),
        name if name.starts_with('@') => or_note(names::username(name), ReadNote::FrontPage),
        "tag" => or_note(names::tag(part(1)), ReadNote::FrontPage),
        "search" => or_note(
            names::search(&query(url, "q").unwrap_or_default()),
            ReadNote::FrontPage,
        ),
        "discover" => or_note(names::search(&part(1).replace('-', " ")), ReadNote::FrontPage),
        "share" if part(1) == "user" => Reading::noted(ReadNote::NotFollowable),
        "share" if path.len() < 3 => Reading::noted(ReadNote::FrontPage),
        "share" | "v" | "embed" | "video" | "player" => Reading::noted(ReadNote::SingleVideo),
        first if FRONT.contains(&first) => Reading::noted(ReadNote::FrontPage),
        "t" => Reading::noted(ReadNote::ShortLink),
        "music" | "sound" => Reading::noted(ReadNote::SoundLink),
        "place" => Reading::noted(ReadNote::PlaceLink),
        "effect" | "sticker" | "shop" | "view" => Reading::noted(ReadNote::NotFollowable),
        name => or_note(names::username(name), ReadNote::FrontPage),
    }
}

fn without_language(path: &[String]) -> &[String] {
    let is_language = |part: &String| LANGUAGE.as_ref().is_some_and(|pattern| pattern.is_match(part));
    match path {
        [first, rest @ ..] if !rest.is_empty() && is_language(first) => rest,
        all => all,
    }
}
