use contract::{Platform, Target, TargetKind};

use crate::SourceFailure;

/// A target that fails on purpose, so that people can see what a failure looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PracticeFailure {
    /// The kind of target.
    pub kind: TargetKind,
    /// Its value; a search fails when it contains these words.
    pub value: &'static str,
    /// What it shows, for a list to choose from.
    pub shows: &'static str,
    outcome: Outcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Missing,
    Private,
    Busy,
    Blocked,
    Refused,
}

/// All targets that fail on purpose.
pub const PRACTICE_FAILURES: [PracticeFailure; 5] = [
    PracticeFailure {
        kind: TargetKind::Username,
        value: "@practice_missing",
        shows: "an account that does not exist",
        outcome: Outcome::Missing,
    },
    PracticeFailure {
        kind: TargetKind::Username,
        value: "@practice_private",
        shows: "a private account",
        outcome: Outcome::Private,
    },
    PracticeFailure {
        kind: TargetKind::Username,
        value: "@practice_busy",
        shows: "a platform that asks for a pause, again and again",
        outcome: Outcome::Busy,
    },
    PracticeFailure {
        kind: TargetKind::Hashtag,
        value: "#practice_blocked",
        shows: "a hashtag that the platform hides",
        outcome: Outcome::Blocked,
    },
    PracticeFailure {
        kind: TargetKind::Keyword,
        value: "practice fail",
        shows: "a search that the platform refuses",
        outcome: Outcome::Refused,
    },
];

impl PracticeFailure {
    fn matches(&self, kind: TargetKind, value: &str) -> bool {
        self.kind == kind
            && if kind == TargetKind::Keyword {
                value.contains(self.value)
            } else {
                value == self.value
            }
    }

    fn failure(&self, platform: Platform, value: &str) -> SourceFailure {
        let text = value.to_owned();
        match self.outcome {
            Outcome::Missing => SourceFailure::AccountNotFound { name: text },
            Outcome::Private => SourceFailure::AccountPrivate { name: text },
            Outcome::Busy => SourceFailure::TooManyRequests {
                platform: platform.display_name(),
            },
            Outcome::Blocked => SourceFailure::HashtagBlocked { tag: text },
            Outcome::Refused => SourceFailure::SearchRefused { words: text },
        }
    }
}

/// The failure that is planned for this target, if one is.
pub(super) fn planned(target: &Target) -> Option<SourceFailure> {
    let (kind, value) = (target.kind(), target.comparable_value());
    let line = PRACTICE_FAILURES.iter().find(|line| line.matches(kind, &value))?;
    Some(line.failure(target.platform(), target.value()))
}
