use std::fmt;

use crate::{Platform, Reason, TargetKind};

/// Longest name or tag taken, in characters with its sign. No platform comes near; it keeps rubbish
/// out of the store. Our limit: the page names none.
const NAME_MAX: usize = 151;
/// Longest search taken, in characters. Our limit: the page names none.
const KEYWORD_MAX: usize = 300;

/// An account name with its `@`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Username(String);

/// A hashtag with its `#`, in any script.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hashtag(String);

/// A search in plain words, without blanks at its ends.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Keyword(String);

impl Username {
    /// Parses `@name`: the sign, then at least one character, no blanks.
    ///
    /// # Errors
    /// The rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, Reason> {
        signed(text, '@', Reason::UsernameNeedsAt).map(Self)
    }
}

impl Hashtag {
    /// Parses `#tag`: the sign, then at least one character, no blanks.
    ///
    /// # Errors
    /// The rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, Reason> {
        signed(text, '#', Reason::HashtagNeedsHash).map(Self)
    }
}

impl Keyword {
    /// Parses plain words; blanks at the ends are dropped.
    ///
    /// # Errors
    /// The rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, Reason> {
        let words = clean(text, KEYWORD_MAX)?;
        if words.starts_with(['@', '#']) {
            return Err(Reason::KeywordIsPlain);
        }
        Ok(Self(words.to_owned()))
    }
}

/// A value that starts with its sign and holds no blanks.
fn signed(text: &str, sign: char, missing: Reason) -> Result<String, Reason> {
    let name = clean(text, NAME_MAX)?;
    let rest = name.strip_prefix(sign).ok_or(missing)?;
    if rest.is_empty() || rest.chars().all(|c| c == sign) {
        return Err(Reason::Empty);
    }
    if rest.chars().any(char::is_whitespace) {
        return Err(Reason::HasBlank);
    }
    Ok(name.to_owned())
}

/// The text without blanks at its ends, if it has a sensible length and no control characters.
fn clean(text: &str, max: usize) -> Result<&str, Reason> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Reason::Empty);
    }
    if text.chars().any(char::is_control) {
        return Err(Reason::HasControl);
    }
    if text.chars().count() > max {
        return Err(Reason::TooLong);
    }
    Ok(text)
}

/// What TikTok and YouTube can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AnyTarget {
    /// An account.
    Username(Username),
    /// A hashtag.
    Hashtag(Hashtag),
    /// A search in plain words.
    Keyword(Keyword),
}

/// What Instagram can be asked for: it has no keyword search.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AccountOrTag {
    /// An account.
    Username(Username),
    /// A hashtag.
    Hashtag(Hashtag),
}

/// What a monitor follows. The eight pairs of the published table are the eight values this can have.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// On TikTok.
    TikTok(AnyTarget),
    /// On Instagram.
    Instagram(AccountOrTag),
    /// On YouTube.
    YouTube(AnyTarget),
}

impl Target {
    /// Reads a target; the reason belongs to the value, but for [`Reason::UnsupportedPair`], which
    /// belongs to the type.
    ///
    /// # Errors
    /// The rule that is broken.
    pub fn parse(platform: Platform, kind: TargetKind, value: &str) -> Result<Self, Reason> {
        match platform {
            Platform::TikTok => AnyTarget::parse(kind, value).map(Self::TikTok),
            Platform::YouTube => AnyTarget::parse(kind, value).map(Self::YouTube),
            Platform::Instagram => AccountOrTag::parse(kind, value).map(Self::Instagram),
        }
    }

    /// The platform.
    pub const fn platform(&self) -> Platform {
        match self {
            Self::TikTok(_) => Platform::TikTok,
            Self::Instagram(_) => Platform::Instagram,
            Self::YouTube(_) => Platform::YouTube,
        }
    }

    /// The kind; `type` on the wire.
    pub const fn kind(&self) -> TargetKind {
        match self {
            Self::TikTok(AnyTarget::Username(_))
            | Self::YouTube(AnyTarget::Username(_))
            | Self::Instagram(AccountOrTag::Username(_)) => TargetKind::Username,
            Self::TikTok(AnyTarget::Hashtag(_))
            | Self::YouTube(AnyTarget::Hashtag(_))
            | Self::Instagram(AccountOrTag::Hashtag(_)) => TargetKind::Hashtag,
            Self::TikTok(AnyTarget::Keyword(_)) | Self::YouTube(AnyTarget::Keyword(_)) => TargetKind::Keyword,
        }
    }

    /// The value with its sign, as on the wire.
    pub fn value(&self) -> &str {
        match self {
            Self::TikTok(target) | Self::YouTube(target) => target.value(),
            Self::Instagram(
                AccountOrTag::Username(Username(text)) | AccountOrTag::Hashtag(Hashtag(text)),
            ) => text,
        }
    }

    /// The value as it is compared for duplicates: platforms treat names and tags without regard to case.
    pub fn comparable_value(&self) -> String {
        self.value().to_lowercase()
    }
}

impl AnyTarget {
    fn parse(kind: TargetKind, value: &str) -> Result<Self, Reason> {
        match kind {
            TargetKind::Username => Username::parse(value).map(Self::Username),
            TargetKind::Hashtag => Hashtag::parse(value).map(Self::Hashtag),
            TargetKind::Keyword => Keyword::parse(value).map(Self::Keyword),
        }
    }

    fn value(&self) -> &str {
        match self {
            Self::Username(Username(text)) | Self::Hashtag(Hashtag(text)) | Self::Keyword(Keyword(text)) => {
                text
            }
        }
    }
}

impl AccountOrTag {
    fn parse(kind: TargetKind, value: &str) -> Result<Self, Reason> {
        match kind {
            TargetKind::Username => Username::parse(value).map(Self::Username),
            TargetKind::Hashtag => Hashtag::parse(value).map(Self::Hashtag),
            TargetKind::Keyword => Err(Reason::UnsupportedPair),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.value(), self.platform())
    }
}
