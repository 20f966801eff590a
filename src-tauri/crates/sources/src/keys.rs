use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use library::SourceId;
use zeroize::Zeroizing;

/// Longest key taken, in characters. Our limit: Meta's tokens, the longest known, stay under 400.
const KEY_MAX: usize = 1_024;

/// Why a text cannot be a source's key. Never holds any of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is one line of visible ASCII characters, 1024 at most")]
pub struct SourceKeyError;

/// A person's key at a platform or provider. It cannot be printed or serialised, is wiped when
/// dropped, and leaves only as a header that is marked sensitive.
pub struct SourceKey(Zeroizing<String>);

impl SourceKey {
    /// Parses a pasted key; blanks and line breaks at its ends are dropped.
    ///
    /// # Errors
    /// Nothing is left, it is over 1024 characters, or one of them cannot stand in a header.
    pub fn parse(text: &str) -> Result<Self, SourceKeyError> {
        let text = text.trim();
        let good =
            !text.is_empty() && text.len() <= KEY_MAX && text.bytes().all(|byte| byte.is_ascii_graphic());
        if good {
            Ok(Self(Zeroizing::new(text.to_owned())))
        } else {
            Err(SourceKeyError)
        }
    }

    /// The secret itself, for a header.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// A name for what is counted per key. It is too short to tell anything about a key of this
    /// length, and stays the same over restarts.
    pub(crate) fn fingerprint(&self) -> String {
        let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let hash = self.0.bytes().fold(0xcbf2_9ce4_8422_2325, fold);
        format!("{:08x}", hash >> 32)
    }
}

impl fmt::Debug for SourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SourceKey(hidden)")
    }
}

/// The keys that the sources have now, in memory only. Shared: a change reaches every source at once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keys(Arc<RwLock<HashMap<SourceId, Arc<SourceKey>>>>);

impl Keys {
    pub(crate) fn get(&self, source: SourceId) -> Option<Arc<SourceKey>> {
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        keys.get(&source).cloned()
    }

    pub(crate) fn set(&self, source: SourceId, key: Option<SourceKey>) {
        let mut keys = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match key {
            Some(key) => keys.insert(source, Arc::new(key)),
            None => keys.remove(&source),
        };
    }
}
