//! The sentences of failures as a closed list: what keeps only a failure's text can find out again
//! which it was, and say it in another language.

use contract::{Money, UnixMillis};

use crate::clause::{Allowance, CollectorLack, KeyLack, RunEnd};
use crate::{Missing, SourceFailure};

/// A sentence that people are told, with places for values in braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its name.
    pub code: &'static str,
    /// Its English text.
    pub template: String,
}

/// A number that stands for a place; no platform answers with it.
const STATUS: u16 = u16::MAX;
/// An amount that stands for a place; nobody is charged it.
const COST: Money = Money::from_micros(i64::MAX);

impl SourceFailure {
    /// The name of its sentence.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AccountNotFound { .. } => "account_not_found",
            Self::AccountPrivate { .. } => "account_private",
            Self::HashtagBlocked { .. } => "hashtag_blocked",
            Self::SearchRefused { .. } => "search_refused",
            Self::NeedsChannelId { .. } => "needs_channel_id",
            Self::NotServed { missing } => missing.code(),
            Self::TryLater { .. } => "try_later",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::NeedsKey { .. } => "needs_key",
            Self::KeyRefused { .. } => "key_refused",
            Self::KeyNotAllowed { why, .. } => why.code(),
            Self::QuotaUsedUp { bucket, .. } => bucket.code(),
            Self::HashtagsUsedUp { .. } => "hashtags_used_up",
            Self::NotProfessional { .. } => "not_professional",
            Self::NoOwnAccount => "no_own_account",
            Self::ProviderLimit => "provider_limit",
            Self::ActorUnavailable { why, .. } => why.code(),
            Self::RunFailed { ended } => ended.code(),
            Self::StartUnsure => "start_unsure",
            Self::Charged { .. } => "charged",
            Self::OwnRecord => "own_record",
            Self::Unreachable { .. } => "unreachable",
            Self::Unreadable { .. } => "unreadable",
        }
    }
}

/// The sentences of all failures. They are made of the failures' own texts, so that none can differ.
pub fn sentences() -> Vec<Sentence> {
    every().iter().map(sentence).collect()
}

fn sentence(failure: &SourceFailure) -> Sentence {
    let because = SourceFailure::OwnRecord.to_string();
    let mut template = failure
        .to_string()
        .replace(&STATUS.to_string(), "{status}")
        .replace(&COST.to_string(), "{cost}");
    if matches!(failure, SourceFailure::Charged { .. }) {
        template = template.replace(&because, "{because}");
    }
    let code = failure.code();
    Sentence { code, template }
}

/// One failure for each sentence, with the names of its places for values.
fn every() -> Vec<SourceFailure> {
    let mut all = of_targets();
    all.extend(of_keys());
    all.extend(of_providers());
    all.extend(of_platforms());
    all
}

fn of_targets() -> Vec<SourceFailure> {
    let name = || "{name}".to_owned();
    let mut all = vec![
        SourceFailure::AccountNotFound { name: name() },
        SourceFailure::AccountPrivate { name: name() },
        SourceFailure::NotProfessional { name: name() },
        SourceFailure::NeedsChannelId { name: name() },
        SourceFailure::HashtagBlocked {
            tag: "{tag}".to_owned(),
        },
        SourceFailure::SearchRefused {
            words: "{words}".to_owned(),
        },
    ];
    all.extend(Missing::ALL.map(|missing| SourceFailure::NotServed { missing }));
    all
}

fn of_keys() -> Vec<SourceFailure> {
    let platform = "{platform}";
    let lacks = KeyLack::ALL.iter();
    let used_up = Allowance::ALL.iter();
    let until = UnixMillis(0);
    let mut all = vec![
        SourceFailure::NeedsKey { platform },
        SourceFailure::KeyRefused { platform },
        SourceFailure::HashtagsUsedUp { until },
        SourceFailure::NoOwnAccount,
    ];
    all.extend(lacks.map(|why| SourceFailure::KeyNotAllowed { platform, why: *why }));
    all.extend(used_up.map(|bucket| SourceFailure::QuotaUsedUp {
        bucket: *bucket,
        until,
    }));
    all
}

fn of_providers() -> Vec<SourceFailure> {
    let actor = "{actor}";
    let lacks = CollectorLack::ALL.iter();
    let mut all = vec![
        SourceFailure::ProviderLimit,
        SourceFailure::StartUnsure,
        SourceFailure::OwnRecord.charged(COST),
    ];
    all.extend(lacks.map(|why| SourceFailure::ActorUnavailable { actor, why: *why }));
    all.extend(
        RunEnd::ALL
            .iter()
            .map(|ended| SourceFailure::RunFailed { ended: *ended }),
    );
    all
}

fn of_platforms() -> Vec<SourceFailure> {
    let platform = "{platform}";
    vec![
        SourceFailure::TryLater {
            platform,
            status: STATUS,
        },
        SourceFailure::TooManyRequests { platform },
        SourceFailure::Unreachable { platform },
        SourceFailure::Unreadable {
            platform,
            detail: "{detail}",
        },
        SourceFailure::OwnRecord,
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::mem::discriminant;

    use super::*;

    #[test]
    fn every_failure_there_is_has_its_sentence() {
        let written = include_str!("failure.rs").matches("#[error(").count();
        let listed: HashSet<_> = every().iter().map(discriminant).collect();
        assert_eq!(listed.len(), written);
    }

    #[test]
    fn no_two_sentences_have_a_name_or_a_text_in_common() {
        let all = sentences();
        let codes: HashSet<_> = all.iter().map(|one| one.code).collect();
        let texts: HashSet<_> = all.iter().map(|one| &one.template).collect();
        assert_eq!((codes.len(), texts.len()), (all.len(), all.len()));
    }

    #[test]
    fn a_value_stands_as_its_place_and_nothing_of_an_example_is_left() {
        for Sentence { code, template } in sentences() {
            let values = ["65535", "922337"];
            assert!(!values.iter().any(|value| template.contains(value)), "{code}");
        }
        let charged = sentence(&SourceFailure::OwnRecord.charged(COST));
        assert_eq!(charged.template, "{because} Apify charged {cost} for it.");
    }
}
