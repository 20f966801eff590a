use std::sync::LazyLock;

use contract::{Platform, TargetKind};
use regex::Regex;

use super::{ReadNote, Reading, names};

/// Longest run of words that one name or tag is joined from; more is a sentence around it.
const JOINED_AT_MOST: usize = 3;
const NAMES: &str = "tiktok|tik tok|tt|instagram|insta|ig|youtube|you tube|yt";

fn pattern(text: &str) -> Regex {
    #[expect(
        clippy::expect_used,
        reason = "the patterns are constants, and every one is tried by the tests"
    )]
    Regex::new(text).expect("a constant pattern is one")
}

static EMAIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^[^\s@#]+@[^\s@]+\.[a-z]{2,}$"));
static SIGN_AT_START: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?:^|[\s"'“”„«»‘’‹›「『《(\[<])([@#])"#));
/// A word that only an account is written like: latin letters or figures with `_` or a dot inside.
static LOOKS_LIKE_NAME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^[a-z0-9](?:[a-z0-9]*[._])+[a-z0-9._]*[a-z0-9_]$"));
static BEFORE_SIGN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r#"(?i)^({NAMES})\s*[:：\-–—/|]?\s*(["'“„«‘「『(\[<]?[@#].*)$"#
    ))
});
static BEFORE_WORDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)^({NAMES})\s*[:：]\s*(\S.*)$")));
static AFTER_SIGN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^([@#].*?)[\s,]+(?:(?:on|in|auf|bei|en|sur|su|no|na|at|в|op|på)\s+)?[(\[]?({NAMES})[)\]]?$"
    ))
});
static AFTER_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^(.+?)\s+(?:(?:on|auf|en|sur|su|op|på|в)\s+({NAMES})|[(\[]({NAMES})[)\]])$"
    ))
});

/// A platform that the words name ("tiktok @name", "@name on Instagram"), and the words without it.
pub(super) fn split_platform(text: &str) -> Option<(Platform, &str)> {
    let before = || BEFORE_SIGN.captures(text).or_else(|| BEFORE_WORDS.captures(text));
    if let Some(hit) = before() {
        return named(hit.get(1)?.as_str(), hit.get(2)?.as_str());
    }
    if let Some(hit) = AFTER_SIGN.captures(text) {
        return named(hit.get(2)?.as_str(), hit.get(1)?.as_str());
    }
    let hit = AFTER_WORDS.captures(text)?;
    named(hit.get(2).or(hit.get(3))?.as_str(), hit.get(1)?.as_str())
}

fn named<'a>(name: &str, rest: &'a str) -> Option<(Platform, &'a str)> {
    crate::cells::platform(name).map(|platform| (platform, rest.trim()))
}

/// What a text without a link means.
pub(super) fn read(text: &str, platform: Option<Platform>) -> Reading {
    if text.chars().all(|c| matches!(c, '@' | '#')) {
        return Reading::noted(ReadNote::SignAlone);
    }
    if EMAIL.is_match(text) {
        return Reading::noted(ReadNote::EmailAddress);
    }
    match SIGN_AT_START.captures(text).and_then(|hit| hit.get(1)) {
        Some(sign) => signed(text, sign.start()),
        None => plain(text, platform),
    }
}

/// A text that holds `@` or `#` at the start of a word.
fn signed(text: &str, start: usize) -> Reading {
    let rest = sign_beside_its_word(&text[start..]);
    let pieces = cut_before_signs(&rest);
    let first = pieces.first().copied().unwrap_or(&rest);
    let words: Vec<_> = first.split(' ').collect();
    let joined = words.len() <= JOINED_AT_MOST && start == 0 && pieces.len() == 1;
    let target = if joined {
        first
    } else {
        words.first().copied().unwrap_or(first)
    };
    let found = if target.starts_with('#') {
        names::tag(target)
    } else {
        names::username(target)
    };
    match found {
        None => Reading::noted(ReadNote::SignAlone),
        Some(found) if pieces.len() > 1 => found.with_note(ReadNote::SeveralTargets),
        Some(found) => found,
    }
}

/// `@ name` as `@name`.
fn sign_beside_its_word(text: &str) -> String {
    let word = text.trim_start_matches(['@', '#']);
    let signs = &text[..text.len() - word.len()];
    format!("{signs}{}", word.trim_start())
}

/// The text in parts, cut where a blank stands before the sign of another target.
fn cut_before_signs(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let begins = |at: usize| {
        let next = text[at + 1..].chars().nth(1);
        bytes[at] == b' '
            && matches!(bytes.get(at + 1), Some(b'@' | b'#'))
            && next.is_some_and(|c| !c.is_whitespace() && !matches!(c, '@' | '#'))
    };
    let mut parts = Vec::new();
    let mut from = 0;
    for at in (0..bytes.len())
        .filter(|at| bytes[*at] == b' ')
        .filter(|at| begins(*at))
    {
        parts.push(&text[from..at]);
        from = at + 1;
    }
    parts.push(&text[from..]);
    parts
}

/// Words without any sign: a search, unless they look like a name.
fn plain(text: &str, platform: Option<Platform>) -> Reading {
    if names::is_channel_id(text) {
        return Reading::of(TargetKind::Username, format!("@{text}")).on(Platform::YouTube);
    }
    let unsure = |found: Reading| Reading { sure: false, ..found };
    let looks = LOOKS_LIKE_NAME.is_match(text) && text.chars().any(char::is_alphabetic);
    let name_like = !text.contains(' ') && (looks || platform == Some(Platform::Instagram));
    if let Some(name) = names::username(text).filter(|_| name_like) {
        return unsure(name);
    }
    unsure(Reading::of(TargetKind::Keyword, text.to_owned()))
}
