//! Keys and choices of the sources on this computer. The keys are in the keychain's one item, beside
//! those of GEN; whoever runs the sources gets them from here, in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use contract::Platform;
use keychain::{ApiKey, Keep, KeyRef};
use store::Problem;

use crate::view::{KeyView, SourceName};
use crate::workspaces::{key_ref, key_view};
use crate::{Monitoring, problems};

/// Under which the record keeps the choices.
const CHOICES: &str = "sources";

impl Monitoring {
    /// Keeps a source's key in place of an earlier one.
    ///
    /// # Errors
    /// The text is no key, or the keychain's; then the old one stays.
    pub async fn keep_source_key(
        &self,
        source: SourceName,
        key: &str,
        this_run_only: bool,
    ) -> Result<(), Problem> {
        let key = ApiKey::parse(key).map_err(problems::of_key)?;
        let keep = if this_run_only {
            Keep::ThisRunOnly
        } else {
            Keep::Stored
        };
        self.keep_key(name_of(source)?, key, keep).await
    }

    /// Forgets a source's key.
    ///
    /// # Errors
    /// The keychain's.
    pub async fn drop_source_key(&self, source: SourceName) -> Result<(), Problem> {
        self.remove_from_keychain(name_of(source)?).await
    }

    /// A source's key, for whoever runs the sources; none where there is none.
    ///
    /// # Errors
    /// The keychain's.
    pub async fn source_key(&self, source: SourceName) -> Result<Option<Arc<ApiKey>>, Problem> {
        let (keychain, name) = (Arc::clone(self.keychain()), name_of(source)?);
        let found = tokio::task::spawn_blocking(move || keychain.get(&name)).await;
        found
            .map_err(problems::internal)?
            .map_err(|error| problems::of_keychain(&error))
    }

    /// What may be shown of a source's key.
    pub fn source_key_view(&self, source: SourceName) -> Option<KeyView> {
        let name = name_of(source).ok()?;
        self.known_key(name.as_str()).as_ref().map(key_view)
    }

    /// The sources that the person chose, by platform.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn source_choices(&self) -> Result<BTreeMap<Platform, SourceName>, Problem> {
        self.on_store(|store| match store.setting(CHOICES) {
            Ok(found) => Ok(found.unwrap_or_default()),
            Err(store::StoreError::Json(error)) => {
                tracing::warn!(%error, "the choice of sources could not be read; none is assumed");
                Ok(BTreeMap::new())
            }
            Err(error) => Err(problems::of_store(&error)),
        })
        .await
    }

    /// Keeps the choice for a platform; none leaves it to Feedwatch.
    ///
    /// # Errors
    /// The record cannot be read or written.
    pub async fn choose_source(&self, platform: Platform, source: Option<SourceName>) -> Result<(), Problem> {
        let mut choices = self.source_choices().await?;
        match source {
            Some(source) => choices.insert(platform, source),
            None => choices.remove(&platform),
        };
        self.on_store(move |store| {
            store
                .save_setting(CHOICES, &choices)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }
}

fn name_of(source: SourceName) -> Result<KeyRef, Problem> {
    key_ref(&format!("source-{source}"))
}
