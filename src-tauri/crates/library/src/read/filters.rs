//! What there is to filter by. Values are found by leaps along an index, never by reading all posts.

use contract::{AgentId, Country, Platform, UnixMillis};
use rusqlite::params;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Reader;
use crate::LibraryError;

/// Creators that a choice offers at once; typing finds the others.
const CREATORS: u32 = 50;
/// Languages and countries that are offered.
const VALUES: u32 = 300;

/// What there is to filter by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FilterChoices {
    /// All posts that are kept.
    #[ts(type = "number")]
    pub posts: u64,
    /// Languages that occur, as the sources name them.
    pub languages: Vec<String>,
    /// Countries that occur.
    pub countries: Vec<Country>,
    /// When the oldest post was published.
    pub oldest: Option<UnixMillis>,
}

/// A creator to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CreatorChoice {
    /// Ours.
    #[ts(type = "number")]
    pub id: i64,
    /// Where they post.
    pub platform: Platform,
    /// The handle, without `@`, else the name.
    pub name: String,
}

impl Reader {
    /// What there is to filter an agent's posts by.
    ///
    /// # Errors
    /// SQLite's.
    pub fn choices(&self, agent: &AgentId) -> Result<FilterChoices, LibraryError> {
        let countries = self.distinct(agent, "country")?;
        Ok(FilterChoices {
            posts: self.posts(agent)?,
            languages: self.distinct(agent, "language")?,
            countries: countries.iter().filter_map(|code| Country::parse(code)).collect(),
            oldest: self.oldest(agent)?,
        })
    }

    /// All posts of an agent.
    ///
    /// # Errors
    /// SQLite's.
    pub fn posts(&self, agent: &AgentId) -> Result<u64, LibraryError> {
        let sql = "SELECT count(*) FROM posts WHERE agent_id = ?1";
        let found: i64 = self
            .db
            .prepare_cached(sql)?
            .query_row([agent.as_str()], |row| row.get(0))?;
        Ok(u64::try_from(found).unwrap_or(0))
    }

    fn oldest(&self, agent: &AgentId) -> Result<Option<UnixMillis>, LibraryError> {
        let sql = "SELECT (SELECT published_at FROM posts WHERE agent_id = ?1 ORDER BY place LIMIT 1)";
        let found: Option<i64> = self
            .db
            .prepare_cached(sql)?
            .query_row([agent.as_str()], |row| row.get(0))?;
        Ok(found.map(UnixMillis))
    }

    fn distinct(&self, agent: &AgentId, column: &str) -> Result<Vec<String>, LibraryError> {
        let sql = format!(
            "WITH RECURSIVE leap (value) AS (
                SELECT min({column}) FROM posts WHERE agent_id = ?1 AND {column} IS NOT NULL
                UNION ALL
                SELECT (SELECT min({column}) FROM posts WHERE agent_id = ?1 AND {column} > leap.value)
                FROM leap WHERE leap.value IS NOT NULL
             ) SELECT value FROM leap WHERE value IS NOT NULL LIMIT ?2"
        );
        let mut read = self.db.prepare_cached(&sql)?;
        let rows = read.query_map(params![agent.as_str(), VALUES], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Creators whose handle or name begins or contains what was typed, those with most followers first.
    ///
    /// # Errors
    /// SQLite's.
    pub fn creators(&self, agent: &AgentId, typed: &str) -> Result<Vec<CreatorChoice>, LibraryError> {
        let typed = typed.trim().trim_start_matches('@').to_lowercase();
        let mut read = self.db.prepare_cached(
            "SELECT id, platform, coalesce(handle, name, native_id) AS name FROM creators
             WHERE agent_id = ?1 AND (?2 = '' OR instr(handle_key, ?2) > 0 OR instr(lower(name), ?2) > 0)
             ORDER BY instr(coalesce(handle_key, ''), ?2) = 1 DESC, followers DESC, id LIMIT ?3",
        )?;
        let mut rows = read.query(params![agent.as_str(), typed, CREATORS])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (platform, name): (String, Option<String>) = (row.get("platform")?, row.get("name")?);
            if let Some((platform, name)) = Platform::from_name(&platform).zip(name) {
                let id = row.get("id")?;
                found.push(CreatorChoice { id, platform, name });
            }
        }
        Ok(found)
    }
}
