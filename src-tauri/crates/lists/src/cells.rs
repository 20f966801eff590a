//! What single cells say, in the words of the app's languages.

use contract::{Country, Platform, TargetKind};

const PLATFORMS: [(Platform, &[&str]); 3] = [
    (Platform::TikTok, &["tiktok", "tt", "tik-tok"]),
    (Platform::Instagram, &["instagram", "insta", "ig"]),
    (Platform::YouTube, &["youtube", "yt"]),
];
const KINDS: [(TargetKind, &[&str]); 3] = [
    (
        TargetKind::Username,
        &[
            "username",
            "account",
            "user",
            "profile",
            "creator",
            "handle",
            "channel",
            "konto",
            "profil",
            "kanal",
            "cuenta",
            "perfil",
            "canal",
            "usuario",
            "アカウント",
            "ユーザー",
            "チャンネル",
            "@",
        ],
    ),
    (
        TargetKind::Hashtag,
        &["hashtag", "tag", "hash", "etiqueta", "ハッシュタグ", "#"],
    ),
    (
        TargetKind::Keyword,
        &[
            "keyword",
            "keywords",
            "search",
            "words",
            "topic",
            "term",
            "stichwort",
            "suche",
            "suchbegriff",
            "palabraclave",
            "búsqueda",
            "キーワード",
            "検索",
        ],
    ),
];
const YES: [&str; 17] = [
    "yes",
    "y",
    "true",
    "1",
    "on",
    "ongoing",
    "x",
    "✓",
    "✔",
    "ja",
    "wahr",
    "laufend",
    "sí",
    "si",
    "verdadero",
    "はい",
    "継続",
];
const NO: [&str; 16] = [
    "no",
    "n",
    "false",
    "0",
    "off",
    "once",
    "onetime",
    "-",
    "nein",
    "falsch",
    "einmal",
    "unavez",
    "falso",
    "いいえ",
    "一回",
    "1回",
];
const NO_LIMIT: [&str; 8] = [
    "all",
    "nolimit",
    "any",
    "alle",
    "unbegrenzt",
    "todo",
    "sinlímite",
    "無制限",
];

/// A cell without blanks and in small letters, as it is compared.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_lowercase()
}

fn known<T: Copy>(text: &str, names: &[(T, &[&str])]) -> Option<T> {
    let plain = plain(text);
    let found = names.iter().find(|(_, words)| words.contains(&plain.as_str()));
    found.map(|(what, _)| *what)
}

/// The platform that a cell names.
pub(crate) fn platform(text: &str) -> Option<Platform> {
    known(text, &PLATFORMS)
}

/// The kind of target that a cell names.
pub(crate) fn kind(text: &str) -> Option<TargetKind> {
    known(text, &KINDS)
}

/// A cell that says yes or no.
pub(crate) fn yes_or_no(text: &str) -> Option<bool> {
    let plain = plain(text).replace(['-', '_'], "");
    let plain = if plain.is_empty() { "-".to_owned() } else { plain };
    if YES.contains(&plain.as_str()) {
        return Some(true);
    }
    NO.contains(&plain.as_str()).then_some(false)
}

/// A period in days: `30`, `30 days`, `no limit`. Whether the service knows that period is the
/// contract's to say.
pub(crate) fn days(text: &str) -> Option<i64> {
    if NO_LIMIT.contains(&plain(text).as_str()) {
        return Some(0);
    }
    number(text)
}

/// A whole number, with words around it or none: `50`, `50.0`, `50 posts`.
pub(crate) fn number(text: &str) -> Option<i64> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let negative = text[..start].trim_end().ends_with(['-', '−']);
    let digits: String = text[start..].chars().take_while(char::is_ascii_digit).collect();
    let rest = &text[start + digits.len()..];
    let fraction = rest.strip_prefix(['.', ',']).unwrap_or_default();
    let whole = fraction
        .chars()
        .take_while(char::is_ascii_digit)
        .all(|digit| digit == '0');
    let more = rest
        .trim_start_matches(['.', ',', '0'])
        .chars()
        .any(|c| c.is_ascii_digit());
    let found: i64 = digits.parse().ok()?;
    (whole && !more).then_some(if negative { -found } else { found })
}

/// A country by its letters or its English name; what is neither is handed on, to be refused by name.
pub(crate) fn country(text: &str) -> String {
    let by_name = || {
        let plain = plain(text);
        let list = Country::list();
        list.into_iter()
            .find(|entry| self::plain(entry.name) == plain)
            .map(|entry| entry.code.to_string())
    };
    match Country::parse(text) {
        Some(country) => country.to_string(),
        None => by_name().unwrap_or_else(|| text.to_owned()),
    }
}

/// Tags, parted by commas, semicolons or bars.
pub(crate) fn tags(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '|', '、']).map(str::trim);
    parts.filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}
