use std::collections::BTreeMap;
use std::sync::Arc;

use contract::UnixMillis;
use serde::{Deserialize, Deserializer, Serialize};
use zeroize::Zeroizing;

use crate::{ApiKey, Keep, KeyInfo, KeyRef};

/// Room for the largest item any system takes, so that the text with the secrets is never moved
/// while it grows and no unwiped copy stays behind.
const ITEM_ROOM: usize = 64 * 1024;

/// A key with what is known of it.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) key: Arc<ApiKey>,
    pub(crate) added_at: UnixMillis,
}

impl Held {
    pub(crate) fn info(&self, key_ref: &KeyRef, kept: Keep) -> KeyInfo {
        KeyInfo {
            key_ref: key_ref.clone(),
            last_four: self.key.last_four(),
            added_at: self.added_at,
            kept,
        }
    }
}

/// The app's keys by name.
pub(crate) type Wallet = BTreeMap<KeyRef, Held>;

/// A key as the item holds it.
#[derive(Deserialize)]
struct ReadKey {
    #[serde(deserialize_with = "read_secret")]
    secret: ApiKey,
    added_at: UnixMillis,
}

#[derive(Serialize)]
struct WrittenKey<'a> {
    secret: &'a str,
    added_at: UnixMillis,
}

/// Reads the item's content; nothing where it is not ours. What was wrong is not told: the parser's
/// words may quote a secret.
pub(crate) fn read(bytes: &[u8]) -> Option<Wallet> {
    let keys: BTreeMap<KeyRef, ReadKey> = serde_json::from_slice(bytes).ok()?;
    let held = |key: ReadKey| Held {
        key: Arc::new(key.secret),
        added_at: key.added_at,
    };
    Some(keys.into_iter().map(|(name, key)| (name, held(key))).collect())
}

/// The item's content for these keys.
pub(crate) fn write(wallet: &Wallet) -> Result<Zeroizing<Vec<u8>>, serde_json::Error> {
    // Exposed to be kept in the system's keychain.
    let keys: BTreeMap<_, _> = wallet
        .iter()
        .map(|(name, held)| {
            (
                name,
                WrittenKey {
                    secret: held.key.expose(),
                    added_at: held.added_at,
                },
            )
        })
        .collect();
    let mut bytes = Zeroizing::new(Vec::with_capacity(ITEM_ROOM));
    serde_json::to_writer(&mut *bytes, &keys)?;
    Ok(bytes)
}

fn read_secret<'de, D: Deserializer<'de>>(from: D) -> Result<ApiKey, D::Error> {
    let text = Zeroizing::new(String::deserialize(from)?);
    ApiKey::parse(&text).map_err(serde::de::Error::custom)
}
