use std::fmt;

use zeroize::Zeroizing;

/// Longest key taken, in characters. Our limit: no service documents one, and real keys are far below.
const KEY_MAX: usize = 512;
/// Shortest key of which the last four characters are shown: of a shorter one they give too much away.
const SHOWN_FROM: usize = 12;

/// Why a text cannot be an API key. Never holds any of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing there.
    #[error("the key is empty")]
    Empty,
    /// Over 512 characters.
    #[error("the key is longer than 512 characters")]
    TooLong,
    /// The whole header line was pasted.
    #[error("this is the header line; paste only what stands after `X-API-Key:`")]
    HasHeaderName,
    /// A blank, a line break or another control character within.
    #[error("the key holds a blank or a line break; it may have been cut or pasted twice")]
    HasBlank,
    /// A character that no header can carry, such as a curly quote or a letter with an accent.
    #[error("the key holds a character that is not plain ASCII")]
    NotAscii,
}

/// A secret key of the service. It is wiped from memory when dropped.
///
/// It has no `Display`, `Serialize`, `Clone` or comparison, and its `Debug` hides the content; share
/// it by `Arc`.
pub struct ApiKey(Zeroizing<String>);

impl ApiKey {
    /// Parses a pasted key; blanks at its ends are dropped. What is left must be able to stand in a
    /// header: 1 to 512 visible ASCII characters.
    ///
    /// # Errors
    /// The first rule that the text breaks. A pasted header line is reported, not repaired: what
    /// else was pasted with it cannot be known.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(KeyError::Empty);
        }
        if text
            .get(..10)
            .is_some_and(|start| start.eq_ignore_ascii_case("x-api-key:"))
        {
            return Err(KeyError::HasHeaderName);
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(KeyError::HasBlank);
        }
        if !text.is_ascii() {
            return Err(KeyError::NotAscii);
        }
        if text.len() > KEY_MAX {
            return Err(KeyError::TooLong);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// The secret itself. Each call says in a comment why it needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The last four characters, by which a person tells keys apart; dots for a key under twelve.
    pub fn last_four(&self) -> String {
        // Exposed for its end only; a key is ASCII, so the cut cannot fall into a character.
        match self.0.len().checked_sub(4) {
            Some(start) if self.0.len() >= SHOWN_FROM => self.0[start..].to_owned(),
            _ => "····".to_owned(),
        }
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}
