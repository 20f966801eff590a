/// Why the keychain did not do what was asked. Closed, and without any secret in its texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// Nothing answers: no session bus, no keychain service on it, or a service without a default
    /// keyring. Offer to keep the key for this run only.
    #[error("this computer has no keychain that answers")]
    Missing,
    /// It is locked and cannot ask to be unlocked.
    #[error("the keychain is locked; unlock it and try again")]
    Locked,
    /// The system refused the app.
    #[error("the system does not let Feedwatch use the keychain")]
    Denied,
    /// The person closed the system's question.
    #[error("the request to open the keychain was dismissed")]
    Dismissed,
    /// The item holds something else than our keys. It is not overwritten; a copy lies beside it
    /// under the user name `keys-damaged`.
    #[error("the saved keys cannot be read; a copy was kept as `keys-damaged`")]
    Damaged,
    /// Anything else, in the system's words.
    #[error("the keychain failed: {0}")]
    Failed(String),
}

/// What a platform's words mean, where its error has no type we can reach. The numbers are macOS's:
/// user cancelled, interaction not allowed, authorisation failed.
const WORDS: [(&str, KeychainError); 8] = [
    (
        "org.freedesktop.DBus.Error.ServiceUnknown",
        KeychainError::Missing,
    ),
    (
        "org.freedesktop.DBus.Error.NameHasNoOwner",
        KeychainError::Missing,
    ),
    ("org.freedesktop.DBus.Error.Spawn", KeychainError::Missing),
    ("org.freedesktop.DBus.Error.AccessDenied", KeychainError::Denied),
    ("org.freedesktop.Secret.Error.IsLocked", KeychainError::Locked),
    ("code: -128,", KeychainError::Dismissed),
    ("code: -25308,", KeychainError::Locked),
    ("code: -25293,", KeychainError::Denied),
];

/// The meaning of an error of the store.
pub(crate) fn explain(error: &keyring::Error) -> KeychainError {
    match error {
        keyring::Error::NoDefaultStore => KeychainError::Missing,
        keyring::Error::NoStorageAccess(cause) => platform(cause.as_ref()).unwrap_or(KeychainError::Denied),
        keyring::Error::PlatformFailure(cause) => {
            platform(cause.as_ref()).unwrap_or_else(|| KeychainError::Failed(short(cause.as_ref())))
        }
        keyring::Error::TooLong(..) => {
            KeychainError::Failed("the item is full; remove a key that is no longer used".to_owned())
        }
        keyring::Error::Ambiguous(_) => {
            KeychainError::Failed("there are two items with the same name; remove one of them".to_owned())
        }
        other => KeychainError::Failed(short(other)),
    }
}

type Cause = dyn std::error::Error + Send + Sync;

#[cfg(target_os = "linux")]
fn platform(cause: &Cause) -> Option<KeychainError> {
    match cause.downcast_ref::<secret_service::Error>() {
        Some(error) => service(error),
        None => by_words(cause),
    }
}

#[cfg(not(target_os = "linux"))]
fn platform(cause: &Cause) -> Option<KeychainError> {
    by_words(cause)
}

/// The meaning of an error of the Secret Service.
#[cfg(target_os = "linux")]
pub(crate) fn service(error: &secret_service::Error) -> Option<KeychainError> {
    match error {
        secret_service::Error::Locked => Some(KeychainError::Locked),
        secret_service::Error::Prompt => Some(KeychainError::Dismissed),
        // The service went while it asked.
        secret_service::Error::PromptDisconnected => Some(KeychainError::Missing),
        secret_service::Error::NoResult | secret_service::Error::Unavailable => Some(KeychainError::Missing),
        other => by_words(other),
    }
}

fn by_words(cause: &(dyn std::error::Error + 'static)) -> Option<KeychainError> {
    let text = format!("{cause} {cause:?}");
    WORDS
        .into_iter()
        .find(|(word, _)| text.contains(word))
        .map(|(_, meaning)| meaning)
}

/// The first 200 characters of what it says. Only `Display`: `Debug` of some errors holds raw bytes.
fn short(error: &(dyn std::error::Error + 'static)) -> String {
    error.to_string().chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn platform(words: &str) -> KeychainError {
        explain(&keyring::Error::PlatformFailure(
            std::io::Error::other(words.to_owned()).into(),
        ))
    }

    #[test]
    fn the_words_of_a_platform_are_told_apart() {
        let refused = "org.freedesktop.DBus.Error.AccessDenied: not allowed";
        assert_eq!(platform(refused), KeychainError::Denied);
        assert_eq!(
            platform("org.freedesktop.Secret.Error.IsLocked"),
            KeychainError::Locked
        );
        assert_eq!(
            platform("Error { code: -128, message: \"cancelled\" }"),
            KeychainError::Dismissed
        );
        assert_eq!(
            platform("Error { code: -1280, message: \"other\" }"),
            KeychainError::Failed("Error { code: -1280, message: \"other\" }".to_owned())
        );
    }

    #[test]
    fn an_item_that_is_not_text_is_told_without_its_bytes() {
        let KeychainError::Failed(text) = explain(&keyring::Error::BadEncoding(b"secret".to_vec())) else {
            panic!("another meaning");
        };
        assert!(!text.contains("115") && !text.contains("secret"), "{text}");
    }
}
