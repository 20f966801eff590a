//! The sentences by which a job or a check of this service fails, as a closed list. The contract has
//! room for a text only; by the list a client finds out again which sentence it was, and says it in
//! the language of the person.

use std::sync::LazyLock;

use contract::Money;
use sources::{Missing, Sentence, SourceFailure};

use crate::refusal::Refusal;

/// A sentence that was recognized, with its values by the names of their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its name.
    pub code: &'static str,
    /// What stands in its places.
    pub values: Vec<(String, String)>,
}

/// Between the names of two places there is text, so that values can be told apart.
static ALL: LazyLock<Vec<Sentence>> = LazyLock::new(|| {
    let mut all = sources::sentences();
    all.extend(own());
    all
});

/// All sentences.
pub fn reasons() -> &'static [Sentence] {
    &ALL
}

/// Which sentence a text is; none where it is not one of this service's, letter by letter.
pub fn recognize(text: &str) -> Option<Told> {
    let told = ALL.iter().find_map(|sentence| {
        let values = values_of(text, &sentence.template)?;
        Some(Told {
            code: sentence.code,
            values,
        })
    })?;
    let inner = told.values.iter().find(|(place, _)| place == "because");
    inner
        .is_none_or(|(_, because)| recognize(because).is_some())
        .then_some(told)
}

/// What stands in the template's places, if the text is made of it.
fn values_of(text: &str, template: &str) -> Option<Vec<(String, String)>> {
    let (first, rest) = template.split_once('{').unwrap_or((template, ""));
    let mut text = text.strip_prefix(first)?;
    let mut values = Vec::new();
    for part in rest.split('{').filter(|part| !part.is_empty()) {
        let (place, literal) = part.split_once('}')?;
        // The last text has to be the end; one before it may be part of a value further on.
        let last = rest.ends_with(part);
        let at = if last {
            text.len().checked_sub(literal.len())?
        } else {
            text.find(literal)?
        };
        let (value, tail) = (text.get(..at)?, text.get(at..)?);
        text = tail.strip_prefix(literal)?;
        values.push((place.to_owned(), value.to_owned()));
    }
    text.is_empty().then_some(values)
}

/// Refusals that are the end of a job or of a check, where it could not begin.
fn own() -> Vec<Sentence> {
    const NEEDED: Money = Money::from_micros(i64::MAX);
    const LEFT: Money = Money::from_micros(i64::MAX - 1);
    let (needed, left) = (NEEDED, LEFT);
    let refusals = [
        Refusal::ForeignAgent,
        Refusal::NoCredits,
        Refusal::OverBudget,
        Refusal::TooFewCredits { needed, left },
    ];
    let sentence = |refusal: &Refusal| {
        let template = refusal
            .to_string()
            .replace(&needed.to_string(), "{needed}")
            .replace(&left.to_string(), "{left}");
        Some(Sentence {
            code: code(refusal)?,
            template,
        })
    };
    refusals.iter().filter_map(sentence).collect()
}

/// The name of a refusal's sentence; none where no job and no check ends by it.
fn code(refusal: &Refusal) -> Option<&'static str> {
    match refusal {
        Refusal::ForeignAgent => Some("no_agent"),
        Refusal::NoCredits => Some("no_credits"),
        Refusal::OverBudget => Some("over_budget"),
        Refusal::TooFewCredits { .. } => Some("too_few_credits"),
        Refusal::Missing(missing) => Some(missing_code(*missing)),
        Refusal::Unauthorized
        | Refusal::ForeignPage(_)
        | Refusal::JobNotFound
        | Refusal::Invalid(_)
        | Refusal::StatusInvalid(_)
        | Refusal::TooLarge(_)
        | Refusal::MediaType
        | Refusal::TooSlow
        | Refusal::NoSuchAddress
        | Refusal::NoSuchMethod
        | Refusal::Stopping
        | Refusal::Internal(_) => None,
    }
}

/// What a source says of the same want is the same sentence.
fn missing_code(missing: Missing) -> &'static str {
    SourceFailure::NotServed { missing }.code()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::{env, fs, path};

    use super::*;

    fn code_of(text: &str) -> Option<&'static str> {
        recognize(text).map(|told| told.code)
    }

    /// Every sentence with values in it that are as awkward as people's names are.
    fn filled(template: &str) -> String {
        let mut text = template.replace("{because}", &SourceFailure::NoOwnAccount.to_string());
        for (place, value) in [
            ("{name}", "@was not found."),
            ("{words}", "a \"b\". Try different words."),
            ("{cost}", "$0.0342"),
        ] {
            text = text.replace(place, value);
        }
        let mut whole = String::new();
        for part in text.split('{') {
            whole.push_str(part.split_once('}').map_or(part, |(_, tail)| tail));
        }
        whole
    }

    #[test]
    fn every_sentence_is_recognized_as_itself_whatever_stands_in_it() {
        for Sentence { code, template } in reasons() {
            for text in [template.clone(), filled(template)] {
                let fitting: Vec<_> = reasons()
                    .iter()
                    .filter(|other| values_of(&text, &other.template).is_some())
                    .map(|other| other.code)
                    .collect();
                assert_eq!(fitting, [*code], "{text}");
            }
            if *code != "charged" {
                assert_eq!(code_of(template), Some(*code));
            }
        }
    }

    #[test]
    fn a_sentence_gives_back_what_was_put_into_it() {
        let platform = "YouTube";
        let told = recognize(
            &SourceFailure::TryLater {
                platform,
                status: 503,
            }
            .to_string(),
        )
        .unwrap();
        let values: Vec<_> = told
            .values
            .iter()
            .map(|(place, value)| (&**place, &**value))
            .collect();
        assert_eq!(
            (told.code, &*values),
            ("try_later", &[("platform", "YouTube"), ("status", "503")][..])
        );
    }

    #[test]
    fn a_charge_is_recognized_only_on_top_of_a_sentence_that_is() {
        let because = Box::new(SourceFailure::NoOwnAccount);
        let cost = Money::from_micros(34_200);
        let charged = SourceFailure::Charged { because, cost }.to_string();
        assert_eq!(code_of(&charged), Some("charged"));
        assert_eq!(code_of("It is private. Apify charged $0.03 for it."), None);
    }

    #[test]
    fn words_of_others_are_not_taken_for_ours() {
        for text in [
            "",
            "profile not found",
            "@x was not found",
            "@x was not found. Check the spelling.",
        ] {
            assert_eq!(code_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_want_is_one_sentence_whether_it_is_found_before_a_check_or_in_it() {
        for missing in Missing::ALL {
            let refusal = Refusal::Missing(missing);
            assert_eq!(code_of(&refusal.to_string()), code(&refusal));
        }
    }

    /// The window's copy of the list, written with the types and compared as they are.
    #[test]
    fn export_bindings_reasons() {
        let mut text = String::from(
            "// This file was generated from the service's own sentences. Do not edit this file manually.\n\n\
             /**\n * The sentences by which a job or a check of this computer's service fails, by name.\n */\n\
             export const SERVICE_REASONS = {\n",
        );
        for Sentence { code, template } in reasons() {
            writeln!(text, "  {code}: {},", serde_json::to_string(template).unwrap()).unwrap();
        }
        text.push_str("} as const;\n\nexport type ServiceReason = keyof typeof SERVICE_REASONS;\n");
        // As ts-rs does, which writes the types.
        let folder = env::var_os("TS_RS_EXPORT_DIR").map_or_else(|| "bindings".into(), path::PathBuf::from);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("ServiceReason.ts"), text).unwrap();
    }
}
