use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Store, StoreError};

impl Store {
    /// A setting by name; none where it was never saved.
    ///
    /// # Errors
    /// The record cannot be read, or holds something else under this name.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let text: Option<String> = self
            .reader()
            .query_row("SELECT value FROM settings WHERE name = ?1", [name], |row| {
                row.get(0)
            })
            .optional()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// Forgets a setting; one that was never saved is forgotten already.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn forget_setting(&self, name: &str) -> Result<(), StoreError> {
        self.writer()
            .execute("DELETE FROM settings WHERE name = ?1", [name])?;
        Ok(())
    }

    /// Saves a setting.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn save_setting<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        let text = serde_json::to_string(value)?;
        self.writer().execute(
            "INSERT INTO settings (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![name, text],
        )?;
        Ok(())
    }
}
