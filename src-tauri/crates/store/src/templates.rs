use contract::{MonitorDraft, UnixMillis};
use rusqlite::params;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Store, StoreError};

/// A template of the person's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export, type = "number")]
pub struct TemplateId(pub i64);

/// Choices of the form under a name; without a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Template {
    /// Ours.
    pub id: TemplateId,
    /// The person's name for it.
    pub name: String,
    /// What it fills in.
    pub draft: MonitorDraft,
}

impl Store {
    /// Every template, by name.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn templates(&self) -> Result<Vec<Template>, StoreError> {
        let reader = self.reader();
        let mut query =
            reader.prepare_cached("SELECT id, name, draft FROM templates ORDER BY lower(name), id")?;
        let mut rows = query.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(Template {
                id: TemplateId(row.get(0)?),
                name: row.get(1)?,
                draft: serde_json::from_str(&row.get::<_, String>(2)?)?,
            });
        }
        Ok(found)
    }

    /// Keeps a draft under a name; `false`, and nothing changed, where the name is taken.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn add_template(&self, name: &str, draft: &MonitorDraft, at: UnixMillis) -> Result<bool, StoreError> {
        let added = self.writer().execute(
            "INSERT OR IGNORE INTO templates (name, draft, created_at) VALUES (?1, ?2, ?3)",
            params![name, serde_json::to_string(draft)?, at.0],
        )?;
        Ok(added == 1)
    }

    /// Gives a template another name; `false`, and nothing changed, where it is taken or the template
    /// is gone.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn rename_template(&self, id: TemplateId, name: &str) -> Result<bool, StoreError> {
        let changed = self.writer().execute(
            "UPDATE OR IGNORE templates SET name = ?2 WHERE id = ?1",
            params![id.0, name],
        )?;
        Ok(changed == 1)
    }

    /// Removes a template; none is no error.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn remove_template(&self, id: TemplateId) -> Result<(), StoreError> {
        self.writer()
            .execute("DELETE FROM templates WHERE id = ?1", [id.0])?;
        Ok(())
    }
}
