use std::sync::LazyLock;

use contract::TargetKind;
use regex::Regex;

use super::Reading;
use super::clean::clean;

fn pattern(text: &str) -> Regex {
    #[expect(
        clippy::expect_used,
        reason = "the patterns are constants, and every one is tried by the tests"
    )]
    Regex::new(text).expect("a constant pattern is one")
}

/// What no hashtag holds: anything but letters, marks, figures, `_`, emoji and their joiners.
static NOT_IN_TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[^\p{L}\p{M}\p{N}_\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\x{200c}\x{200d}\x{fe0f}·]",
    )
});
/// What no account name of the three platforms holds.
static NOT_IN_NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"[^\p{L}\p{M}\p{N}_.\-·\x{200c}\x{200d}・]"));
static CHANNEL_ID: LazyLock<Regex> = LazyLock::new(|| pattern(r"^UC[A-Za-z0-9_-]{22}$"));

/// Whether a text is a channel's id on YouTube.
pub(super) fn is_channel_id(text: &str) -> bool {
    CHANNEL_ID.is_match(text)
}

/// `@name` from a name with or without its sign; none where nothing is left.
pub(super) fn username(text: &str) -> Option<Reading> {
    let stem: String = text.trim_start_matches('@').split_whitespace().collect();
    let name = NOT_IN_NAME.replace_all(&stem, "");
    let name = name
        .trim_start_matches(['.', '-', '·'])
        .trim_end_matches(['.', '·']);
    (!name.is_empty()).then(|| Reading::of(TargetKind::Username, format!("@{name}")))
}

/// `#tag` from a tag with or without its sign; none where nothing is left.
pub(super) fn tag(text: &str) -> Option<Reading> {
    let stem: String = text.trim_start_matches('#').split_whitespace().collect();
    let tag = NOT_IN_TAG.replace_all(&stem, "");
    (!tag.is_empty()).then(|| Reading::of(TargetKind::Hashtag, format!("#{tag}")))
}

/// A search that somebody typed on a platform: a tag or a name where it has its sign.
pub(super) fn search(query: &str) -> Option<Reading> {
    // An address may carry what no keyboard types.
    let words = clean(query);
    match words.chars().next()? {
        '#' => tag(&words),
        '@' => username(&words),
        _ => Some(Reading::of(TargetKind::Keyword, words)),
    }
}
