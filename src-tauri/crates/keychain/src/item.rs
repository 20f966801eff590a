use keyring::Entry;
use zeroize::Zeroizing;

use crate::KeychainError;
use crate::error::explain;

/// One item of the system's keychain. Bytes, not text, are stored: Windows would double text to
/// UTF-16, and its items end at 2560 bytes.
pub(crate) struct Item<'a> {
    pub(crate) service: &'a str,
    pub(crate) user: &'a str,
}

impl Item<'_> {
    /// The content, or nothing where there is no such item.
    pub(crate) fn read(&self) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainError> {
        match self.entry()?.get_secret() {
            Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(explain(&error)),
        }
    }

    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), KeychainError> {
        self.entry()?.set_secret(bytes).map_err(|error| explain(&error))
    }

    /// Removes the item; one that is not there is removed already.
    pub(crate) fn delete(&self) -> Result<(), KeychainError> {
        match self.entry()?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(explain(&error)),
        }
    }

    fn entry(&self) -> Result<Entry, KeychainError> {
        check_presence()?;
        Entry::new(self.service, self.user).map_err(|error| explain(&error))
    }
}

/// Whether a keychain is there at all. On Linux a search without one finds nothing, as if no key had
/// ever been saved. It also has to come before the first `Entry`, which remembers for the whole run
/// that there was no service, so that trying again could never help.
#[cfg(target_os = "linux")]
fn check_presence() -> Result<(), KeychainError> {
    use secret_service::{EncryptionType, blocking::SecretService};

    // No secret passes through this session, so it needs no encryption.
    let found = SecretService::connect(EncryptionType::Plain)
        .and_then(|service| service.get_default_collection().map(|_| ()));
    found.map_err(|error| {
        tracing::debug!(%error, "no keychain answers");
        // Whatever else keeps the first greeting from being answered: there is none to talk to.
        crate::error::service(&error).unwrap_or(KeychainError::Missing)
    })
}

#[cfg(not(target_os = "linux"))]
fn check_presence() -> Result<(), KeychainError> {
    Ok(())
}
