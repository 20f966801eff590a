//! One cell as a target. The window's smart field reads the same texts in the same way, in a language
//! of its own; one table of examples is tried on both.

mod clean;
mod instagram;
mod link;
mod names;
mod tiktok;
mod words;
mod youtube;

use contract::{Platform, TargetKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Links within links are followed so deep.
const CARRIED_AT_MOST: u8 = 2;

/// What stands in the way of a target, or what a person should know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ReadNote {
    /// A link to one video that does not name its account.
    SingleVideo,
    /// A link to one post that does not name its account.
    SinglePost,
    /// A short link, which only its service can resolve.
    ShortLink,
    /// A link to a sound.
    SoundLink,
    /// A link to a place.
    PlaceLink,
    /// A link to a playlist.
    PlaylistLink,
    /// A link to something else that nobody can follow.
    NotFollowable,
    /// A link to a front page or to a page for everybody.
    FrontPage,
    /// A link to another site.
    OtherSite,
    /// An e-mail address.
    EmailAddress,
    /// An old channel address, which mostly but not always is the handle.
    OldChannelAddress,
    /// Several targets in one cell; the first was taken.
    SeveralTargets,
    /// `@` or `#` with nothing behind it.
    SignAlone,
}

/// What a text was understood as.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Where, if the text says so.
    pub platform: Option<Platform>,
    /// What kind of target.
    pub kind: Option<TargetKind>,
    /// The target with its sign.
    pub value: Option<String>,
    /// What stands in the way, or should be known.
    pub note: Option<ReadNote>,
    /// Whether a sign or a link said what it is, rather than its looks.
    pub sure: bool,
}

impl Reading {
    fn noted(note: ReadNote) -> Self {
        Self {
            note: Some(note),
            sure: true,
            ..Self::default()
        }
    }

    fn of(kind: TargetKind, value: String) -> Self {
        Self {
            kind: Some(kind),
            value: Some(value),
            sure: true,
            ..Self::default()
        }
    }

    fn with_note(self, note: ReadNote) -> Self {
        Self {
            note: Some(note),
            ..self
        }
    }

    fn on(self, platform: Platform) -> Self {
        Self {
            platform: Some(platform),
            ..self
        }
    }
}

/// What was found, or why nothing was.
fn or_note(found: Option<Reading>, note: ReadNote) -> Reading {
    found.unwrap_or_else(|| Reading::noted(note))
}

/// Reads a cell: a link of one of the platforms, `@name`, `#tag` or words, in any script. The hint is
/// the platform that is known otherwise, such as from the column beside it.
pub fn understand(text: &str, hint: Option<Platform>) -> Reading {
    let text = clean::clean(text);
    if text.is_empty() {
        return Reading::default();
    }
    if let Some(url) = link::find(&text) {
        return read_link(&url, 0);
    }
    let (platform, rest) = match words::split_platform(&text) {
        Some((platform, rest)) => (Some(platform), rest),
        None => (hint, text.as_str()),
    };
    let found = words::read(rest, platform);
    Reading {
        platform: found.platform.or(platform),
        ..found
    }
}

/// The hashtag nearest to plain words.
pub(crate) fn hashtag_of(words: &str) -> Option<String> {
    names::tag(words).and_then(|found| found.value)
}

fn read_link(url: &url::Url, depth: u8) -> Reading {
    let found = match link::platform_of(url) {
        None => Reading::noted(ReadNote::OtherSite),
        Some(Platform::TikTok) => tiktok::read(url).on(Platform::TikTok),
        Some(Platform::Instagram) => instagram::read(url).on(Platform::Instagram),
        Some(Platform::YouTube) => youtube::read(url).on(Platform::YouTube),
    };
    if found.value.is_some() || depth >= CARRIED_AT_MOST {
        return found;
    }
    match link::carried(url) {
        Some(inner) => read_link(&inner, depth + 1),
        None => found,
    }
}
