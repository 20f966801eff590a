use store::Problem;

use crate::view::Settings;
use crate::{Monitoring, problems};

/// Under which the record keeps what the person set.
const SETTINGS: &str = "settings";

impl Monitoring {
    /// What the person set; the defaults where nothing was. Settings that cannot be read are the
    /// defaults too: they are a convenience, and must not keep anybody from the record.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn settings(&self) -> Result<Settings, Problem> {
        self.on_store(|store| match store.setting(SETTINGS) {
            Ok(found) => Ok(found.unwrap_or_default()),
            Err(store::StoreError::Json(error)) => {
                tracing::warn!(%error, "settings could not be read; the defaults are used");
                Ok(Settings::default())
            }
            Err(error) => Err(problems::of_store(&error)),
        })
        .await
    }

    /// Keeps what the person set.
    ///
    /// # Errors
    /// The record cannot be written.
    pub async fn save_settings(&self, settings: Settings) -> Result<Settings, Problem> {
        self.on_store(move |store| match store.save_setting(SETTINGS, &settings) {
            Ok(()) => Ok(settings),
            Err(error) => Err(problems::of_store(&error)),
        })
        .await
    }

    /// Lines of Activity that nobody has seen.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn unread(&self) -> Result<u32, Problem> {
        self.on_store(|store| store.unread().map_err(|error| problems::of_store(&error)))
            .await
    }
}
