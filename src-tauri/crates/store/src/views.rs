//! Views of the board that a person saved under a name.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Store, StoreError, WorkspaceId};

/// A saved view in our own record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export, type = "number")]
pub struct ViewId(pub i64);

/// A view to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewView<'a> {
    /// Of which workspace; none is the view of all.
    pub workspace: Option<WorkspaceId>,
    /// The person's name for it, of at least one letter.
    pub name: &'a str,
    /// What it shows, as the use cases write it.
    pub body: &'a str,
}

/// A saved view as the record has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewRow {
    /// Ours.
    pub id: ViewId,
    /// Of which workspace; none is the view of all.
    pub workspace: Option<WorkspaceId>,
    /// The person's name for it.
    pub name: String,
    /// What it shows, as the use cases wrote it.
    pub body: String,
}

impl Store {
    /// Every saved view, by name.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn views(&self) -> Result<Vec<ViewRow>, StoreError> {
        let reader = self.reader();
        let mut query =
            reader.prepare_cached("SELECT id, workspace_id, name, body FROM views ORDER BY name, id")?;
        let rows = query.query_map([], |row| {
            Ok(ViewRow {
                id: ViewId(row.get(0)?),
                workspace: row.get::<_, Option<i64>>(1)?.map(WorkspaceId),
                name: row.get(2)?,
                body: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Saves a view; one of the same name in the same place is replaced.
    ///
    /// # Errors
    /// The workspace is not there, or the record cannot be written.
    pub fn save_view(&self, view: &NewView<'_>) -> Result<ViewId, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        if let Some(workspace) = view.workspace {
            let there: Option<i64> = transaction
                .query_row("SELECT id FROM workspaces WHERE id = ?1", [workspace.0], |row| {
                    row.get(0)
                })
                .optional()?;
            there.ok_or(StoreError::NotFound("the workspace"))?;
        }
        let id = transaction.query_row(
            "INSERT INTO views (workspace_id, name, body) VALUES (?1, ?2, ?3)
             ON CONFLICT (coalesce(workspace_id, 0), name) DO UPDATE SET body = excluded.body RETURNING id",
            params![view.workspace.map(|id| id.0), view.name, view.body],
            |row| row.get(0),
        )?;
        transaction.commit()?;
        Ok(ViewId(id))
    }

    /// Forgets a view. One that is gone already is no trouble.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn remove_view(&self, id: ViewId) -> Result<(), StoreError> {
        self.writer().execute("DELETE FROM views WHERE id = ?1", [id.0])?;
        Ok(())
    }
}
