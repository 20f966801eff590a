use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Bytes of chance in a generated key.
const KEY_BYTES: usize = 32;

/// Why there is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing, or more than one line, or characters that no header can carry.
    #[error("a key is one line of visible ASCII characters")]
    NotAKey,
    /// The system gave no random numbers.
    #[error("the system gave no random numbers for a key")]
    NoRandomness,
}

/// The key of this service. It cannot be printed, is compared in constant time and is wiped when dropped.
#[derive(Clone)]
pub struct ServiceKey(Zeroizing<String>);

impl ServiceKey {
    /// A key that nobody can guess: 32 random bytes in hex.
    ///
    /// # Errors
    /// The system gave no random numbers.
    pub fn generate() -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0_u8; KEY_BYTES]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| KeyError::NoRandomness)?;
        let mut text = Zeroizing::new(String::with_capacity(2 * KEY_BYTES));
        for byte in bytes.iter() {
            text.extend(
                [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0')),
            );
        }
        Ok(Self(text))
    }

    /// A key that somebody chose; blanks and line breaks at the ends are dropped.
    ///
    /// # Errors
    /// It is not one line of visible characters.
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let good = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        if good {
            Ok(Self(Zeroizing::new(text.to_owned())))
        } else {
            Err(KeyError::NotAKey)
        }
    }

    /// The text, for the client that is started beside the service. Never log it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn matches(&self, shown: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(shown).into()
    }
}

impl fmt::Debug for ServiceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServiceKey(hidden)")
    }
}
