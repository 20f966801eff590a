//! Text as the search index keeps it, and what people type as a query of the index.
//!
//! The index cuts text at blanks and signs. Chinese, Japanese, Thai and their like have none, so
//! every letter of theirs stands alone here, and several of them are searched as a phrase: what is
//! found is exactly what contains them, for one letter as well as for ten. A trigram index would
//! find no word of one or two letters, and most Japanese words have two.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Words of a query that are looked at; more would only slow the search down.
const WORDS_MAX: usize = 12;

/// The text with a blank around each letter of a script that has no blanks, in compatibility form:
/// full-width and half-width letters are the same.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let even: String = text.nfkc().collect();
    let mut out = String::with_capacity(even.len() + even.len() / 2);
    for letter in even.graphemes(true) {
        let alone = letter.chars().next().is_some_and(stands_alone);
        if alone {
            out.push(' ');
        }
        out.push_str(letter);
        if alone {
            out.push(' ');
        }
    }
    out
}

/// Scripts that are written without blanks, and Hangul, whose endings stick to the word.
const fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}'       // Thai, Lao
        | '\u{1000}'..='\u{109f}'     // Burmese
        | '\u{1780}'..='\u{17ff}'     // Khmer
        | '\u{3005}'..='\u{3007}'     // iteration marks
        | '\u{3040}'..='\u{30ff}'     // Hiragana, Katakana
        | '\u{31f0}'..='\u{31ff}'     // Katakana extensions
        | '\u{3400}'..='\u{9fff}'     // Han
        | '\u{ac00}'..='\u{d7af}'     // Hangul
        | '\u{f900}'..='\u{faff}'     // Han compatibility
        | '\u{20000}'..='\u{3ffff}'   // Han extensions
    )
}

/// What was typed as a query: every word has to be there, in any order; the last one may be only
/// begun. None where nothing was typed that the index could hold.
pub(crate) fn query(typed: &str) -> Option<String> {
    let unfinished = !typed.ends_with(char::is_whitespace);
    let words: Vec<Vec<String>> = typed
        .split_whitespace()
        .flat_map(words_of)
        .take(WORDS_MAX)
        .collect();
    let last = words.len().saturating_sub(1);
    let terms: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(index, letters)| phrase(letters, unfinished && index == last))
        .collect();
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

/// The words in a text without blanks. Letters that stand alone and follow each other are one.
fn words_of(typed: &str) -> Vec<Vec<String>> {
    let folded = folded(typed);
    let mut words: Vec<Vec<String>> = Vec::new();
    let mut joined = false;
    for token in folded
        .split(|c: char| !is_token(c))
        .filter(|token| !token.is_empty())
    {
        let alone = token.chars().next().is_some_and(stands_alone);
        match words.last_mut() {
            Some(word) if alone && joined => word.push(token.to_owned()),
            _ => words.push(vec![token.to_owned()]),
        }
        joined = alone;
    }
    words
}

/// Letters, digits and marks, as the index takes them.
fn is_token(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Marks that belong to the letter before them.
const fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0e31}' | '\u{0e34}'..='\u{0e3a}' | '\u{0e47}'..='\u{0e4e}'
        | '\u{0eb1}' | '\u{0eb4}'..='\u{0ebc}' | '\u{0ec8}'..='\u{0ece}'
        | '\u{102b}'..='\u{103e}' | '\u{17b4}'..='\u{17d3}' | '\u{0900}'..='\u{0903}'
        | '\u{093a}'..='\u{094f}' | '\u{3099}' | '\u{309a}'
    )
}

/// One word as a phrase. A single Latin letter is taken as it stands: as a beginning it would be
/// almost everything.
fn phrase(letters: &[String], begun: bool) -> String {
    let text = letters.join(" ");
    let long_enough = letters.len() > 1 || text.chars().count() > 1;
    let star = if begun && long_enough && !ends_alone(letters) {
        "*"
    } else {
        ""
    };
    format!("\"{text}\"{star}")
}

fn ends_alone(letters: &[String]) -> bool {
    letters
        .last()
        .and_then(|last| last.chars().next())
        .is_some_and(stands_alone)
}

#[cfg(test)]
mod tests {
    use super::{folded, query};

    #[test]
    fn letters_of_scripts_without_blanks_stand_alone() {
        assert_eq!(folded("東京タワー").split_whitespace().count(), 5);
        assert_eq!(folded("Ｔokyo"), "Tokyo");
        assert_eq!(folded("plain text"), "plain text");
    }

    #[test]
    fn a_word_being_typed_is_a_beginning_and_a_finished_one_is_not() {
        assert_eq!(query("sun cre").as_deref(), Some("\"sun\" AND \"cre\"*"));
        assert_eq!(query("sun ").as_deref(), Some("\"sun\""));
        assert_eq!(query("s").as_deref(), Some("\"s\""));
    }

    #[test]
    fn letters_typed_together_are_a_phrase_and_apart_they_are_words() {
        assert_eq!(query("東京").as_deref(), Some("\"東 京\""));
        assert_eq!(query("東京 大阪").as_deref(), Some("\"東 京\" AND \"大 阪\""));
        assert_eq!(query("spf日焼").as_deref(), Some("\"spf\" AND \"日 焼\""));
    }

    #[test]
    fn signs_of_the_index_s_own_language_mean_nothing() {
        assert_eq!(
            query("\" OR * (NEAR) -x^2").as_deref(),
            Some("\"OR\" AND \"NEAR\" AND \"x\" AND \"2\"")
        );
        assert_eq!(query("  \"#@ "), None);
    }
}
