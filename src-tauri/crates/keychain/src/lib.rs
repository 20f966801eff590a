//! API keys: a type that cannot be printed or serialised, and the keychain of the operating system
//! that holds them.
//!
//! A key comes in as text, becomes an [`ApiKey`], and leaves only through [`ApiKey::expose`], whose
//! every call says why. [`Keychain`] keeps all of the app's keys in one item, so that the system asks
//! the person at most once per start; what the window may see of a key is [`KeyInfo`].
//!
//! Every call of [`Keychain`] blocks, possibly for as long as the system's prompt stands open: call
//! it from `spawn_blocking`. Only [`Keychain::open`] does nothing slow.
//!
//! May use: `contract` for instants, `keyring` for the systems' stores.
//! Deliberately absent: a file or database as a second home for secrets (where no keychain answers,
//! a key is kept for this run only, in memory), environment variables, async code.

mod api_key;
mod error;
mod item;
mod key_info;
mod keychain;
mod wallet;

pub use api_key::{ApiKey, KeyError};
pub use error::KeychainError;
pub use key_info::{Keep, KeyInfo, KeyRef, KeyRefError};
pub use keychain::Keychain;
