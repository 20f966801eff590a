use std::fmt;

use contract::UnixMillis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Longest name of a key, in bytes.
const REF_MAX: usize = 100;

/// Why a text is not the name of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is named by 1 to 100 letters, digits and . _ - :")]
pub struct KeyRefError;

/// The name under which a key is kept. Not secret: the database and the window hold this, not the key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(export, type = "string")]
pub struct KeyRef(String);

impl KeyRef {
    /// Parses a name.
    ///
    /// # Errors
    /// Empty, over 100 bytes, or with other characters than ASCII letters, digits and `. _ - :`.
    pub fn parse(text: &str) -> Result<Self, KeyRefError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | ':');
        if text.is_empty() || text.len() > REF_MAX || !text.chars().all(plain) {
            return Err(KeyRefError);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for KeyRef {
    type Error = KeyRefError;

    fn try_from(text: String) -> Result<Self, KeyRefError> {
        Self::parse(&text)
    }
}

impl From<KeyRef> for String {
    fn from(name: KeyRef) -> Self {
        name.0
    }
}

/// Where a key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Keep {
    /// In the system's keychain.
    Stored,
    /// In memory, until the app ends.
    ThisRunOnly,
}

/// What the window may see of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct KeyInfo {
    /// Its name.
    pub key_ref: KeyRef,
    /// Its last four characters, or four dots where it is short.
    pub last_four: String,
    /// When it was added.
    pub added_at: UnixMillis,
    /// Where it is kept.
    pub kept: Keep,
}
