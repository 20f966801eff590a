use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use contract::UnixMillis;

use crate::item::Item;
use crate::wallet::{self, Held, Wallet};
use crate::{ApiKey, Keep, KeyInfo, KeyRef, KeychainError};

/// The user name of the app's one item.
const KEYS: &str = "keys";
/// The user name under which an unreadable item is kept aside.
const DAMAGED: &str = "keys-damaged";
/// How many different unreadable items are kept aside before nothing more is.
const DAMAGED_MAX: usize = 9;

/// The app's keys: those in the system's keychain, and those kept for this run only.
///
/// The keychain is read once and remembered, and so is its failure: background work that asks again
/// and again must not raise the system's question each time. [`Keychain::load`] tries afresh.
#[derive(Debug)]
pub struct Keychain {
    service: String,
    stored: Mutex<Stored>,
    this_run: Mutex<Wallet>,
}

/// What is known of the system's keychain.
#[derive(Debug)]
enum Stored {
    Unread,
    Read(Wallet),
    Failed(KeychainError),
}

impl Keychain {
    /// The keys under this service name, `app.feedwatch.desktop` for the app. Does nothing slow.
    pub fn open(service: &str) -> Self {
        Self {
            service: service.to_owned(),
            stored: Mutex::new(Stored::Unread),
            this_run: Mutex::new(Wallet::new()),
        }
    }

    /// What may be shown of every key, by name. Reads the keychain unless it was read already, also
    /// where an earlier attempt failed.
    ///
    /// # Errors
    /// The keychain did not answer or refused; keys for this run stay usable by [`Self::get`].
    pub fn load(&self) -> Result<Vec<KeyInfo>, KeychainError> {
        let mut stored = lock(&self.stored);
        if !matches!(*stored, Stored::Read(_)) {
            self.refresh(&mut stored)?;
        }
        Ok(self.infos(&stored))
    }

    /// The key of this name, one for this run before a stored one; nothing where there is none.
    ///
    /// # Errors
    /// The keychain could not be read, now or at an earlier attempt since [`Self::load`].
    pub fn get(&self, key_ref: &KeyRef) -> Result<Option<Arc<ApiKey>>, KeychainError> {
        if let Some(held) = lock(&self.this_run).get(key_ref) {
            return Ok(Some(Arc::clone(&held.key)));
        }
        let mut stored = lock(&self.stored);
        if matches!(*stored, Stored::Unread) {
            self.refresh(&mut stored)?;
        }
        match &*stored {
            Stored::Read(wallet) => Ok(wallet.get(key_ref).map(|held| Arc::clone(&held.key))),
            Stored::Failed(error) => Err(error.clone()),
            Stored::Unread => Ok(None),
        }
    }

    /// Keeps a key under this name in place of an earlier one. For this run only: the system's
    /// keychain is not touched, and a stored key of the same name is hidden until the app ends.
    ///
    /// # Errors
    /// The keychain could not be read or written; then nothing has changed.
    pub fn put(
        &self,
        key_ref: KeyRef,
        key: ApiKey,
        added_at: UnixMillis,
        keep: Keep,
    ) -> Result<KeyInfo, KeychainError> {
        let held = Held {
            key: Arc::new(key),
            added_at,
        };
        let info = held.info(&key_ref, keep);
        match keep {
            Keep::ThisRunOnly => {
                lock(&self.this_run).insert(key_ref, held);
            }
            Keep::Stored => {
                self.change(|wallet| {
                    wallet.insert(key_ref.clone(), held);
                })?;
                lock(&self.this_run).remove(&key_ref);
            }
        }
        Ok(info)
    }

    /// Forgets the key of this name, wherever it is kept; the item itself goes with the last key.
    ///
    /// # Errors
    /// The keychain could not be read or written. A key for this run is forgotten all the same, and
    /// for such a key a missing keychain is no error.
    pub fn remove(&self, key_ref: &KeyRef) -> Result<(), KeychainError> {
        let was_here = lock(&self.this_run).remove(key_ref).is_some();
        let removed = self.change(|wallet| {
            wallet.remove(key_ref);
        });
        match removed {
            Err(KeychainError::Missing) if was_here => Ok(()),
            other => other,
        }
    }

