use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A field of a monitor's configuration, named as on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Field {
    /// `platform`
    Platform,
    /// `type`
    Type,
    /// `value`
    Value,
    /// `days`
    Days,
    /// `country`
    Country,
    /// `max_results`
    MaxResults,
    /// `monitoring`
    Monitoring,
    /// `comment_monitoring`
    CommentMonitoring,
}

impl Field {
    /// All of them, in the order of the published page.
    pub const ALL: [Self; 8] = [
        Self::Platform,
        Self::Type,
        Self::Value,
        Self::Days,
        Self::Country,
        Self::MaxResults,
        Self::Monitoring,
        Self::CommentMonitoring,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Type => "type",
            Self::Value => "value",
            Self::Days => "days",
            Self::Country => "country",
            Self::MaxResults => "max_results",
            Self::Monitoring => "monitoring",
            Self::CommentMonitoring => "comment_monitoring",
        }
    }
}

/// Why a field was refused. Closed, so that the window has a sentence for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Reason {
    /// The field has to be given.
    Missing,
    /// The value has the wrong shape, such as text where a number belongs.
    WrongType,
    /// Not one of tiktok, instagram, youtube.
    UnknownPlatform,
    /// Not one of username, hashtag, keyword.
    UnknownKind,
    /// The platform does not offer this kind; Instagram has no keyword search.
    UnsupportedPair,
    /// A username starts with `@`.
    UsernameNeedsAt,
    /// A hashtag starts with `#`.
    HashtagNeedsHash,
    /// A keyword is plain text, without `@` or `#` in front.
    KeywordIsPlain,
    /// Nothing is left after the sign, or nothing but blanks.
    Empty,
    /// Usernames and hashtags hold no blanks.
    HasBlank,
    /// Control characters such as line breaks.
    HasControl,
    /// Longer than any real name or search.
    TooLong,
    /// Not one of 0, 1, 7, 30, 90, 180.
    NotAPeriod,
    /// Not a two-letter code of ISO 3166-1.
    UnknownCountry,
    /// Outside 1 to 50.
    OutOfRange,
}

impl Reason {
    /// The rule in one sentence, for answers of the service and for logs.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Missing => "is required",
            Self::WrongType => "has the wrong type",
            Self::UnknownPlatform => "must be tiktok, instagram or youtube",
            Self::UnknownKind => "must be username, hashtag or keyword",
            Self::UnsupportedPair => "is not supported on this platform: Instagram has no keyword search",
            Self::UsernameNeedsAt => "must start with @ for a username",
            Self::HashtagNeedsHash => "must start with # for a hashtag",
            Self::KeywordIsPlain => "must be plain text for a keyword, without @ or # in front",
            Self::Empty => "must not be empty",
            Self::HasBlank => "must not contain blanks",
            Self::HasControl => "must not contain control characters",
            Self::TooLong => "is too long",
            Self::NotAPeriod => "must be one of 0, 1, 7, 30, 90, 180",
            Self::UnknownCountry => "must be a two-letter country code",
            Self::OutOfRange => "must be between 1 and 50",
        }
    }
}

/// One refused field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FieldProblem {
    /// Which field.
    pub field: Field,
    /// Why.
    pub reason: Reason,
}

/// Everything that is wrong with a draft: at least one problem, at most one for each field.
#[derive(Debug, Clone, PartialEq, Eq, Default, thiserror::Error)]
pub struct SpecProblems {
    found: Vec<FieldProblem>,
}

impl SpecProblems {
    /// Notes a problem unless the field already has one: the first reason is the useful one.
    pub fn note(&mut self, field: Field, reason: Reason) {
        if !self.names(field) {
            self.found.push(FieldProblem { field, reason });
        }
    }

    /// Whether this field was refused.
    pub fn names(&self, field: Field) -> bool {
        self.found.iter().any(|problem| problem.field == field)
    }

    /// The problems in the order of the published page.
    pub fn list(&self) -> Vec<FieldProblem> {
        let mut list = self.found.clone();
        list.sort_by_key(|problem| problem.field);
        list
    }

    /// Whether nothing was refused.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl From<FieldProblem> for SpecProblems {
    fn from(problem: FieldProblem) -> Self {
        Self { found: vec![problem] }
    }
}

impl fmt::Display for SpecProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.list().iter().enumerate() {
            let gap = if index == 0 { "" } else { "; " };
            write!(f, "{gap}{} {}", problem.field.as_str(), problem.reason.sentence())?;
        }
        Ok(())
    }
}
