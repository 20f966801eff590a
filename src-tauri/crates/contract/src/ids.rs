use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Longest id taken, in bytes.
const ID_MAX: usize = 200;

/// Why a text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing there.
    #[error("an id must not be empty")]
    Empty,
    /// Blanks, control characters, or a sign that has a meaning in an address.
    #[error("an id holds only letters, digits and . _ - : ~")]
    BadCharacter,
    /// Over 200 bytes.
    #[error("an id is at most 200 characters")]
    TooLong,
}

/// An agent of the service; everything is scoped by it. Text to us, whatever it looks like.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(export, type = "string")]
pub struct AgentId(String);

/// A job of the service. A number today, but it may pass 2^53, so it is text on our side.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(export, type = "string")]
pub struct JobId(String);

fn checked(text: &str) -> Result<String, IdError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.len() > ID_MAX {
        return Err(IdError::TooLong);
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | ':' | '~');
    // A lone "." or ".." would be read as a step in a path.
    if !text.chars().all(plain) || text.chars().all(|c| c == '.') {
        return Err(IdError::BadCharacter);
    }
    Ok(text.to_owned())
}

macro_rules! text_id {
    ($name:ident) => {
        impl $name {
            /// Parses an id; blanks at the ends are dropped.
            ///
            /// # Errors
            /// Empty, over-long, or with a character that has a meaning in an address.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                checked(text).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

text_id!(AgentId);
text_id!(JobId);