    /// Gives up an unreadable item, of which a copy is kept aside, so that keys can be saved again.
    /// Does nothing where the item can be read.
    ///
    /// # Errors
    /// The keychain did not answer, or the copy could not be kept: then the item stays as it is.
    pub fn give_up_damaged(&self) -> Result<(), KeychainError> {
        let mut stored = lock(&self.stored);
        match self.refresh(&mut stored) {
            Err(KeychainError::Damaged) => self.item(KEYS).delete()?,
            other => return other,
        }
        self.refresh(&mut stored)
    }

    /// Changes the stored keys. Reads first: another copy of the app, with a data folder of its own,
    /// may have written since.
    fn change(&self, edit: impl FnOnce(&mut Wallet)) -> Result<(), KeychainError> {
        let mut stored = lock(&self.stored);
        self.refresh(&mut stored)?;
        let Stored::Read(wallet) = &*stored else {
            return Ok(());
        };
        let mut wallet = wallet.clone();
        edit(&mut wallet);
        self.save(&wallet)?;
        *stored = Stored::Read(wallet);
        Ok(())
    }

    fn save(&self, wallet: &Wallet) -> Result<(), KeychainError> {
        if wallet.is_empty() {
            return self.item(KEYS).delete();
        }
        let bytes = wallet::write(wallet)
            .map_err(|_| KeychainError::Failed("the keys could not be written".into()))?;
        self.item(KEYS).write(&bytes)
    }

    /// Reads the keychain and remembers what came of it. Keys read earlier outlive a failure.
    fn refresh(&self, stored: &mut Stored) -> Result<(), KeychainError> {
        match self.read() {
            Ok(wallet) => {
                *stored = Stored::Read(wallet);
                Ok(())
            }
            Err(error) => {
                if !matches!(stored, Stored::Read(_)) {
                    *stored = Stored::Failed(error.clone());
                }
                Err(error)
            }
        }
    }

    fn read(&self) -> Result<Wallet, KeychainError> {
        let Some(bytes) = self.item(KEYS).read()? else {
            return Ok(Wallet::new());
        };
        if let Some(wallet) = wallet::read(&bytes) {
            return Ok(wallet);
        }
        self.keep_aside(&bytes)?;
        Err(KeychainError::Damaged)
    }

    /// Keeps a copy of an unreadable item under the first name that is free or already holds it.
    fn keep_aside(&self, bytes: &[u8]) -> Result<(), KeychainError> {
        for number in 1..=DAMAGED_MAX {
            let user = if number == 1 {
                DAMAGED.to_owned()
            } else {
                format!("{DAMAGED}-{number}")
            };
            let item = self.item(&user);
            match item.read()? {
                None => return item.write(bytes),
                Some(kept) if kept.as_slice() == bytes => return Ok(()),
                Some(_) => {}
            }
        }
        Err(KeychainError::Failed(
            "too many damaged copies of the keys are kept; remove some".to_owned(),
        ))
    }

    fn infos(&self, stored: &Stored) -> Vec<KeyInfo> {
        let this_run = lock(&self.this_run);
        let mut infos: Vec<_> = this_run
            .iter()
            .map(|(name, held)| held.info(name, Keep::ThisRunOnly))
            .collect();
        if let Stored::Read(wallet) = stored {
            let shown = wallet.iter().filter(|(name, _)| !this_run.contains_key(name));
            infos.extend(shown.map(|(name, held)| held.info(name, Keep::Stored)));
        }
        infos.sort_by(|a, b| a.key_ref.cmp(&b.key_ref));
        infos
    }

    fn item<'a>(&'a self, user: &'a str) -> Item<'a> {
        Item {
            service: &self.service,
            user,
        }
    }
}

/// Locks, also after a panic elsewhere: every change is one assignment, so the content is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
