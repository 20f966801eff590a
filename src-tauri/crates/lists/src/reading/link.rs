use std::sync::LazyLock;

use contract::Platform;
use regex::Regex;
use url::Url;

use super::clean::decoded;

const OURS: &str = r"(?:[a-z0-9-]+\.)*(?:tiktok\.com|tiktokv\.com|instagram\.com|instagr\.am|ig\.me|youtu\.be|youtube-nocookie\.com|youtube\.(?:com|[a-z]{2})(?:\.[a-z]{2})?)";

/// A pattern of this file, which a test tries.
fn pattern(text: &str) -> Regex {
    #[expect(
        clippy::expect_used,
        reason = "the patterns are constants, and every one is tried by the tests"
    )]
    Regex::new(text).expect("a constant pattern is one")
}

static WITH_SCHEME: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?:https?|instagram)://\S+"));
static OUR_HOST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:^|[^a-z0-9.@_-])({OURS})(?:([/?]\S*)|[^a-z0-9/?-]|$)"
    ))
});
static OTHER_HOST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:www\.\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/\S*|[a-z0-9-]+\.(?:com|org|net|de|co\.uk|io|app))$",
    )
});
static TIKTOK_HOST: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|\.)tiktokv?\.com$"));
static INSTAGRAM_HOST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|\.)(?:instagram\.com|instagr\.am|ig\.me)$"));
static YOUTUBE_HOST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|\.)(?:youtu\.be|youtube-nocookie\.com|youtube\.(?:com|[a-z]{2})(?:\.[a-z]{2})?)$")
});

/// What ends a sentence or a quotation around a link, and no link.
const TAIL: [char; 24] = [
    '.', ',', ';', ':', '!', '?', ')', ']', '}', '>', '"', '\'', '»', '”', '’', '」', '』', '】', '。', '，',
    '、', '！', '？', '）',
];

/// The first link in a text; of one of the platforms where there is one.
pub(super) fn find(text: &str) -> Option<Url> {
    let plain: String = text.chars().map(narrow).collect();
    let ours = OUR_HOST.captures(&plain).and_then(|hit| {
        let (host, rest) = (hit.get(1)?, hit.get(2));
        Some((
            host.start(),
            host.start()..rest.map_or(host.end(), |rest| rest.end()),
        ))
    });
    let schemed = WITH_SCHEME.find(&plain).map(|hit| hit.range());
    let range = match (schemed, ours) {
        (Some(schemed), Some((at, _))) if schemed.contains(&at) => schemed,
        (_, Some((_, ours))) => ours,
        (Some(schemed), None) => schemed,
        (None, None) => OTHER_HOST.find(&plain)?.range(),
    };
    parsed(plain[range].trim_end_matches(|c| TAIL.contains(&c) || c == '…'))
}

/// A letter of double width as its plain one: `ｔｉｋｔｏｋ．ｃｏｍ`.
fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

fn parsed(written: &str) -> Option<Url> {
    if written.contains("://") {
        Url::parse(written).ok()
    } else {
        Url::parse(&format!("https://{written}")).ok()
    }
}

/// Whose host it is; none for every other site.
pub(super) fn platform_of(url: &Url) -> Option<Platform> {
    let host = url.host_str().unwrap_or_default().to_lowercase();
    let host = host.trim_end_matches('.');
    match () {
        () if url.scheme() == "instagram" || INSTAGRAM_HOST.is_match(host) => Some(Platform::Instagram),
        () if TIKTOK_HOST.is_match(host) => Some(Platform::TikTok),
        () if YOUTUBE_HOST.is_match(host) => Some(Platform::YouTube),
        () => None,
    }
}

const CARRIERS: [&str; 9] = [
    "continue",
    "redirect_url",
    "next",
    "url",
    "u",
    "q",
    "target",
    "to",
    "link",
];

/// A link that a link carries, as log-in pages and redirects do.
pub(super) fn carried(url: &Url) -> Option<Url> {
    CARRIERS.iter().find_map(|name| {
        let inner = query(url, name)?;
        let lower = inner.to_ascii_lowercase();
        let is_link = ["http://", "https://", "/"]
            .iter()
            .any(|start| lower.starts_with(start));
        if !is_link || inner.chars().any(char::is_whitespace) {
            return None;
        }
        url.join(&inner).ok().filter(|full| platform_of(full).is_some())
    })
}

/// The parts of the path, with percent signs read, without empty ones.
pub(super) fn parts(url: &Url) -> Vec<String> {
    url.path()
        .split('/')
        .filter(|part| !part.is_empty())
        .map(decoded)
        .collect()
}

/// A parameter of the address.
pub(super) fn query(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
