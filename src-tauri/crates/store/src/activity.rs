use contract::{Platform, UnixMillis};
use rusqlite::{named_params, params};

use crate::events::Notified;
use crate::{Happening, MonitorId, Store, StoreError, WorkspaceId};

/// Which part of Activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ActivityFilter {
    /// One workspace only.
    pub workspace: Option<WorkspaceId>,
    /// Only lines before this one.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

/// A line of Activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityRow {
    /// Grows with time.
    pub id: i64,
    /// When.
    pub at: UnixMillis,
    /// Where.
    pub workspace: WorkspaceId,
    /// To which monitor: its number, platform and target.
    pub monitor: Option<(MonitorId, Platform, String)>,
    /// What.
    pub what: Happening,
    /// What became of the notification.
    pub notified: Notified,
    /// Whether the person has seen it.
    pub read: bool,
}

impl Store {
    /// Lines of Activity, newest first.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn activity(&self, filter: ActivityFilter) -> Result<Vec<ActivityRow>, StoreError> {
        let reader = self.reader();
        let mut query = reader.prepare_cached(
            "SELECT e.id, e.at, e.workspace_id, e.monitor_id, m.platform, m.value, e.body, e.notified, e.is_read
             FROM events AS e LEFT JOIN monitors AS m ON m.id = e.monitor_id
             WHERE (:workspace IS NULL OR e.workspace_id = :workspace) AND (:before IS NULL OR e.id < :before)
             ORDER BY e.id DESC LIMIT :limit",
        )?;
        let mut rows = query.query(named_params! {
            ":workspace": filter.workspace.map(|id| id.0), ":before": filter.before, ":limit": filter.limit,
        })?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(read(row)?);
        }
        Ok(lines)
    }

    /// One line of Activity.
    ///
    /// # Errors
    /// It is not there, or the record cannot be read.
    pub fn activity_line(&self, id: i64) -> Result<ActivityRow, StoreError> {
        let filter = ActivityFilter {
            before: Some(id + 1),
            limit: 1,
            workspace: None,
        };
        let found = self.activity(filter)?.into_iter().find(|row| row.id == id);
        found.ok_or(StoreError::NotFound("the event"))
    }

    /// Lines whose notification quiet hours hold and which nobody has seen since, oldest first.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn held_lines(&self) -> Result<Vec<ActivityRow>, StoreError> {
        let reader = self.reader();
        let mut query = reader.prepare_cached(
            "SELECT e.id, e.at, e.workspace_id, e.monitor_id, m.platform, m.value, e.body, e.notified, e.is_read
             FROM events AS e LEFT JOIN monitors AS m ON m.id = e.monitor_id
             WHERE e.is_read = 0 AND e.notified = 'held' ORDER BY e.id",
        )?;
        let mut rows = query.query([])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(read(row)?);
        }
        Ok(lines)
    }

    /// Lines nobody has seen.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn unread(&self) -> Result<u32, StoreError> {
        Ok(self
            .reader()
            .query_row("SELECT count(*) FROM events WHERE is_read = 0", [], |row| {
                row.get(0)
            })?)
    }

    /// Marks lines up to this one as seen, and gives how many are left.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn mark_read(&self, up_to: i64) -> Result<u32, StoreError> {
        self.writer().execute(
            "UPDATE events SET is_read = 1 WHERE is_read = 0 AND id <= ?1",
            [up_to],
        )?;
        self.unread()
    }

    /// Notes what became of the notification of some lines.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn note_notified(&self, ids: &[i64], outcome: Notified) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        for id in ids {
            transaction.execute(
                "UPDATE events SET notified = ?2 WHERE id = ?1",
                params![id, outcome.as_str()],
            )?;
        }
        Ok(transaction.commit()?)
    }
}

fn read(row: &rusqlite::Row<'_>) -> Result<ActivityRow, StoreError> {
    let monitor: Option<i64> = row.get(3)?;
    let platform: Option<String> = row.get(4)?;
    let platform = platform.as_deref().and_then(Platform::from_name);
    let value: Option<String> = row.get(5)?;
    let monitor = monitor
        .zip(platform)
        .zip(value)
        .map(|((id, platform), value)| (MonitorId(id), platform, value));
    Ok(ActivityRow {
        id: row.get(0)?,
        at: UnixMillis(row.get(1)?),
        workspace: WorkspaceId(row.get(2)?),
        monitor,
        what: serde_json::from_str(&row.get::<_, String>(6)?)?,
        notified: Notified::from_name(&row.get::<_, String>(7)?),
        read: row.get(8)?,
    })
}
