use contract::UnixMillis;
use rusqlite::OptionalExtension;

use crate::events::{self, MonitorEvent};
use crate::{MonitorId, Store, StoreError, WorkspaceId};

/// A monitor with proof that it works, whose forerunner of the same target failed, and of which that was
/// not said yet. An ongoing monitor whose service counts no posts gives no such proof.
const WORKS_AGAIN: &str = "
    SELECT m.workspace_id, m.posts_found FROM monitors AS m
    WHERE m.id = ?1 AND (m.posts_found > 0 OR (m.state = 'finished' AND m.posts_found IS NULL))
      AND (SELECT e.state FROM monitors AS e
           WHERE e.comparable = m.comparable AND e.platform = m.platform AND e.kind = m.kind
             AND e.workspace_id = m.workspace_id AND e.id < m.id
           ORDER BY e.id DESC LIMIT 1) IN ('failed', 'lost')
      AND NOT EXISTS (SELECT 1 FROM events AS v
                      WHERE v.monitor_id = m.id AND v.body ->> '$.event.kind' = 'works_again')";

impl Store {
    /// Notes, once, that a monitor found posts after the one before it with the same target had failed;
    /// gives the number of the new line of Activity.
    ///
    /// # Errors
    /// The record cannot be read or written.
    pub fn note_works_again(&self, monitor: MonitorId, at: UnixMillis) -> Result<Option<i64>, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        let found: Option<(i64, Option<u32>)> = transaction
            .query_row(WORKS_AGAIN, [monitor.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((workspace, posts)) = found else {
            return Ok(None);
        };
        let event = MonitorEvent::WorksAgain { posts };
        let id = events::note(&transaction, (WorkspaceId(workspace), monitor), at, event)?;
        transaction.commit()?;
        Ok(Some(id))
    }
}
