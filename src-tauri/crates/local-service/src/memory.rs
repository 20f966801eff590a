use futures_util::future::BoxFuture;
use rusqlite::{OptionalExtension, Transaction, params};
use sources::{Memory, MemoryLost};

use crate::clock;
use crate::db::{Db, DbError};

/// What is kept longer than this is of no use any more, but for the ids of channels and hashtags,
/// which stay the same for ever.
const KEPT_MILLIS: i64 = 60 * 24 * 60 * 60 * 1_000;

/// What the sources remember, in the service's own file: an answered write survives a power cut.
#[derive(Debug, Clone)]
pub(crate) struct Remembered(pub(crate) Db);

impl Remembered {
    fn lost(cause: &DbError) -> MemoryLost {
        tracing::error!(%cause, "what a source remembers could not be read or written");
        MemoryLost
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, MemoryLost> {
        let done = self.0.change(move |change| work(change).map_err(DbError::from));
        done.await.map_err(|cause| Self::lost(&cause))
    }
}

impl Memory for Remembered {
    fn recall(&self, name: String) -> BoxFuture<'_, Result<Option<String>, MemoryLost>> {
        let sql = "SELECT value FROM source_memory WHERE name = ?1";
        Box::pin(self.with(move |change| {
            change
                .prepare_cached(sql)?
                .query_row([name], |row| row.get(0))
                .optional()
        }))
    }

    fn keep(&self, name: String, value: Option<String>) -> BoxFuture<'_, Result<(), MemoryLost>> {
        let now = clock::now().0;
        Box::pin(self.with(move |change| {
            match value {
                Some(value) => change.execute(
                    "INSERT INTO source_memory (name, value, at) VALUES (?1, ?2, ?3)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
                    params![name, value, now],
                ),
                None => change.execute("DELETE FROM source_memory WHERE name = ?1", [name]),
            }
            .map(drop)
        }))
    }

    fn count(&self, name: String, by: u32) -> BoxFuture<'_, Result<u64, MemoryLost>> {
        let now = clock::now().0;
        let sql = "INSERT INTO source_memory (name, value, at) VALUES (?1, CAST(?2 AS TEXT), ?3)
                   ON CONFLICT (name) DO UPDATE
                   SET value = CAST(CAST(value AS INTEGER) + ?2 AS TEXT), at = excluded.at
                   RETURNING CAST(value AS INTEGER)";
        Box::pin(self.with(move |change| {
            let sum: i64 = change
                .prepare_cached(sql)?
                .query_row(params![name, by, now], |row| row.get(0))?;
            Ok(u64::try_from(sum).unwrap_or(0))
        }))
    }
}

/// Forgets what is too old to matter. Done at the start.
pub(crate) fn forget_old(change: &Transaction<'_>) -> Result<(), DbError> {
    change.execute(
        "DELETE FROM source_memory WHERE at < ?1
         AND name NOT LIKE 'youtube_api/channel/%' AND name NOT LIKE 'instagram_graph/%'",
        [clock::now().0 - KEPT_MILLIS],
    )?;
    Ok(())
}
